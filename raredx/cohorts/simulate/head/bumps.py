"""Bumps: shifts of our own, smooth hills in the canonical head, where the source has no slider."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def bumps_on(canonical: Floats, *, rigid: Sequence[npt.NDArray[np.intp]]) -> dict[str, Floats]:
    """Every bump of bumps.toml as a shift (v, 3) of the vertices, at an amount of 1.

    Each group of `rigid` vertices, such as an eyeball, moves as one, so that it keeps its shape.
    """
    shifts = {}
    for name, hills in read_bumps().items():
        shift = np.zeros_like(canonical)
        for hill in hills:
            shift += _hill(canonical, hill)
        for group in rigid:
            shift[group] = shift[group].mean(0)
        shifts[name] = shift
    return shifts


@cache
def read_bumps() -> Mapping[str, list[dict[str, Any]]]:
    """The hills of each bump, as the file has them: millimetres in the canonical head."""
    text = Path(__file__).with_name("bumps.toml").read_text()
    return {name: table["hills"] for name, table in tomllib.loads(text).items()}


def _hill(canonical: Floats, hill: Mapping[str, Any]) -> Floats:
    """A Gaussian shift around a centre; with its image on the other side where it is mirrored."""
    centre, radii, shift = (_metres(hill[key]) for key in ("at", "radii", "move"))
    moved = _weight(canonical, centre, radii) * shift
    if hill.get("mirrored", True) and centre[0]:
        other = np.array([-1, 1, 1], np.float32)
        moved += _weight(canonical, centre * other, radii) * (shift * other)
    return moved


def _weight(canonical: Floats, centre: Floats, radii: Floats) -> Floats:
    distance = np.square((canonical - centre) / radii).sum(1, keepdims=True)  # (v, 1)
    weight: Floats = np.exp(-distance / 2)
    return weight


def _metres(millimetres: list[float]) -> Floats:
    return (np.array(millimetres) / 1000).astype(np.float32)
