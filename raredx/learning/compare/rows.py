"""Rows that several classifiers have in common: the same images in the same folds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from raredx.errors import UserError
from raredx.learning.compare.measures import Measure
from raredx.learning.predictions import Floats, Predictions, Whole, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """What a classifiers said in the same n rows, all in one order."""

    said: dict[str, Predictions]
    image: Whole
    """(n,) place in `subjects`."""
    subjects: Words
    """(i,) whose each image is."""
    cell: Whole
    """(n,) place in `test` and `train`."""
    test: Whole
    """(f,) rows that each fold of each repeat was judged by."""
    train: Whole
    """(f,) rows of the same repeat in its other folds, which it was fitted on."""

    @property
    def classes(self) -> int:
        """How many classes there were to choose from."""
        return len(next(iter(self.said.values())).classes)

    @property
    def draws(self) -> int:
        """How often all images were judged, each time by what other training images teach.

        1 where a repeat has several folds.
        """
        return len(self.test) if drawn_often(next(iter(self.said.values()))) else 1

    @property
    def owners(self) -> Words:
        """Whose each row is: (n,)."""
        return self.subjects[self.image]

    def values(self, measure: Measure) -> Floats:
        """A measure of each row and classifier: (n, a)."""
        return np.stack([measure.values(one) for one in self.said.values()], axis=1)

    def by_image(self, values: Floats) -> Floats:
        """Means of values (n, a) over the repeats of each image: (i, a)."""
        return _means(values, self.image)

    def by_subject(self, values: Floats) -> Floats:
        """Means of values (i, a) over the images of each subject: (s, a)."""
        return _means(values, np.unique(self.subjects, return_inverse=True)[1])

    def by_fold(self, values: Floats) -> Floats:
        """Means of values (n, a) in each fold of each repeat: (f, a)."""
        return _means(values, self.cell)


def in_common(named: Mapping[str, Predictions]) -> Rows:
    """Bring the rows of classifiers into one order, by repeat and image.

    Raises
    ------
    UserError
        If two are not of the same images, subjects, truth, classes and folds.

    Examples
    --------
    >>> from raredx.learning.predictions import example
    >>> rows = in_common({"A": example(), "B": example().take([3, 2, 1, 0])})
    >>> rows.said["B"].images.tolist()
    ['i1', 'i2', 'i3', 'i4']
    """
    if len(named) < 2:
        raise UserError("A comparison takes two classifiers", remedy="Choose one more")
    said = {name: _in_order(name, one) for name, one in named.items()}
    (first, reference), *others = said.items()
    for name, other in others:
        _refuse_unlike(first, reference, name, other)
    _, places, image = np.unique(reference.images, return_index=True, return_inverse=True)
    repeat_and_fold = np.stack([reference.repeat, reference.fold])  # (2, n)
    cells, cell, test = np.unique(
        repeat_and_fold, axis=1, return_inverse=True, return_counts=True
    )  # (2, f), (n,), (f,)
    together = cells[0][:, None] == cells[0]  # (f, f) of one repeat
    return Rows(
        said=said,
        image=image,
        subjects=reference.subjects[places],
        cell=cell.ravel(),
        test=test,
        train=together @ test - test,
    )


def drawn_often(said: Predictions) -> bool:
    """Whether all images were judged several times, each time by one other training set.

    >>> from raredx.learning.predictions import example
    >>> drawn_often(example())
    False
    """
    repeats, many = np.unique(said.repeat, return_counts=True)
    whole = bool((many == len(np.unique(said.images))).all())
    several = min(len(repeats), len(np.unique(said.subjects))) > 1
    return several and whole and len(np.unique(said.fold)) == 1


def _in_order(name: str, said: Predictions) -> Predictions:
    ordered = said.take(np.lexsort((said.images, said.repeat)))
    if not len(said):
        raise UserError(f"{name} has no predictions", remedy="Run its experiment first")
    if np.isnan(said.scores).any():
        raise UserError(f"Some scores of {name} are no numbers", remedy="Train it again")
    twice = (ordered.images[1:] == ordered.images[:-1]) & (
        ordered.repeat[1:] == ordered.repeat[:-1]
    )
    if twice.any():
        image = ordered.images[1:][twice][0]
        raise UserError(
            f"{name} has the image {image} twice in one repeat",
            remedy="Compare one arm, backbone and head at a time",
        )
    return ordered


def _refuse_unlike(first: str, one: Predictions, second: str, other: Predictions) -> None:
    for what, ours, theirs in (
        ("images", one.images, other.images),
        ("repeats", one.repeat, other.repeat),
        ("folds", one.fold, other.fold),
        ("subjects", one.subjects, other.subjects),
        ("classes", np.array(one.classes), np.array(other.classes)),
        ("labels", one.truth, other.truth),
    ):
        if not np.array_equal(ours, theirs):
            raise UserError(
                f"{first} and {second} do not have the same {what}",
                remedy="Compare classifiers that were run on one split of one cohort",
            )


def _means(values: Floats, own: Whole) -> Floats:
    """Means of rows (n, a) by what each belongs to: (g, a)."""
    sums = np.zeros((int(own.max()) + 1, values.shape[1]))
    np.add.at(sums, own, values)
    return sums / np.bincount(own)[:, None]
