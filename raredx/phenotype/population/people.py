"""People instead of pictures: the images of one subject, averaged to one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]
Words = npt.NDArray[np.str_]


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """Subjects in the order of their names, whatever the order of their images was."""

    values: Floats
    """(people, ...): the mean over each one's images."""
    labels: Words
    """(people,)"""
    subjects: Words
    """(people,)"""
    images: Whole
    """(people,): how many each one has."""

    def __len__(self) -> int:
        return len(self.subjects)

    def of(self, *conditions: str) -> People:
        """Those of some conditions only."""
        return self.take(np.isin(self.labels, conditions))

    def take(self, chosen: npt.NDArray[Any]) -> People:
        """Some of them, by a mask or by numbers (m,)."""
        return People(
            values=self.values[chosen],
            labels=self.labels[chosen],
            subjects=self.subjects[chosen],
            images=self.images[chosen],
        )


def people_of(
    values: npt.ArrayLike, labels: Sequence[str], subjects: Sequence[str], *, what: str = "values"
) -> People:
    """One row of each subject from one of each image.

    Parameters
    ----------
    values : array_like
        (images, ...): points, scores or covariates.
    labels, subjects : sequence of str
        (images,): the condition, and whose image it is.
    what : str
        How an error calls the values.

    Examples
    --------
    >>> people = people_of([[1.0], [5], [3]], ["K", "N", "K"], ["b", "a", "b"])
    >>> people.subjects.tolist(), people.labels.tolist(), people.values.tolist()
    (['a', 'b'], ['N', 'K'], [[5.0], [2.0]])
    >>> people_of([[1.0], [5]], ["K", "N"], ["b", "b"])
    Traceback (most recent call last):
    ...
    raredx.errors.UserError: Subject b has the labels K and N. Give each subject one condition.
    """
    rows = np.asarray(values, np.float64)
    _check_lengths(len(rows) if rows.ndim else 0, len(labels), len(subjects), what)
    if np.isinf(rows).any():
        raise UserError(f"Some {what} are infinite", remedy="Leave those images out")
    names, first, own, images = np.unique(
        np.asarray([*subjects], np.str_), return_index=True, return_inverse=True, return_counts=True
    )
    given = np.asarray([*labels], np.str_)
    for row in np.flatnonzero(given != given[first][own])[:1]:
        both = " and ".join(sorted((given[row], given[first][own][row])))
        raise UserError(
            f"Subject {names[own[row]]} has the labels {both}",
            remedy="Give each subject one condition",
        )
    starts = np.cumsum(images) - images
    sums = np.add.reduceat(rows[np.argsort(own, kind="stable")], starts, axis=0)
    share = images.reshape(-1, *[1] * (rows.ndim - 1))
    return People(values=sums / share, labels=given[first], subjects=names, images=images)


def _check_lengths(rows: int, labels: int, subjects: int, what: str) -> None:
    if not rows:
        raise UserError(f"There are no {what}", remedy="Choose a cohort with images of faces")
    if not rows == labels == subjects:
        raise UserError(
            f"There are {rows} {what}, but {labels} labels and {subjects} subjects",
            remedy="Give each image one of each",
        )
