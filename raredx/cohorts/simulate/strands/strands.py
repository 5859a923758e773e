"""All strands of a head: hair, brows and lashes, from root to tip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.body import body_of
from raredx.cohorts.simulate.strands.brows import grow_brows
from raredx.cohorts.simulate.strands.colour import GREY, hair_colour
from raredx.cohorts.simulate.strands.growth import grow_hair
from raredx.cohorts.simulate.strands.lashes import grow_lashes
from raredx.cohorts.simulate.strands.plan import plan_hair
from raredx.cohorts.simulate.strands.style import Brows, HairStyle, Lashes

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

HAIR, BROW, LASH = range(3)
_FORELOCK = 0.0125
"""Half the width, in metres, of a forelock at severity 1."""


class Dressed(Protocol):
    """What `grow` needs of a look."""

    @property
    def hair(self) -> HairStyle: ...  # noqa: D102
    @property
    def brows(self) -> Brows: ...  # noqa: D102
    @property
    def lashes(self) -> Lashes: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True, eq=False)
class Strands:
    """Strands as they are drawn; each stands for one hair or for a wisp of some."""

    points: Floats  # (s, k, 3) from root to tip, metres
    width: Floats  # (s,) metres at the root; tips are finer
    colour: Floats  # (s, 3) linear RGB
    kind: Whole  # (s,): HAIR, BROW or LASH
    centre: Floats  # (3,): the middle of the head that they grow on

    def of(self, kind: int) -> Floats:
        """The points of one kind of strand."""
        points: Floats = self.points[self.kind == kind]
        return points


def grow(vertices: Floats, look: Dressed, seed: int, *, detail: float = 1.0) -> Strands:
    """Grow a look's hair, brows and lashes on a head.

    Parameters
    ----------
    vertices : ndarray of shape (v, 3)
        The head, as `Head.shape` gives it.
    look : Dressed
        Whatever has `hair`, `brows` and `lashes`.
    seed : int
        What differs from photograph to photograph; roots and locks stay.
    detail : float
        The share of a head's wisps that are grown, each the wider: 0.75 is enough for 192 pixels.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from raredx.cohorts.simulate.head import Build, Head
    >>> look = SimpleNamespace(hair=HairStyle(cut="bob"), brows=Brows(), lashes=Lashes())
    >>> strands = grow(Head.shipped().shape(Build(years=9)), look, seed=1)
    >>> strands.points.shape[1:], bool((strands.kind == BROW).sum() > 300)
    ((13, 3), True)
    """
    body = body_of(vertices)
    parts = []
    plan = plan_hair(look.hair, detail)
    if len(plan.roots):
        points = grow_hair(plan, body, plan.roots.on(vertices), seed)
        parts.append((HAIR, points, plan.width, _hair_colours(look.hair, plan.canonical)))
    brows, lashes = grow_brows(look.brows, vertices), grow_lashes(look.lashes, vertices)
    fine = hair_colour(look.brows.eumelanin, look.brows.pheomelanin)
    parts.append((BROW, *brows, _tinted(fine, len(brows[0]), look.brows.seed, look.brows.grey)))
    dark = hair_colour(look.lashes.eumelanin)
    parts.append((LASH, *lashes, _tinted(dark, len(lashes[0]), look.lashes.seed, 0.0)))
    return Strands(
        points=np.concatenate([points for _, points, _, _ in parts]),
        width=np.concatenate([width for _, _, width, _ in parts]),
        colour=np.concatenate([colour for _, _, _, colour in parts]),
        kind=np.concatenate([np.full(len(points), kind, np.int32) for kind, points, _, _ in parts]),
        centre=body.centre,
    )


def _hair_colours(hair: HairStyle, roots: Floats) -> Floats:
    colours = _tinted(
        hair_colour(hair.eumelanin, hair.pheomelanin), len(roots), hair.seed, hair.grey
    )
    if hair.forelock > 0:
        ahead = (roots[:, 1] < -0.03) & (roots[:, 2] > 0.46)
        white = ahead & (np.abs(roots[:, 0] - 0.004) < _FORELOCK * min(hair.forelock, 2.0))
        colours[white] = GREY * 1.5
    return colours


def _tinted(colour: Floats, count: int, seed: int, grey: float) -> Floats:
    """One colour for each strand: lighter and darker ones, and a share of hairs without pigment.

    A wisp is of many hairs, so that grey comes in as a mixture that differs from wisp to wisp.
    """
    rng = np.random.default_rng(seed + 1)
    luck = rng.random((count, 2), np.float32)
    white = np.clip(grey + (luck[:, 1:] - 0.5) * min(grey, 1 - grey) * 1.6, 0, 1) ** 1.2
    tint = 0.72 + 0.56 * luck[:, :1]
    colours: Floats = (colour * (1 - white) + GREY * white) * tint
    return colours.astype(np.float32)
