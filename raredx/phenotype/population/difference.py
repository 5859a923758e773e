"""Where the faces of a condition differ from unaffected ones, and whether that could be chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.population.people import Floats, People, people_of
from raredx.phenotype.population.permuting import Contrast, permute
from raredx.phenotype.population.surface import normals_of
from raredx.plain import Row, as_dict, rows_of

SMALLEST = 3
"""People of each side: two of them have a mean, and next to no spread."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Difference:
    """The mean shape of a condition minus that of others, point by point."""

    condition: str
    against: str
    people: int
    """Of the condition."""
    people_against: int
    displacement: Floats
    """(p, 3): right, up and towards the camera, where the whole face has size 1."""
    outward: Floats
    """(p,): its part along the surface's normal; below 0 the point lies deeper."""
    along: Floats
    """(p,): the length of its part within the surface."""
    effect: Floats
    """(p,): Mahalanobis' distance of the means in standard deviations of people, corrected for
    the number of people; 0 where the means are no further apart than chance brings."""
    p: Floats
    """(p,): two-sided, by permuting people."""
    p_family: Floats
    """(p,): Westfall and Young's, which holds for all points together."""
    q: Floats
    """(p,): Benjamini and Hochberg's false discovery rate."""
    distance: float
    """Procrustes distance of the two mean shapes."""
    distance_by_chance: float
    """Its mean when people are permuted: the line that `distance` is to be compared with."""
    distance_p: float
    permutations: int
    seed: int
    adjusted: int
    """How many covariates, such as age and sex, are taken out."""

    def as_dict(self) -> Row:
        """Everything, for JSON."""
        return as_dict(self)

    def table(self) -> list[Row]:
        """A row of each point."""
        right, up, near = self.displacement.T
        return rows_of(
            point=np.arange(len(self.p)),
            right=right,
            up=up,
            near=near,
            outward=self.outward,
            along=self.along,
            effect=self.effect,
            p=self.p,
            p_family=self.p_family,
            q=self.q,
        )


def mean_shape(shapes: npt.ArrayLike, subjects: Sequence[str]) -> Floats:
    """The mean of aligned shapes (n, p, 3), every subject counting once: (p, 3).

    >>> mean_shape([[[0.0, 0, 0]], [[2, 0, 0]], [[4, 0, 0]]], ["a", "a", "b"]).tolist()
    [[2.5, 0.0, 0.0]]
    """
    people = people_of(_checked(shapes), [""] * len(subjects), subjects, what="shapes")
    return np.asarray(people.values.mean(0))


def difference(
    shapes: npt.ArrayLike,
    labels: Sequence[str],
    subjects: Sequence[str],
    *,
    condition: str,
    against: str = "unaffected",
    covariates: npt.ArrayLike | None = None,
    permutations: int = 1000,
    seed: int = 0,
) -> Difference:
    """Compare the mean shapes of two groups of people.

    A point's statistic is Hotelling's: how far apart the means are, in units of the point's own
    spread in each direction, so a depth that is measured poorly hides no other direction. People
    are permuted between the groups, the same permutation for all points; Westfall and Young's
    step-down learns from that how alike neighbouring points are. Covariates are taken out as
    Freedman and Lane say: residuals are permuted.

    Alignment spreads a difference: where one part grows, all others shrink a little and shift.

    Parameters
    ----------
    shapes : array_like
        (n, p, 3): aligned points of n images, of size 1.
    labels, subjects : sequence of str
        (n,): several images of one subject are averaged.
    condition, against : str
        The labels of the two groups.
    covariates : array_like, optional
        (n, k): numbers to hold still, such as age, its square, and sex as 0 and 1.
    permutations : int
        No p-value is below 1 / (permutations + 1).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> shapes = rng.normal(scale=0.01, size=(40, 6, 3)) + rng.normal(size=(6, 3))
    >>> shapes[:20, 2, 0] += 0.05
    >>> names = [f"patient {number}" for number in range(40)]
    >>> found = difference(shapes, ["K"] * 20 + ["unaffected"] * 20, names, condition="K")
    >>> (found.p_family < 0.05).tolist(), found.displacement[2].round(1).tolist()
    ([False, False, True, False, False, False], [0.1, 0.0, -0.0])
    """
    if permutations < 1:
        raise UserError("No permutations are asked for", remedy="Ask for 1,000 or so")
    both = _people(_checked(shapes), labels, subjects, condition, against)
    nuisance = _nuisance(covariates, labels, subjects, both)
    contrast = Contrast.of(both.values, both.labels == condition, nuisance)
    found = permute(contrast, permutations=permutations, seed=seed)
    normals = normals_of(both.values[both.labels == against].mean(0))  # (p, 3)
    moved = contrast.displacement  # (p, 3)
    outward = (moved * normals).sum(1)
    people, others = (int((both.labels == name).sum()) for name in (condition, against))
    return Difference(
        condition=condition,
        against=against,
        people=people,
        people_against=others,
        displacement=moved,
        outward=outward,
        along=np.linalg.norm(moved - outward[:, None] * normals, axis=1),
        effect=contrast.effect,
        p=found.p,
        p_family=found.p_family,
        q=found.q,
        distance=float(np.linalg.norm(moved)),
        distance_by_chance=found.distance_by_chance,
        distance_p=found.distance_p,
        permutations=permutations,
        seed=seed,
        adjusted=nuisance.shape[1] - 1,
    )


def _checked(shapes: npt.ArrayLike) -> Floats:
    given = np.asarray(shapes, np.float64)
    if given.ndim != 3 or given.shape[2] != 3:
        raise UserError(f"Shapes are an array of {given.shape}", remedy="Give images x points x 3")
    if not np.isfinite(given).all():
        raise UserError(
            "Some points are no numbers", remedy="Leave out images in which no face was found"
        )
    return given


def _people(
    shapes: Floats, labels: Sequence[str], subjects: Sequence[str], condition: str, against: str
) -> People:
    if condition == against:
        raise UserError(f"{condition} is compared with itself", remedy="Choose another group")
    people = people_of(shapes, labels, subjects, what="shapes")
    for name in (condition, against):
        if (there := int((people.labels == name).sum())) < SMALLEST:
            raise UserError(
                f"A comparison needs {SMALLEST} people of each group, and {name} has {there}",
                remedy="Add images of more people, or choose another group",
            )
    return people.of(condition, against)


def _nuisance(
    covariates: npt.ArrayLike | None,
    labels: Sequence[str],
    subjects: Sequence[str],
    both: People,
) -> Floats:
    """The intercept and the covariates, standardised so that they are of one size: (n, 1 + k)."""
    one = np.ones((len(both), 1))
    if covariates is None:
        return one
    columns = np.asarray(covariates, np.float64)
    columns = columns[:, None] if columns.ndim == 1 else columns  # (images, k)
    people = people_of(columns, labels, subjects, what="covariates")
    given = people.of(*np.unique(both.labels)).values  # (n, k)
    if not np.isfinite(given).all():
        raise UserError(
            "Some covariates are no numbers", remedy="Leave out people whose age or sex is unknown"
        )
    spread = given.std(0)
    return np.hstack([one, (given - given.mean(0))[:, spread > 0] / spread[spread > 0]])
