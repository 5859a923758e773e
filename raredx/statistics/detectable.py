"""What data could have shown: the smallest difference that a test finds four times in five."""

from __future__ import annotations

from math import inf, sqrt

from raredx.statistics.bootstrap import LEVEL

POWER = 0.8


def detectable(
    error: float, *, df: float = inf, level: float = LEVEL, power: float = POWER
) -> float:
    """The smallest difference that could have been shown, from its standard error.

    Parameters
    ----------
    error : float
        Standard error of the difference.
    df : float
        Degrees of freedom with which it is known: subjects less 1, or folds times repeats less 1.
    level : float
        Of the two-sided test.
    power : float
        How often a difference of that size is found.

    Examples
    --------
    >>> round(detectable(1.0), 3), round(detectable(1.0, df=24), 3)
    (2.802, 2.921)
    """
    from scipy.stats import t

    return float(error * (t.ppf(1 - level / 2, df) + t.ppf(power, df)))


def detectable_by_discordance(
    discordance: float, subjects: int, *, level: float = LEVEL, power: float = POWER
) -> float:
    """The smallest difference of shares that McNemar's test could have shown (Connor 1987).

    It solves sqrt(n) d = z1 sqrt(q) + z2 sqrt(q - d^2), with q the discordance. A difference is at
    most as large as the discordance. Where too few subjects differ to show anything, as many more
    as it takes are assumed to, all for the same side; so even two classifiers that never differed
    leave a difference that could not have been seen.

    Parameters
    ----------
    discordance : float
        The share of subjects about whom only one is right; with several images of a subject, the
        mean square of the subjects' differences.
    subjects : int
        How many there are.

    Examples
    --------
    >>> round(detectable_by_discordance(0.2, 456), 3)
    0.059
    >>> round(detectable_by_discordance(0.0, 100), 3)
    0.077
    """
    from scipy.optimize import brentq
    from scipy.stats import norm

    first, second = norm.ppf(1 - level / 2), norm.ppf(power)

    def beyond(apart: float) -> float:
        """How far a difference is above the smallest."""
        differ = max(discordance, apart)
        return float(
            sqrt(subjects) * apart
            - first * sqrt(differ)
            - second * sqrt(max(0.0, differ - apart**2))
        )

    return 1.0 if beyond(1.0) <= 0 else float(brentq(beyond, 1e-9, 1.0))
