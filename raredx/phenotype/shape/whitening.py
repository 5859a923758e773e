"""Features turned and scaled so that patients of one condition differ alike in every direction.

In the whitened scores people of one condition have covariance 1, and what tells conditions apart
lies along the axes, the most telling first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError

Floats = npt.NDArray[Any]

FEWEST_CONDITIONS, FEWEST_PEOPLE = 3, 20
"""Conditions with two people or more, and people beyond the first of each: fewer fit nothing."""
_LEAST = 1e-3  # of the spread between conditions along an axis
_NOTHING = 1e-9  # of the largest spread: below it there is but rounding


@dataclass(frozen=True, kw_only=True, eq=False)
class Whitening:
    """From features (n, f) to scores (n, k)."""

    centre: Floats
    """(f,)"""
    axes: Floats
    """(f, k)"""
    between: Floats
    """(k,) how much conditions differ along each axis, where people of one differ by 1."""

    @staticmethod
    def fit(features: Floats, labels: Sequence[str | None], *, components: int = 80) -> Whitening:
        """Fit on people of several conditions; None is a person without one.

        Principal components, then the covariance within conditions (all together, shrunk as
        Ledoit and Wolf say), then the covariance between conditions without what chance adds.
        """
        from sklearn.covariance import LedoitWolf

        groups = Groups.of(labels)
        several = (groups.counts > 1) & groups.named
        beyond = int((groups.counts[several] - 1).sum())
        if several.sum() < FEWEST_CONDITIONS or beyond < FEWEST_PEOPLE:
            raise UserError(
                f"{int(several.sum())} conditions have two images or more, {beyond} beyond the"
                f" first of each: too few to learn how people of one condition differ",
                remedy=f"It takes {FEWEST_CONDITIONS} such conditions and {FEWEST_PEOPLE} images",
            )
        centre = features.mean(0)
        main = _main_axes(features - centre, components)  # (f, k)
        scores = (features - centre) @ main  # (n, k)
        within = LedoitWolf(assume_centered=True).fit(groups.deviations(scores)).covariance_
        white = np.linalg.inv(np.linalg.cholesky(within)).T  # (k, k)
        means = groups.means(scores @ white)[groups.named]  # (c, k)
        chance = np.mean(1 / groups.counts[groups.named])
        spread, turn = np.linalg.eigh(np.cov(means.T) - chance * np.eye(len(white)))
        return Whitening(
            centre=centre,
            axes=(main @ white @ turn)[:, ::-1].copy(),
            between=np.maximum(spread[::-1], _LEAST),
        )

    def scores(self, features: Floats) -> Floats:
        """Where features (n, f) lie: (n, k)."""
        return np.asarray((features - self.centre) @ self.axes)


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """Who has which label; those without one are a group of their own."""

    own: npt.NDArray[np.intp]
    """(n,) the group of each."""
    counts: npt.NDArray[np.intp]
    """(g,)"""
    named: npt.NDArray[np.bool_]
    """(g,) whether a group has a label."""

    @staticmethod
    def of(labels: Sequence[str | None]) -> Groups:
        """The groups of some labels."""
        # "" sorts first and no label is empty
        names, own = np.unique([label or "" for label in labels], return_inverse=True)
        return Groups(own=own, counts=np.bincount(own), named=names != "")

    def means(self, values: Floats) -> Floats:
        """The mean of each group's values (n, f): (g, f)."""
        sums = np.zeros((len(self.counts), values.shape[1]))
        np.add.at(sums, self.own, values)
        return sums / self.counts[:, None]

    def deviations(self, values: Floats) -> Floats:
        """How values differ within groups of two or more, scaled so that their variance is right.

        >>> groups = Groups.of(["a", "a", "b"])
        >>> groups.deviations(np.array([[1.0], [3.0], [9.0]])).round(3).tolist()
        [[-1.414], [1.414]]
        """
        counts = self.counts[self.own]
        several = counts > 1
        apart = (values - self.means(values)[self.own])[several]
        return np.asarray(apart * np.sqrt(counts / np.maximum(counts - 1, 1))[several, None])


def _main_axes(centred: Floats, components: int) -> Floats:
    """The directions in which features (n, f) differ most: (f, k)."""
    from scipy.linalg import eigh

    rows, columns = centred.shape
    kept = min(components, rows - 1, columns)
    few = rows < columns  # then the smaller product says the same, sooner
    product = centred @ centred.T if few else centred.T @ centred
    spread, found = eigh(product, subset_by_index=[len(product) - kept, len(product) - 1])
    telling = spread > _NOTHING * spread[-1]  # the same picture twice adds no direction
    directions = (centred.T @ found if few else found)[:, telling]
    return np.asarray((directions / np.linalg.norm(directions, axis=0))[:, ::-1])
