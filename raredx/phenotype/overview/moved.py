"""How the points of a condition's mean face differ, put as people read it, point by point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.phenotype.population.people import Floats
from raredx.phenotype.population.recognisable import LEVEL
from raredx.phenotype.population.surface import normals_of
from raredx.phenotype.shape.regions import regions
from raredx.plain import Row

EYE_CORNERS = (33, 263)
"""The points of the outer ones."""
_STILL = 0.2  # per cent: a movement below is not put into words
_WORDS = {
    "outward": ("outward", "inward"),
    "up": ("up", "down"),
    "apart": ("away from the midline", "towards the midline"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Moved:
    """478 points of a mean face against those of another, in per cent of the latter's eye span.

    The eye span is the distance between the outer corners of the eyes.
    """

    mean: Floats
    """(478, 3): the face that the movements start from, of size 1."""
    displacement: Floats
    """(478, 3): to the right of the picture, up, and towards the camera."""
    outward: Floats
    """(478,): out of the face; below 0 the point lies deeper."""
    within: Floats
    """(478, 3): the rest, along the surface."""
    effect: Floats
    """(478,): in standard deviations of people."""
    p: Floats
    """(478,): corrected for all points together."""

    @staticmethod
    def of(displacement: Floats, mean: Floats, *, effect: Floats, p: Floats) -> Moved:
        """Of displacements (478, 3) and the mean (478, 3) that they start from."""
        one, other = (mean[point] for point in EYE_CORNERS)
        moved = displacement * 100 / np.linalg.norm(one - other)
        normals = normals_of(mean)  # (478, 3)
        outward = (moved * normals).sum(1)
        return Moved(
            mean=mean,
            displacement=moved,
            outward=outward,
            within=moved - outward[:, None] * normals,
            effect=effect,
            p=p,
        )

    @property
    def sure(self) -> npt.NDArray[np.bool_]:
        """(478,): which points differ by more than chance brings to any."""
        return np.asarray(self.p < LEVEL)

    def by_region(self) -> list[Row]:
        """A row of each region, the one that differs most first."""
        rows = [self._row(name, list(points)) for name, points in regions().items()]
        return sorted(rows, key=lambda row: -row["effect"])

    def table(self) -> list[Row]:
        """A row of each point."""
        region = {point: name for name, points in regions().items() for point in points}
        right, up, near = self.displacement.T
        along = np.linalg.norm(self.within, axis=1)
        columns = (right, up, near, self.outward, along, self.effect, self.p)
        names = ("right", "up", "near", "outward", "along", "effect", "p")
        return [
            {"point": point, "region": region[point]}
            | {name: float(column[point]) for name, column in zip(names, columns, strict=True)}
            for point in range(len(self.p))
        ]

    def _row(self, region: str, points: list[int]) -> Row:
        away = np.sign(self.mean[points, 0]) * self.displacement[points, 0]  # (m,)
        means = {
            "outward": float(self.outward[points].mean()),
            "up": float(self.displacement[points, 1].mean()),
            "apart": float(away.mean()),
        }
        return {
            "region": region,
            "points": len(points),
            "sure": int(self.sure[points].sum()),
            "effect": float(self.effect[points].mean()),
            "moves": in_words(means),
            **means,
        }


def in_words(means: Mapping[str, float]) -> str:
    """How a region moves, the farthest direction first.

    >>> in_words({"outward": -0.1, "up": -1.25, "apart": 2.0})
    'away from the midline 2.0 %, down 1.2 %'
    """
    far = sorted(means.items(), key=lambda one: -abs(one[1]))
    said = [(_WORDS[name][value < 0], abs(value)) for name, value in far if abs(value) >= _STILL]
    return ", ".join(f"{word} {value:.1f} %" for word, value in said) or "hardly at all"
