"""Means over draws of training images and over people, where everybody is judged in every draw."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.statistics.bootstrap import LEVEL
from raredx.statistics.estimate import Estimate

_NOTHING = 1e-12  # of a value: below it there is but rounding


@dataclass(frozen=True, kw_only=True)
class Crossed:
    """A mean that other draws and other people would both move, and the test of it."""

    estimate: Estimate
    t: float
    df: float
    p: float
    """Two-sided."""
    error: float
    """Standard error."""


def crossed(values: npt.ArrayLike) -> Crossed:
    """The mean of values (r, s) of r draws and s people, with an interval over both.

    Draws, people and what is left are three sources of chance (a two-way layout of random effects).
    The variance of the mean is what draws add, and what people add, less what both have in common;
    it has as many degrees of freedom as Satterthwaite gives it. With few draws that differ the
    interval is wide, however many people there are.

    Raises
    ------
    UserError
        If there are fewer than two draws or two people.

    Examples
    --------
    >>> alike = crossed([[0.0, 1, 0, 1], [0.0, 1, 0, 1]])
    >>> apart = crossed([[0.0, 0, 0, 0], [1.0, 1, 1, 1]])
    >>> alike.estimate.value, apart.estimate.value, round(alike.df), round(apart.df)
    (0.5, 0.5, 3, 1)
    """
    from scipy.stats import t as student

    table = np.asarray(values, np.float64)  # (r, s)
    draws, people = table.shape
    if min(draws, people) < 2:
        raise UserError(
            "An interval over draws and people needs two of each",
            remedy="Draw the training images more than once",
        )
    mean = float(table.mean())
    by_draw, by_person = table.mean(1), table.mean(0)
    left = table - by_draw[:, None] - by_person[None] + mean
    squares = np.array(
        [
            people * ((by_draw - mean) ** 2).sum() / (draws - 1),
            draws * ((by_person - mean) ** 2).sum() / (people - 1),
            (left**2).sum() / ((draws - 1) * (people - 1)),
        ]
    )
    freedom = np.array([draws - 1, people - 1, (draws - 1) * (people - 1)])
    whole = max(squares[0] + squares[1] - squares[2], squares.max())
    if whole < _NOTHING:
        return Crossed(estimate=Estimate(mean, nan, nan), t=nan, df=nan, p=1.0, error=nan)
    df = max(1.0, float(whole**2 / (squares**2 / freedom).sum()))
    error = sqrt(whole / (draws * people))
    room = error * float(student.ppf(1 - LEVEL / 2, df))
    return Crossed(
        estimate=Estimate(mean, mean - room, mean + room),
        t=mean / error,
        df=df,
        p=float(2 * student.sf(abs(mean / error), df)),
        error=error,
    )
