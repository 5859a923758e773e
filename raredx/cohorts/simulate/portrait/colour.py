"""Colours of people: from pigment to linear RGB, by tables that are measured in CIELAB."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
_FROM_XYZ = np.array(
    [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def from_lab(lab: npt.ArrayLike) -> Floats:
    """Linear RGB (3,) of a colour in CIELAB.

    >>> from_lab([100, 0, 0]).round(2).tolist()
    [1.0, 1.0, 1.0]
    """
    lightness, a, b = np.asarray(lab, np.float64)
    f = np.array([a / 500, 0.0, -b / 200]) + (lightness + 16) / 116
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * _WHITE
    rgb: Floats = np.clip(_FROM_XYZ @ xyz, 0.001, 1).astype(np.float32)
    return rgb


def to_linear(srgb: npt.ArrayLike) -> Floats:
    """Linear RGB of sRGB from 0 to 1."""
    value = np.asarray(srgb, np.float64)
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return linear.astype(np.float32)


def skin_colour(melanin: float, *, warmth: float = 0.0) -> Floats:
    """Linear RGB (3,) of skin with so much melanin, 0 to 1; warmth is from -1 (pink) to 1 (olive).

    >>> light, dark = skin_colour(0), skin_colour(1)
    >>> bool((light > 5 * dark).all()), bool((dark[0] > dark[1]) & (dark[1] > dark[2]))
    (True, True)
    """
    lab = _mixed("skin", "lab", melanin)
    return from_lab(lab * (1 + np.array([0.0, -0.10, 0.14]) * warmth))


def iris_colours(melanin: float) -> tuple[Floats, Floats]:
    """Linear RGB of an iris with so much melanin, 0 to 1, and of the ring next to its pupil."""
    return from_lab(_mixed("iris", "lab", melanin)), from_lab(_mixed("iris", "ring", melanin))


def white_balance(kelvin: float) -> Floats:
    """Linear RGB (3,) of light of a colour temperature, of luminance 1, for daylight as white.

    >>> lamp = white_balance(3200)
    >>> bool(lamp[0] > 1.3 * lamp[2])
    True
    """
    micro = 1e6 / kelvin - 1e6 / 6500  # steps that look alike
    colour = np.exp(np.array([0.0031, -0.0002, -0.0042]) * micro)
    light: Floats = (colour / (colour @ LUMINANCE)).astype(np.float32)
    return light


def _mixed(table: str, column: str, melanin: float) -> npt.NDArray[np.float64]:
    rows = _tables()[table]
    knots = [row["melanin"] for row in rows]
    values = np.array([row[column] for row in rows])  # (rows, 3)
    return np.array([np.interp(melanin, knots, values[:, axis]) for axis in range(3)])


@cache
def _tables() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("tones.toml").read_text())
