"""Two images beside each other: how like the two shapes are, and which measures differ most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.analyse import Analysis, Measured
from raredx.phenotype.population.matrix import similarity_matrix
from raredx.phenotype.reference.reference import Reference
from raredx.phenotype.shape.conditions import Conditions
from raredx.phenotype.shape.space import Faces

Floats = npt.NDArray[Any]

_EACH = 2  # people of a condition that are drawn: 103 conditions make 21,000 pairs
_SEED = 0


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How like two faces are, as a whole or in a region."""

    region: str
    cosine: float
    """Of the two faces' departures from the mean, in the reference's space: from -1 to 1."""
    quantile: float
    """The share of pairs of people with different conditions who are less alike."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One measure of both faces."""

    one: Measured
    other: Measured
    apart: float | None
    """Standard deviations from the one to the other; None where there are no z-scores."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """All that is said of two images together."""

    distance: float
    """Between the aligned shapes, each of size 1 (Procrustes): 0 for the same shape."""
    likeness: tuple[Likeness, ...]
    """The whole face first; empty if the reference says nothing of one of the two."""
    differences: tuple[Difference, ...]
    """The largest first; without z-scores in the order of the measures."""

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        return {
            "distance": self.distance,
            "likeness": [vars(one) for one in self.likeness],
            "differences": [
                {
                    "name": one.one.name,
                    "title": one.one.title,
                    "values": [one.one.value, one.other.value],
                    "z": [one.one.z, one.other.z],
                    "apart": one.apart,
                }
                for one in self.differences
            ],
        }


def pair_of(
    one: Analysis,
    other: Analysis,
    reference: Reference,
    *,
    years: Sequence[float | None] = (None, None),
    sexes: Sequence[str | None] = (None, None),
) -> Pair:
    """Compare two images that were analysed by the same reference.

    Parameters
    ----------
    years, sexes
        Of the two people; where all are known, what age and sex do to a face is taken out.

    Raises
    ------
    UserError
        If there is no upright face in one of them.
    """
    for analysis in (one, other):
        if not analysis.measures:
            raise UserError(
                f"There is nothing to compare: {analysis.says}",
                remedy="Give two images with an upright face each",
            )
    faces = [
        reference.shape.faces(analysis.landmarks, years=[age], sexes=[sex])
        for analysis, age, sex in zip((one, other), years, sexes, strict=True)
    ]
    shapes = [face.shapes[0] for face in faces]  # (478, 3) each
    return Pair(
        distance=float(np.linalg.norm(shapes[0] - shapes[1])),
        likeness=_likeness(faces, reference) if one.by_shape and other.by_shape else (),
        differences=_differences(one, other),
    )


def _likeness(faces: Sequence[Faces], reference: Reference) -> tuple[Likeness, ...]:
    dated = all(bool(face.causes.age_known.all()) for face in faces)
    known = dated and True in reference.shape.spaces
    space, conditions = reference.shape.spaces[known], reference.shape.conditions[known]
    one, other = (space.scores(face) for face in faces)
    found = []
    for region, scores in one.items():
        drawn, labels = _drawn(conditions[region])
        both = np.concatenate([scores, other[region]])  # (2, k)
        matrix = similarity_matrix(both, ("one", "other"), reference=drawn, labels=labels)
        cosine, quantile = float(matrix.likeness[0, 1]), float(matrix.quantile[0, 1])
        found.append(Likeness(region=region, cosine=cosine, quantile=quantile))
    return tuple(found)


def _drawn(conditions: Conditions) -> tuple[Floats, list[str]]:
    """People as the reference expects them: some of each condition, (2 c, k), and whose."""
    chance = np.random.default_rng(_SEED)
    spread = np.sqrt(1 + conditions.doubt)  # (c, k)
    people = [conditions.means + spread * chance.normal(size=spread.shape) for _ in range(_EACH)]
    return np.concatenate(people), [*conditions.names] * _EACH


def _differences(one: Analysis, other: Analysis) -> tuple[Difference, ...]:
    found = [
        Difference(one=first, other=second, apart=_apart(first.z, second.z))
        for first, second in zip(one.measures, other.measures, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.apart or 0.0)))


def _apart(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else other - one
