"""What skin is like from place to place: static values at every point of the fine mesh."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import SKIN
from raredx.cohorts.simulate.portrait.folds import folds
from raredx.cohorts.simulate.portrait.mesh import fine_mesh, spread_to_edges

Floats = npt.NDArray[np.float32]

BLOOD, CIRCLES, OIL, BEARD, LID, EAR, LIP, UPPER, FOLD, EDGE = range(10)
"""The columns of `paint`. `LIP` is metres within the vermilion border, negative outside; `UPPER`
is 1 on the upper lip and 0 on the lower; `FOLD` is 0 deep in a fold; `EDGE` is left free."""
COLUMNS = 10

_SPOTS = {"blood": BLOOD, "circles": CIRCLES, "oil": OIL, "beard": BEARD}
_MILLIMETRE = np.float32(0.001)
_NOTHING = 1e-4
"""Paint below this is none; numbers near 0 that are not 0 take processors long."""
_BESIDE = np.array([0, 8.5, 13, 17, 19.5, 30]) / 1000
_SEAM = np.array([356.4, 357.2, 356.3, 355.4, 355.1, 352.0]) / 1000
"""Where lips meet: metres beside the middle, and height."""


@cache
def paint() -> Floats:
    """Values at the points of the fine mesh without clothes: (v + e, columns)."""
    mesh = fine_mesh()
    points = mesh.canonical[: mesh.undressed]
    values = np.zeros((len(points), COLUMNS), np.float32)
    for name, spots in _table().items():
        for spot in spots["spots"]:
            values[:, _SPOTS[name]] += _spot(points, **spot)
    masks = {name: spread_to_edges(_at_vertices(name), mesh.edges) for name in ("eyelids", "ears")}
    values[:, LID], values[:, EAR] = masks["eyelids"], masks["ears"]
    values[:, BLOOD] += 0.8 * masks["ears"] + 0.45 * masks["eyelids"]
    values[:, BEARD] = np.clip(values[:, BEARD], 0, 1)
    values[np.abs(values) < _NOTHING] = 0
    values[:, FOLD] = folds()
    values[:, LIP] = _within_lips(points, values[:, FOLD])
    seam = np.interp(np.abs(points[:, 0]), _BESIDE, _SEAM)
    values[:, UPPER] = np.clip(0.5 + (points[:, 2] - seam) / 0.0016, 0, 1)
    return values


def _spot(points: Floats, *, at: list[float], radii: list[float], amount: float) -> Floats:
    place, size = np.array(at, np.float32), np.array(radii, np.float32)
    across = np.abs(points[:, :1]) if at[0] else points[:, :1]
    offset = (np.concatenate([across, points[:, 1:]], 1) / _MILLIMETRE - place) / size
    spot: Floats = np.float32(amount) * np.exp(-np.square(offset).sum(1))
    return spot


def _within_lips(points: Floats, fold: Floats) -> Floats:
    """How far inside the vermilion border points lie, in metres; the mouth's inside counts."""
    border = _border()
    distance = np.full(len(points), 0.02, np.float32)
    near = (np.abs(points[:, 0]) < 0.032) & (np.abs(points[:, 2] - 0.357) < 0.024)
    near &= points[:, 1] < -0.095
    gaps = points[near, None] - border  # (near, b, 3)
    distance[near] = np.sqrt(np.square(gaps).sum(2).min(1))
    red = spread_to_edges(_at_vertices("lips"), fine_mesh().edges) > 0.5
    behind = near & (fold < 0.3) & (np.abs(points[:, 0]) < 0.024)
    return np.where(red | behind, distance, -distance)


def _border() -> Floats:
    """Points along the vermilion border of the canonical head: (b, 3)."""
    head, mesh = Head.shipped(), fine_mesh()
    red = _at_vertices("lips")
    ends = mesh.edges[(red[mesh.edges] > 0.5).sum(1) == 1]  # (b, 2): edges across it
    normals = mesh.normals[: len(head.canonical)]
    ends = ends[normals[ends][:, :, 1].mean(1) < -0.1]  # not its inner side
    share = (0.5 - red[ends[:, 0]]) / (red[ends[:, 1]] - red[ends[:, 0]])
    one, other = head.canonical[ends[:, 0]], head.canonical[ends[:, 1]]
    crossing = one + (other - one) * share[:, None]
    order = np.argsort(np.arctan2(crossing[:, 2] - 0.3565, crossing[:, 0]))
    ring = crossing[order]
    steps = np.linspace(0, 1, 6, endpoint=False, dtype=np.float32)[:, None, None]
    between = ring * (1 - steps) + np.roll(ring, -1, axis=0) * steps  # (6, b, 3)
    border: Floats = between.reshape(-1, 3)
    return border


def _at_vertices(mask: str) -> Floats:
    """A mask of the texture at the head's vertices: (v,), 0 to 1."""
    head = Head.shipped()
    image = head.masks[mask]
    skin = head.part == SKIN
    places = head.uv[head.uv_triangles[skin].ravel()]
    side = len(image)
    column = np.clip((places[:, 0] * side).astype(int), 0, side - 1)
    row = np.clip(((1 - places[:, 1]) * side).astype(int), 0, side - 1)
    values = np.zeros(len(head.canonical), np.float32)
    values[head.triangles[skin].ravel()] = image[row, column] / np.float32(255)
    return values


@cache
def _table() -> dict[str, dict[str, list[dict[str, Any]]]]:
    return tomllib.loads(Path(__file__).with_name("spots.toml").read_text())
