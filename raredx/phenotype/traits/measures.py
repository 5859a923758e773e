"""Measures of a face: what each is made of, what it speaks for, and its value on many faces.

>>> ALL = all_measures()
>>> ALL["intercanthal_index"].title, ALL["intercanthal_index"].unit
('Intercanthal index', 'ratio')
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from raredx.errors import NotFoundError
from raredx.phenotype.traits.formulas import FORMULAS, Places
from raredx.phenotype.traits.points import Floats, all_points, places

SIZE = "size"
"""What lengths may be divided by besides lengths: the size of the whole face, which is 1."""

_HIGH, _LOW = 1, -1
_UNITS = {"slope": "°", "tilt": "°", "angle": "°"}
_SKEWED = ("asymmetry", "unlike")


@dataclass(frozen=True, kw_only=True)
class Length:
    """A length that others are divided by."""

    formula: str
    points: tuple[str, ...]

    def of(self, at: Places) -> Floats:
        """Its value on many faces: (n,)."""
        return FORMULAS[self.formula](at, self.points)


@dataclass(frozen=True, kw_only=True)
class Measure(Length):
    """One measure of a face."""

    name: str
    title: str
    region: str
    """The part of the face that it belongs to: eyes, brows, nose, mouth, jaw, ..."""
    over: str | None = None
    """The length by which it is divided."""
    says: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Terms that it speaks for: 1 if a high value does, -1 if a low one does."""
    corrected_for: tuple[str, ...] = ()
    """What norms take out besides pose."""
    disturbed_by: tuple[str, ...] = ()
    """What else moves it, and stays in."""
    skewed: bool = False
    """Whether most values lie near 0 and a few far above: norms then take the square root."""

    @property
    def unit(self) -> str:
        """Degrees, or "ratio"."""
        return _UNITS.get(self.formula, "ratio")

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which of MediaPipe's points to show when it is asked what was measured."""
        return tuple(number for name in self.points for number in all_points()[name].numbers)

    def in_words(self, z: float) -> str:
        """How unusual a value is.

        >>> all_measures()["intercanthal_index"].in_words(2.94)
        'Intercanthal index 2.9 SD high'
        """
        return f"{self.title} {abs(z):.1f} SD {'high' if z > 0 else 'low'}"


@cache
def all_measures() -> Mapping[str, Measure]:
    """Every measure, in the order in which a face is read: eyes, brows, nose, mouth, ..."""
    return MappingProxyType(
        {
            name: Measure(
                name=name,
                title=row["title"],
                region=row["region"],
                over=row.get("over"),
                says=dict.fromkeys(row.get("high", ()), _HIGH)
                | dict.fromkeys(row.get("low", ()), _LOW),
                corrected_for=tuple(row.get("corrected_for", ())),
                disturbed_by=tuple(row.get("disturbed_by", ())),
                skewed=row.get("skewed", any(kind in row for kind in _SKEWED)),
                **_formula(row),
            )
            for name, row in _table()["measures"].items()
        }
    )


def find_measure(name: str) -> Measure:
    """The measure of that name."""
    try:
        return all_measures()[name]
    except KeyError:
        known = ", ".join(all_measures())
        raise NotFoundError(
            f"There is no measure {name!r}", remedy=f"Choose one of {known}"
        ) from None


def measure(shapes: Floats) -> Floats:
    """Every measure of aligned faces.

    Parameters
    ----------
    shapes
        (n, 478, 3): x to the right of the picture, y up, z towards the camera, of size 1, with the
        pose taken out.

    Returns
    -------
    ndarray of shape (n, measures)
        In the order of `all_measures`; NaN where a face has no points.

    Examples
    --------
    >>> faces = np.random.default_rng(0).normal(size=(2, 478, 3))
    >>> measure(faces).shape == (2, len(all_measures()))
    True
    """
    at = places(shapes, all_points())
    lengths = {name: length.of(at) for name, length in _lengths().items()}
    lengths[SIZE] = np.ones(len(shapes))
    columns = [
        one.of(at) / lengths[one.over] if one.over else one.of(at)
        for one in all_measures().values()
    ]
    return np.stack(columns, 1)


@cache
def _lengths() -> Mapping[str, Length]:
    return {name: Length(**_formula(row)) for name, row in _table()["lengths"].items()}


def _formula(row: Mapping[str, Any]) -> dict[str, Any]:
    (kind,) = set(row) & set(FORMULAS)
    return {"formula": kind, "points": tuple(row[kind])}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("measures.toml").read_text())
