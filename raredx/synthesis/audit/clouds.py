"""Synthetic images and people as two clouds of points: how near, how alike, how manifold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.statistics.bootstrap import mean_interval
from raredx.statistics.discrepancy import kernel_distance
from raredx.statistics.estimate import Estimate
from raredx.statistics.neighbourhoods import K, Neighbourhoods, neighbourhoods
from raredx.synthesis.audit.measure import Group, Measure, measured

Floats = npt.NDArray[Any]

_FEWEST = 50  # images on each side, below which a kernel distance says nothing
_PAIRS = 2  # images of a condition that it takes to speak of diversity
_MANIFOLD: dict[str, tuple[Group, str, Callable[[Neighbourhoods], Floats], str]] = {
    "precision": (
        "fidelity",
        "conditions",
        lambda near: near.around > 0,
        "Share of synthetic images that lie where people's do",
    ),
    "recall": (
        "diversity",
        "people",
        lambda near: near.reached,
        "Share of people's images that lie where synthetic ones do",
    ),
    "density": (
        "fidelity",
        "conditions",
        lambda near: near.around / near.k,
        "In how many neighbourhoods of people a synthetic image lies, by how many of its"
        " neighbours a person has",
    ),
    "coverage": (
        "diversity",
        "people",
        lambda near: near.covered,
        "Share of people's images with a synthetic one in their neighbourhood",
    ),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Clouds:
    """Features of people (n, w) and of synthetic images (m, w), with their conditions."""

    people: Floats
    labels: Sequence[str]
    subjects: Sequence[str]
    drawn: Floats
    meant: Sequence[str]

    @property
    def n(self) -> dict[str, int]:
        """How many there are."""
        return {"people's images": len(self.people), "synthetic": len(self.drawn)}

    @cached_property
    def near(self) -> Neighbourhoods:
        """The neighbourhoods of both."""
        return neighbourhoods(self.people, self.drawn)


def fidelity(clouds: Clouds) -> list[Measure]:
    """How near synthetic images are to people, as wholes, and how manifold."""
    floor = halves(clouds)
    distance = measured(
        lambda: _scaled(_distance(clouds.people, clouds.drawn), 1000),
        group="fidelity",
        title="kernel distance x 1,000",
        wanted="lower; people against other people are the floor",
        says="How far synthetic images lie from people's, by a network that has seen neither.",
        n=clouds.n,
        beside={"people to other people": 1000 * floor} if floor is not None else {},
    )
    return [distance, *(_manifold(clouds, name) for name in _MANIFOLD)]


def diversity(clouds: Clouds) -> Measure:
    """How different images of one condition are, by how different its people are."""
    shares = {
        label: spread / other
        for label in dict.fromkeys(clouds.meant)
        if (spread := _spread(clouds.drawn, clouds.meant, label)) is not None
        and (other := _spread(clouds.people, clouds.labels, label)) is not None
        and other > 0
    }
    return measured(
        lambda: _mean(shares),
        group="diversity",
        title="diversity within a condition, by that of its people",
        wanted="near 1",
        says="Below 1, images of a condition are more alike than its people are; interval over"
        " conditions.",
        n={"conditions": len(shares)} | clouds.n,
    )


def halves(clouds: Clouds) -> float | None:
    """The kernel distance of two halves of the people; nobody is in both."""
    subjects = np.array(clouds.subjects)
    order = np.random.default_rng(0).permutation(np.unique(subjects))
    first = np.isin(subjects, order[: len(order) // 2])
    one, other = clouds.people[first], clouds.people[~first]
    if min(len(one), len(other)) < _FEWEST // 2:
        return None
    return kernel_distance(one, other).value


def _manifold(clouds: Clouds, name: str) -> Measure:
    """One of precision, recall, density and coverage, with the neighbourhoods as they are."""
    group, over, of_each, says = _MANIFOLD[name]
    whose = clouds.meant if over == "conditions" else clouds.subjects

    def found() -> Estimate:
        mean = mean_interval(of_each(clouds.near), whose)
        return mean if mean.low < mean.high else mean._replace(low=np.nan, high=np.nan)

    return measured(
        found,
        group=group,
        title=f"{name}, {K} neighbours",
        wanted="higher",
        says=f"{says}; interval by drawing {over} anew.",
        n=clouds.n,
    )


def _distance(people: Floats, drawn: Floats) -> Estimate:
    if min(len(people), len(drawn)) < _FEWEST:
        raise UserError(
            f"{_FEWEST} images of each side are needed for a kernel distance",
            remedy=f"There are {len(people):,} of people and {len(drawn):,} synthetic ones",
        )
    return kernel_distance(people, drawn)


def _scaled(one: Estimate, by: float) -> Estimate:
    return Estimate(*(by * value for value in one))


def _spread(points: Floats, labels: Sequence[str], label: str) -> float | None:
    own = points[[one == label for one in labels]]
    if len(own) < _PAIRS:
        return None
    apart = np.linalg.norm(own[:, None] - own[None], axis=2)
    return float(apart[np.triu_indices(len(own), 1)].mean())


def _mean(shares: dict[str, float]) -> Estimate:
    """The mean over conditions, with its interval by drawing conditions anew."""
    if not shares:
        raise UserError(
            "No condition has two synthetic images and two of people",
            remedy="Draw more images of each condition",
        )
    return mean_interval([*shares.values()], [*shares])
