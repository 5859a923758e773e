"""Two classifiers on the same images: their difference, drawn over subjects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
import numpy.typing as npt

from raredx.statistics.bootstrap import DRAWS, interval, means, pieces
from raredx.statistics.estimate import UNKNOWN, Estimate

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]

FEWER_DRAWS = 2_000
"""For figures that take long to work out."""
_NOTHING = 1e-12  # of a difference: below it there is but rounding


@dataclass(frozen=True, kw_only=True)
class Difference:
    """By how much one is above the other, paired over subjects."""

    estimate: Estimate
    p: float
    """Two-sided: 0.05 or less where the interval leaves out 0."""
    error: float
    """Standard error."""
    subjects: int


def difference(
    ours: npt.ArrayLike,
    theirs: npt.ArrayLike,
    subjects: npt.ArrayLike,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Difference:
    """The difference of two means over the same images.

    The classifiers are taken as they are: that others would have come of other training images is
    what `folds.corrected_t` allows for, and this does not.

    Parameters
    ----------
    ours, theirs : array_like
        (n,): what either has for each image: a hit (0 or 1), a loss, a probability.
    subjects : array_like
        (n,): whose each image is.

    Examples
    --------
    >>> ours, theirs = [1, 1, 1, 1, 0, 1, 1, 1, 1, 1], [1, 0, 0, 1, 0, 0, 1, 0, 0, 0]
    >>> found = difference(ours, theirs, range(10))
    >>> [round(x, 2) for x in found.estimate], round(found.p, 3), round(found.error, 2)
    ([0.6, 0.2, 0.9], 0.006, 0.16)
    """
    apart = np.asarray(ours, np.float64) - np.asarray(theirs, np.float64)  # (n,)
    drawn = means(apart[:, None], subjects, draws=draws, seed=seed)[:, 0]
    return from_draws(float(apart.mean()), drawn, subjects=len(np.unique(np.asarray(subjects))))


def difference_of(
    ours: Callable[[Whole], npt.ArrayLike],
    theirs: Callable[[Whole], npt.ArrayLike],
    subjects: npt.ArrayLike,
    *,
    draws: int = FEWER_DRAWS,
    seed: int = 0,
) -> Difference:
    """The difference of a figure that is no mean over images: macro F1, an area under a curve.

    A draw holds some images twice, which alone moves such a figure; draws are moved back so that
    their mean is the difference itself. Those in which either figure is not a number are left out.

    Parameters
    ----------
    ours, theirs : callable
        From weights of the images (d, n) to the figure in each draw (d,). Both get the same draws.
    subjects : array_like
        (n,): whose each image is.

    Examples
    --------
    >>> ours, theirs = np.array([1, 1, 1, 0, 1]), np.array([0, 1, 0, 0, 1])
    >>> share = lambda hits: lambda weights: weights @ hits / weights.sum(1)
    >>> found = difference_of(share(ours), share(theirs), range(5))
    >>> round(found.estimate.value, 2)
    0.4
    """
    once = np.ones((1, len(np.asarray(subjects))), np.intp)
    value = float((np.asarray(ours(once)) - np.asarray(theirs(once)))[0])
    drawn = np.concatenate(
        [
            np.asarray(ours(piece)) - np.asarray(theirs(piece))
            for piece in pieces(subjects, draws=draws, seed=seed)
        ]
    )
    known = drawn[~np.isnan(drawn)]
    moved = known - known.mean() + value if len(known) else known
    return from_draws(value, moved, subjects=len(np.unique(np.asarray(subjects))))


def from_draws(value: float, drawn: Floats, *, subjects: int) -> Difference:
    """A difference with what it was in each draw (draws,); of one subject nothing can be said.

    >>> from_draws(0.1, np.array([0.1, 0.1]), subjects=1).estimate
    Estimate(value=0.1, low=nan, high=nan)
    """
    found = np.where(abs(drawn) < _NOTHING, 0, drawn)
    if np.isnan(value) or not len(found):
        return Difference(estimate=UNKNOWN, p=nan, error=nan, subjects=subjects)
    few = subjects < 2
    return Difference(
        estimate=Estimate(value + 0.0, *interval(found, subjects=subjects)),
        p=nan if few else _p(found, subjects),
        error=nan if few else float(found.std() * sqrt(subjects / (subjects - 1))),
        subjects=subjects,
    )


def _p(drawn: Floats, subjects: int) -> float:
    """The smallest level at which the interval leaves out 0, as if one draw more had been 0."""
    from scipy.stats import norm, t

    beyond = 1 + min((drawn <= 0).sum(), (drawn >= 0).sum())
    distance = norm.ppf(min(0.5, beyond / (1 + len(drawn))))
    return float(2 * t.cdf(distance * sqrt((subjects - 1) / subjects), subjects - 1))
