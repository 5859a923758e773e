"""Training rows that were looked at: whatever a head cannot learn from is told here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.words import count

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

_SHOWN = 3  # of the names in an error


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """n training images of t classes, which are in alphabetical order, so that no other counts."""

    features: Floats
    """(n, w) float64, or pictures (n, side, side, 3) bytes."""
    own: Whole
    """(n,) the class of each image, among those trained."""
    people: Whole
    """(n,) the subject of each image, by number."""
    classes: tuple[str, ...]
    """(c,) the columns that are wanted."""
    trained: Whole
    """(t,) the columns of the classes that have images."""

    @staticmethod
    def of(
        features: Any,
        labels: Sequence[str],
        subjects: Sequence[str],
        *,
        classes: Sequence[str],
        pictures: bool = False,
    ) -> Rows:
        """Check what somebody wants a head to learn from.

        >>> rows = Rows.of([[1.0], [2], [3]], ["b", "a", "b"], ["x", "y", "x"], classes="cba")
        >>> rows.own.tolist(), rows.people.tolist(), rows.trained.tolist()
        ([1, 0, 1], [0, 1, 0], [2, 1])
        """
        table = checked_pictures(features) if pictures else checked(features, what="training image")
        if not len(labels) == len(subjects) == len(table):
            raise UserError(
                f"There are {count(len(table), 'row')} of features, {count(len(labels), 'label')}"
                f" and {count(len(subjects), 'subject')}",
                remedy="Give each image one of each",
            )
        if not len(table):
            raise UserError("There are no training images", remedy="Choose some, or another fold")
        columns = {name: place for place, name in enumerate(classes)}
        if len(columns) < len(classes):
            twice = [name for place, name in enumerate(classes) if columns[name] != place]
            raise UserError(f"Listed twice: {_some(twice)}", remedy="List each class once")
        names, own = np.unique(np.asarray(list(labels), str), return_inverse=True)
        if strange := [str(name) for name in names if str(name) not in columns]:
            raise UserError(
                f"Training images are labelled as what is no class here: {_some(strange)}",
                remedy="Add it to the classes, or leave those images out",
            )
        if len(names) < 2:
            raise UserError(
                f"All training images are of one class, {names[0]}: there is nothing to tell apart",
                remedy="Choose images of two classes or more",
            )
        if (table == table[0]).all():
            raise UserError(
                "All training images have the same features",
                remedy="Encode them by another backbone, or look at what it was given",
            )
        _, people = np.unique(np.asarray(list(subjects), str), return_inverse=True)
        return Rows(
            features=table,
            own=own,
            people=people,
            classes=tuple(map(str, classes)),
            trained=np.array([columns[str(name)] for name in names], np.intp),
        )

    @property
    def counts(self) -> Whole:
        """(t,) images of each class."""
        return np.bincount(self.own)

    def weights(self, weighting: str) -> Floats:
        """(n,) how much each image counts, 1 on average."""
        if weighting == "none":
            return np.ones(len(self.own))
        return np.asarray(len(self.own) / (len(self.counts) * self.counts[self.own]))


def checked(features: Any, *, what: str, width: int | None = None) -> Floats:
    """Features as a table (n, w) of finite numbers, or one line that says what is wrong.

    >>> checked([[1, 2]], what="image", width=3)
    Traceback (most recent call last):
    ...
    raredx.errors.UserError: The images have 2 features each, 3 are needed. Take the backbone ...
    """
    table = np.asarray(features)
    if table.ndim != 2 or table.dtype.kind not in "fiu" or not table.shape[1]:
        raise UserError(
            f"Features are a table of numbers with a row for each {what}, not {table.dtype} of"
            f" shape {table.shape}",
            remedy="Encode the images by a backbone first",
        )
    if width is not None and table.shape[1] != width:
        raise UserError(
            f"The {what}s have {count(table.shape[1], 'feature')} each, {width:,} are needed",
            remedy="Take the backbone that the head was trained on",
        )
    whole = np.isfinite(table).all(1)
    if not whole.all():
        first = int(np.flatnonzero(~whole)[0]) + 1
        raise UserError(
            f"{count((~whole).sum(), what)} of {len(table):,} have features that are not finite"
            f" numbers, the first is number {first:,}",
            remedy="Leave them out, or encode them again",
        )
    return table.astype(np.float64)


def checked_pictures(pictures: Any, *, side: int | None = None) -> npt.NDArray[np.uint8]:
    """Pictures (n, side, side, 3) uint8, or one line that says what is wrong.

    >>> checked_pictures(np.zeros((2, 5)))
    Traceback (most recent call last):
    ...
    raredx.errors.UserError: Pictures are wanted, (n, side, side, 3) bytes, not float64 of shape ...
    """
    table = np.asarray(pictures)
    square = table.ndim == 4 and table.shape[1] == table.shape[2] and table.shape[3] == 3
    if not square or table.dtype != np.uint8:
        raise UserError(
            f"Pictures are wanted, (n, side, side, 3) bytes, not {table.dtype} of shape"
            f" {table.shape}",
            remedy="Read them by `look_at`, as pictures",
        )
    if side is not None and table.shape[1] != side:
        raise UserError(
            f"The pictures are {count(table.shape[1], 'pixel')} wide, {side:,} are needed",
            remedy="Read them for the encoder that the head was trained with",
        )
    return table


def class_means(points: Floats, own: Whole, classes: int) -> Floats:
    """The mean of each class's rows (n, k), every class having one at least: (t, k).

    >>> class_means(np.array([[1.0], [3.0], [9.0]]), np.array([0, 0, 1]), 2).tolist()
    [[2.0], [9.0]]
    """
    order = np.argsort(own, kind="stable")
    first = np.searchsorted(own[order], np.arange(classes))
    return np.asarray(np.add.reduceat(points[order], first) / np.bincount(own)[:, None])


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
