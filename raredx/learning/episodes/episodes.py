"""Lists of episodes: drawn once, kept as data, and the same for whoever is compared by them.

In an episode some classes are shown by a few patients each, the support, and other patients are
asked about, the queries. Every patient comes once, with one image.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.words import count

Whole = npt.NDArray[np.intp]

MOST = 100_000
"""Episodes beyond which a list is refused."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Episodes:
    """e episodes of n classes, with k patients of each in the support and q asked about."""

    classes: tuple[str, ...]
    """(c,) those that episodes were drawn from, in alphabetical order."""
    images: tuple[str, ...]
    """The images that occur, in alphabetical order; features are given in this order."""
    members: Whole
    """(e, n) places in `classes`."""
    support: Whole
    """(e, n, k) places in `images`."""
    query: Whole
    """(e, n, q) places in `images`."""
    seed: int

    def __len__(self) -> int:
        return len(self.members)

    @property
    def ways(self) -> int:
        """Classes in an episode."""
        return int(self.support.shape[1])

    @property
    def shots(self) -> int:
        """Patients of each who are shown."""
        return int(self.support.shape[2])

    @property
    def queries(self) -> int:
        """Patients of each who are asked about."""
        return int(self.query.shape[2])

    @property
    def chance(self) -> float:
        """How often a guess is right."""
        return 1 / self.ways

    @property
    def hash(self) -> str:
        """Over everything that was drawn; it travels with results."""
        digest = hashlib.sha256("\n".join([*self.classes, "", *self.images]).encode())
        for table in (self.members, self.support, self.query):
            digest.update(repr(table.shape).encode() + table.astype("<i8").tobytes())
        return digest.hexdigest()


def draw(
    labels: Sequence[str],
    subjects: Sequence[str],
    images: Sequence[str],
    *,
    ways: int = 5,
    shots: int = 1,
    queries: int = 1,
    episodes: int = 600,
    seed: int,
) -> Episodes:
    """Draw a list of episodes from images, by who and what they show.

    Parameters
    ----------
    labels, subjects, images : sequence of str
        (n,) what each image shows, whom, and its name. The order of the images does not matter.
        A class is drawn from if it has as many subjects as an episode takes. A subject with images
        of several classes is left out, so that nobody is ever shown and asked about.
    ways, shots, queries : int
        Classes in an episode, and patients of each who are shown and who are asked about.
    episodes : int
        How many.
    seed : int
        The same images and seed give the same list.

    Examples
    --------
    >>> found = draw("aaabbb", "123456", "uvwxyz", ways=2, episodes=2, seed=0)
    >>> [[found.images[place] for place in row] for row in found.support[:, :, 0]]
    [['w', 'z'], ['w', 'y']]
    """
    if ways < 2 or min(shots, queries) < 1 or not 1 <= episodes <= MOST:
        raise UserError(
            f"Episodes of {count(ways, 'class')} with {count(shots, 'shot')} and"
            f" {count(queries, 'query')} each, {episodes:,} of them, cannot be drawn",
            remedy=f"It takes 2 classes, a shot and a query, and 1 to {MOST:,} episodes",
        )
    people = _people(labels, subjects, images)
    enough = sorted(name for name, some in people.items() if len(some) >= shots + queries)
    if len(enough) < ways:
        raise UserError(
            f"{count(len(enough), 'class')} of {len(people):,} have the"
            f" {count(shots + queries, 'subject')} that an episode takes, too few for {ways}",
            remedy="Take fewer classes, shots or queries",
        )
    rng = np.random.default_rng(seed)
    members = np.array([rng.permutation(len(enough))[:ways] for _ in range(episodes)])  # (e, n)
    drawn = [[_some(people[enough[c]], shots + queries, rng) for c in row] for row in members]
    names, places = np.unique(np.array(drawn), return_inverse=True)
    places = places.reshape(episodes, ways, shots + queries)
    return Episodes(
        classes=tuple(enough),
        images=tuple(names.tolist()),
        members=members,
        support=places[:, :, :shots],
        query=places[:, :, shots:],
        seed=seed,
    )


def _people(
    labels: Sequence[str], subjects: Sequence[str], images: Sequence[str]
) -> dict[str, list[list[str]]]:
    """The images of each person of each class, in alphabetical order."""
    owners: dict[str, dict[str, list[str]]] = {}
    for label, subject, image in sorted(zip(labels, subjects, images, strict=True)):
        owners.setdefault(subject, {}).setdefault(str(label), []).append(str(image))
    found: dict[str, list[list[str]]] = {str(label): [] for label in labels}
    for own in owners.values():
        if len(own) == 1:
            ((label, pictures),) = own.items()
            found[label].append(pictures)
    return found


def _some(people: list[list[str]], number: int, rng: Any) -> list[str]:
    """One image of each of so many people."""
    chosen = rng.permutation(len(people))[:number]
    return [people[one][rng.integers(len(people[one]))] for one in chosen]
