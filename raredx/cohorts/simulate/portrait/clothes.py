"""Clothes: where they end at the neck, and what they are made of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.colour import to_linear
from raredx.errors import UserError

Floats = npt.NDArray[np.float32]

_AXIS = -0.022
"""Where (y) the upright axis of the neck stands."""
_PLAIN = {"vee": [0, 50], "knit": 0.0, "dots": 0.0, "striped": 0.0, "colours": []}


@dataclass(frozen=True, kw_only=True)
class Clothes:
    """What somebody wears; `cut` names a row of clothes.toml."""

    cut: str = "tee"
    colour: tuple[float, float, float] = (0.30, 0.36, 0.45)  # sRGB, 0 to 1
    second: tuple[float, float, float] = (0.85, 0.85, 0.83)
    stripes: float = 0.0  # their width in millimetres
    seed: int = 0


class Fabric(NamedTuple):
    """Clothes as compiled code reads them."""

    colour: Floats  # (3,) linear RGB
    second: Floats  # (3,)
    stripes: float  # metres
    band: float  # metres
    knit: float
    dots: float
    seed: float


def fabric_of(clothes: Clothes) -> Fabric:
    """What clothes are made of."""
    row = _row(clothes)
    return Fabric(
        colour=to_linear(clothes.colour),
        second=to_linear(clothes.second),
        stripes=clothes.stripes / 1000,
        band=row["band"] / 1000,
        knit=float(row["knit"]),
        dots=float(row["dots"]),
        seed=float(clothes.seed % 997),
    )


def below_neckline(clothes: Clothes, points: Floats) -> Floats:
    """How far canonical points (n, 3) lie below where clothes end, in metres; negative above."""
    row = _row(clothes)
    x, y, z = points.T
    around = np.degrees(np.arctan2(np.abs(x), _AXIS - y))  # 0 ahead, 180 behind
    edge = np.interp(around, [0, 35, 90, 180], _heights(row["neck"])) / 1000
    depth, width = row["vee"]
    edge -= depth / 1000 * np.maximum(1 - np.abs(x) / (width / 1000), 0) * (y < -0.01)
    return np.asarray((edge - z), np.float32)


def thickness(clothes: Clothes, below: Floats) -> Floats:
    """How far cloth stands off the skin, in metres: the edge is rolled, folds wave."""
    row = _row(clothes)
    inside = np.clip(below / 0.006, 0.0, 1.0)
    band = below < row["band"] / 1000
    return np.asarray(
        (row["thick"] / 1000 * (0.35 + 0.65 * np.sqrt(inside)) + 0.0012 * band).astype(np.float32),
        np.float32,
    )


def draw_clothes(rng: np.random.Generator) -> Clothes:
    """Something to wear, of any muted or strong colour."""
    table = _table()
    worn = np.array([row["worn"] for row in table.values()])
    cut = str(rng.choice(list(table), p=worn / worn.sum()))
    row = table[cut]
    striped = rng.random() < row["striped"]
    light = rng.random() < 0.5
    usual = rng.choice(row["colours"]).tolist() if row["colours"] else _colour(rng)
    return Clothes(
        cut=cut,
        colour=tuple(usual),
        second=(0.86, 0.86, 0.83) if light else _colour(rng),
        stripes=float(rng.uniform(5, 14)) if striped else 0.0,
        seed=int(rng.integers(2**31)),
    )


def _colour(rng: np.random.Generator) -> tuple[float, float, float]:
    value = rng.beta(1.6, 1.7) * 0.85 + 0.08
    hue, strength = rng.random() * 2 * np.pi, rng.beta(1.2, 2.2) * 0.5
    wave = np.cos(hue - np.array([0, 2, 4]) * np.pi / 3)
    red, green, blue = np.clip(value * (1 + strength * wave), 0.03, 0.93)
    return float(red), float(green), float(blue)


def _heights(neck: list[float]) -> list[float]:
    front, side, back = neck
    return [front, front + 0.22 * (side - front), side, back]


def _row(clothes: Clothes) -> Mapping[str, Any]:
    if clothes.cut not in _table():
        raise UserError(
            f"There are no clothes {clothes.cut!r}", remedy=f"Use {', '.join(_table())}"
        )
    return _table()[clothes.cut]


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("clothes.toml").read_text()
    return {name: {**_PLAIN, **row} for name, row in tomllib.loads(text).items()}
