"""The class of the patients who are most like an image; a patient counts once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import FittedHead, frequencies
from raredx.learning.heads.inner import sharpness
from raredx.learning.heads.options import Nearest
from raredx.learning.heads.prototype import unit
from raredx.learning.heads.rows import Rows
from raredx.learning.heads.space import Scale

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

_SHARP = 20.0  # of votes where no subject can be held out


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedNearest(FittedHead):
    """The gallery: every training image at length 1, sorted by class and patient."""

    shapes: ClassVar[Mapping[str, str]] = {
        **FittedHead.shapes,
        "centre": "w",
        "spread": "w",
        "gallery": "nw",
        "owner": "n",
        "patient": "n",
    }

    centre: Floats
    spread: Floats
    gallery: Floats
    """(n, w)"""
    owner: Whole
    """(n,) the class of each image, among those trained."""
    patient: Whole
    """(n,) who each image shows, by number."""

    @classmethod
    def learn(cls, head: Nearest, rows: Rows, *, seed: int, around: Around) -> Self:
        """Fit on rows that were checked."""
        order = np.lexsort([rows.people, rows.own])
        own, people = rows.own[order], rows.people[order]
        rows = replace(rows, features=rows.features[order], own=own, people=people)
        scale = Scale.fit(rows.features, head.scaling)
        gallery = unit(scale.place(rows.features))

        def answer(inside: Any, outside: Any) -> Floats:
            like = gallery[outside] @ gallery[inside].T
            return votes(like, own[inside], people[inside], neighbours=head.neighbours)

        return cls(
            head=head,
            classes=rows.classes,
            width=gallery.shape[1],
            trained=rows.trained,
            offset=frequencies(rows, 0.0),
            sharpness=sharpness(rows, answer, seed=seed, otherwise=_SHARP),
            centre=scale.centre,
            spread=scale.spread,
            gallery=gallery,
            owner=own,
            patient=people,
        )

    def logits(self, features: Floats) -> Floats:
        """The votes that each class gets: (m, t)."""
        scale = Scale(centre=self.centre, spread=self.spread)
        like = unit(scale.place(features)) @ self.gallery.T  # (m, n)
        assert isinstance(self.head, Nearest)
        return votes(like, self.owner, self.patient, neighbours=self.head.neighbours)


def votes(like: Floats, owner: Whole, patient: Whole, *, neighbours: int) -> Floats:
    """What the nearest patients say, and the one nearest of each class.

    A patient is as like an image as the most similar of his images is, and weighs from 0 (the
    opposite) to 1 (the same). A class has the sum of its patients among the nearest of all, and no
    less than its own nearest patient: so a class without a vote is never ahead of one with.

    Parameters
    ----------
    like : ndarray of shape (m, n)
        Cosines to the gallery, which is sorted by class and by patient.
    owner, patient : ndarray of shape (n,)
        The class and the patient of each image of it; every class has one at least.
    neighbours : int
        How many patients vote.

    Returns
    -------
    ndarray of shape (m, t)

    Examples
    --------
    >>> like = np.array([[0.0, 0.8, 0.9, 0.7, 0.6]])
    >>> owner, patient = np.array([0, 0, 1, 2, 2]), np.array([1, 1, 2, 3, 4])
    >>> votes(like, owner, patient, neighbours=1).tolist()
    [[0.9, 0.95, 0.85]]
    >>> votes(like, owner, patient, neighbours=4).round(2).tolist()
    [[0.9, 0.95, 1.65]]
    """
    people = starts(owner, patient)
    weight = (1 + np.maximum.reduceat(like, people, axis=1)) / 2  # (m, p)
    voting = min(neighbours, weight.shape[1])
    least = -np.partition(-weight, voting - 1, axis=1)[:, [voting - 1]]  # (m, 1)
    classes = starts(owner[people])
    given = np.add.reduceat(np.where(weight >= least, weight, 0.0), classes, axis=1)  # (m, t)
    return np.asarray(np.maximum(given, np.maximum.reduceat(weight, classes, axis=1)))


def starts(*columns: Whole) -> Whole:
    """Where sorted rows begin to differ from those before them.

    >>> starts(np.array([0, 0, 1, 1]), np.array([5, 5, 5, 6])).tolist()
    [0, 2, 3]
    """
    new = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return np.flatnonzero(np.r_[True, new])
