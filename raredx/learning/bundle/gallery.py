"""The images that a model was fitted on, as features, and who must not judge it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.folders import damaged, read_arrays
from raredx.learning.bundle.card import AGAIN

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort
    from raredx.learning.experiment.judging import Labelled
    from raredx.learning.heads.fitted import FittedHead

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

FILE = "gallery.safetensors"
BOUND = ("image_id", "sha256", "subject_id")
"""What whoever judges a model may have in common with none of whom it comes from."""
_OWN = ("features", "owner", "person", "picture")


@dataclass(frozen=True, kw_only=True, eq=False)
class Gallery:
    """Features of n training images, and marks of everybody in the cohorts that they come from."""

    features: Floats
    """(n, w) float32"""
    owner: Whole
    """(n,) the class of each image."""
    person: Whole
    """(n,) who each image shows, by number."""
    picture: npt.NDArray[np.uint64]
    """(n,) a mark of each image, by which its picture is found where the cohort is at hand."""
    known: Mapping[str, npt.NDArray[np.uint64]]
    """By column: a mark of every value, from which the value cannot be read."""

    @staticmethod
    def of(
        shown: Labelled,
        fitted: FittedHead,
        *,
        classes: Sequence[str],
        cohorts: Iterable[Cohort],
        pictures: Sequence[str],
    ) -> Gallery:
        """Of training images that can be seen, out of some cohorts, where a head puts them.

        Parameters
        ----------
        pictures
            (n,) the ids of the images.
        """
        place = {name: number for number, name in enumerate(classes)}
        tables = [cohort.rows(*BOUND) for cohort in cohorts]
        return Gallery(
            features=fitted.embedded(shown.features).astype(np.float32),
            owner=np.array([place[label] for label in shown.labels], np.intp),
            person=np.unique(np.asarray(shown.subjects, np.str_), return_inverse=True)[1],
            picture=marks(pictures),
            known={
                name: np.unique(
                    np.concatenate([marks(table[name].to_pylist()) for table in tables])
                )
                for name in BOUND
            },
        )

    def shared(self, cohort: Cohort) -> dict[str, int]:
        """How many pictures, files and people a cohort has in common with the training cohorts."""
        rows = cohort.rows(*BOUND)
        both = {
            name: np.intersect1d(marks(rows[name].to_pylist()), self.known[name]) for name in BOUND
        }
        return {name: len(found) for name, found in both.items() if len(found)}

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        from safetensors.numpy import save_file

        arrays = {name: getattr(self, name) for name in _OWN}
        save_file({**arrays, **{_key(name): self.known[name] for name in BOUND}}, folder / FILE)

    @staticmethod
    def open(folder: Path, *, classes: int) -> Gallery:
        """The gallery of a folder, if it can be that of a model with so many classes."""
        arrays = read_arrays(folder / FILE, what="model", again=AGAIN)
        try:
            found = Gallery(
                **{name: arrays[name] for name in _OWN},
                known={name: arrays[_key(name)] for name in BOUND},
            )
        except KeyError:
            found = None
        if found is None or not found._is_whole(classes):
            raise damaged(folder, f"{FILE} is of no model like this", what="model", again=AGAIN)
        return found

    def _is_whole(self, classes: int) -> bool:
        whole = self.features.ndim == 2 and len(self.features) > 0
        sizes = {len(self.features), *(one.size for one in (self.owner, self.person, self.picture))}
        return bool(
            whole
            and len(sizes) == 1
            and np.isfinite(self.features).all()
            and np.isin(self.owner, np.arange(classes)).all()
        )


def marks(values: Iterable[str | None]) -> npt.NDArray[np.uint64]:
    """A number for each value that is there, the same wherever it is met: (m,).

    >>> bool(marks(["P1"])[0] == marks([None, "P1"])[0]), len(marks([None, ""]))
    (True, 0)
    """
    digests = [hashlib.blake2b(one.encode(), digest_size=8).digest() for one in values if one]
    return np.frombuffer(b"".join(digests), np.uint64)


def _key(name: str) -> str:
    return f"known.{name}"
