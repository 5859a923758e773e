"""What a style asks of every strand, before it is grown over a head: roots, locks, lengths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import f32
from raredx.cohorts.simulate.strands.scalp import scalp_of
from raredx.cohorts.simulate.strands.sites import Sites, scalp_sites
from raredx.cohorts.simulate.strands.standing import locks, stand
from raredx.cohorts.simulate.strands.style import HairStyle, style_of

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_MM = f32(0.001)
_TIES = {"none": 0, "tail": 1, "bun": 2}


class Flow(NamedTuple):
    """How hair is combed and how it falls, as compiled code reads it; lengths in metres."""

    parting: float
    part: float
    back: float
    tie: int
    lift: float
    stiff: float
    gravity: float
    volume: float
    clump: float
    curl: float
    wavelength: float
    frizz: float
    ragged: float
    cut: float  # canonical height of the blunt ends
    cut_fringe: float
    fringe: int


@dataclass(frozen=True, eq=False)
class Plan:
    """The strands of a head of hair, the first of which lead the locks."""

    flow: Flow
    roots: Sites  # (s,)
    canonical: Floats  # (s, 3): the roots on the canonical head
    length: Floats  # (s,) metres on the canonical head, before the cut
    lock: Whole  # (s,): the leader of each strand's lock
    width: Floats  # (s,) metres
    border: Floats  # (s,): 0 deep in the hair, 1 at the hairline
    leaders: int


@lru_cache(maxsize=8)
def plan_hair(hair: HairStyle, detail: float = 1.0) -> Plan:
    """Where a head's strands stand and what they shall become; the same for the same style."""
    style = style_of(hair)
    scalp = scalp_of(hair)
    sites, canonical = scalp_sites()
    wanted = int(style["strands"] * detail * min(max(hair.density, 0.02), 1.3))
    chosen, inside = stand(canonical, scalp, wanted, hair.seed % len(sites))
    places = np.ascontiguousarray(canonical[chosen])
    rng = np.random.default_rng(hair.seed)
    luck = rng.random((len(chosen), 3), np.float32)
    border = np.clip(1 - inside / 0.011, 0, 1)
    fine = luck[:, 0] < border * 0.75  # baby hairs
    length = _lengths(places, np.array(style["length"], np.float32) * _MM * hair.length)
    length = np.where(fine, np.minimum(length, 0.007 + 0.012 * luck[:, 1]), length)
    width = style["width"] / detail * _MM * np.where(fine, 0.35, 0.8 + 0.4 * luck[:, 2])
    leaders = max(min(style["locks"], len(chosen)), 1)
    flow = _flow(hair, style)
    return Plan(
        flow,
        sites[chosen],
        places,
        length.astype(np.float32),
        locks(places, leaders, flow.parting if flow.part > 0 else -9.0),
        width.astype(np.float32),
        border.astype(np.float32),
        leaders,
    )


def _flow(hair: HairStyle, style: Any) -> Flow:
    radius, wavelength = style["curl"]
    radius = radius * hair.curl if radius else hair.wave
    hair_cut, fringe_cut = style["cut"]
    return Flow(
        hair.parting,
        style["part"],
        style["back"],
        _TIES[style["tie"]],
        style["lift"],
        style["stiff"],
        style["gravity"],
        style["volume"] * 0.001,
        style["clump"],
        radius * 0.001,
        wavelength * 0.001,
        style["frizz"] * 0.001,
        style["ragged"],
        hair_cut * 0.001 - 0.03 * (hair.length - 1) if hair_cut else -9.0,
        fringe_cut * 0.001,
        int(style["fringe"]),
    )


def _lengths(places: Floats, length: Floats) -> Floats:
    """The length on top, at the sides and at the back, blended over the canonical head."""
    _, y, z = places.T
    top = np.clip((z - 0.462) / 0.030, 0, 1)
    top = top * top * (3 - 2 * top)
    back = np.clip((y + 0.02) / 0.04, 0, 1)
    below = length[1] * (1 - back) + length[2] * back
    blended: Floats = below * (1 - top) + length[0] * top
    return blended
