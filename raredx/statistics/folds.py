"""Differences over folds and repeats, which share training images and so are not independent."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.statistics.bootstrap import LEVEL
from raredx.statistics.estimate import Estimate

_NOTHING = 1e-12  # of a difference: below it there is but rounding


@dataclass(frozen=True, kw_only=True)
class CorrectedT:
    """A mean difference over folds and repeats, and the test of it."""

    estimate: Estimate
    t: float
    df: int
    p: float
    """Two-sided."""
    error: float
    """Standard error."""


def corrected_t(
    differences: npt.ArrayLike, *, train: npt.ArrayLike, test: npt.ArrayLike
) -> CorrectedT:
    """Nadeau and Bengio's corrected t-test over k folds and r repeats.

    t = mean(d) / sqrt((1 / (k r) + n_test / n_train) var(d)) with k r - 1 degrees of freedom. The
    usual paired t-test has 1 / (k r) alone, as if each fold had images of its own to train on: more
    repeats then make any difference significant. The added share is what two results have in common
    by training on the same images. It is a rule of thumb, not a theorem (Nadeau and Bengio 2003;
    Bouckaert and Frank 2004): of nearest means on 60 images in 5 folds and 5 repeats, equally good,
    it calls one better in 3 to 7 % of samples where 5 are due, and the usual test in 37 to 49.

    If all folds differ by just as much there is no spread to judge by: t and the interval are not
    numbers, and p is 1.

    Parameters
    ----------
    differences : array_like
        (k r,): ours less theirs in each fold of each repeat.
    train, test : array_like
        Images that were trained on and tested on: a number, or one for each fold (k r,).

    Raises
    ------
    UserError
        If there are fewer than two folds, or nothing was trained on.

    Examples
    --------
    >>> found = corrected_t([0.1, 0.0, 0.2, 0.1], train=75, test=25)
    >>> round(found.t, 3), found.df, round(found.p, 3)
    (1.604, 3, 0.207)
    """
    from scipy.stats import t as student

    apart = np.asarray(differences, np.float64).ravel()  # (k r,)
    trained = float(np.asarray(train, np.float64).mean())
    tested = float(np.asarray(test, np.float64).mean())
    if len(apart) < 2 or trained <= 0:
        raise UserError(
            "The corrected t-test needs two folds or more, each with images to train on",
            remedy="Cross-validate with more folds or repeats",
        )
    mean, df = float(apart.mean()), len(apart) - 1
    if np.ptp(apart) < _NOTHING:
        return CorrectedT(estimate=Estimate(mean, nan, nan), t=nan, df=df, p=1.0, error=nan)
    error = sqrt((1 / len(apart) + tested / trained) * float(apart.var(ddof=1)))
    room = error * float(student.ppf(1 - LEVEL / 2, df))
    return CorrectedT(
        estimate=Estimate(mean, mean - room, mean + room),
        t=mean / error,
        df=df,
        p=float(2 * student.sf(abs(mean / error), df)),
        error=error,
    )
