"""Sets of answers that hold the truth as often as is promised, whatever the classifier is worth.

Split-conformal prediction with regularised adaptive scores: the strangeness of a class is how much
probability lies ahead of it, and a little more for each rank beyond the first few. What people who
were not trained on say of their own condition sets the limit. The promise is marginal: it holds
over all who are like them, and not for each condition by itself.

References
----------
Angelopoulos et al., Uncertainty sets for image classifiers using conformal prediction, ICLR 2021.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]

_FREE = 5  # ranks that cost nothing
_EACH = 0.01  # that every rank beyond them costs


def strangeness(shares: Floats) -> Floats:
    """How strange each class would be as the truth, by probabilities (n, c): (n, c).

    The likeliest class has none, so that no set is empty.

    >>> strangeness(np.array([[0.1, 0.6, 0.3]])).round(2).tolist()
    [[0.9, 0.0, 0.6]]
    """
    order = np.argsort(-shares, axis=1, kind="stable")
    ranked = np.take_along_axis(shares, order, axis=1)
    ahead = np.cumsum(ranked, axis=1) - ranked  # (n, c)
    cost = _EACH * np.maximum(0, np.arange(shares.shape[1]) + 1 - _FREE)
    found = np.empty(shares.shape)
    np.put_along_axis(found, order, ahead + cost, axis=1)
    return found


def limit(known: npt.ArrayLike, coverage: float) -> float:
    """How strange a class may be to be in the set, by what n true classes were; inf if too few.

    >>> limit(np.arange(100), 0.9), limit(np.arange(8), 0.9)
    (90.0, inf)
    """
    true = np.sort(np.asarray(known, np.float64))
    place = ceil((len(true) + 1) * coverage)
    return float(true[place - 1]) if place <= len(true) else float("inf")


def held(shares: Floats, known: npt.ArrayLike, coverage: float) -> npt.NDArray[np.bool_]:
    """Which classes are in the sets: (n, c), by probabilities (n, c).

    Parameters
    ----------
    known : array_like
        The strangeness of the true classes of people who were not trained on.
    coverage : float
        How often the truth is to be in the set, from 0 to 1.

    Examples
    --------
    >>> known = np.linspace(0, 1, 99)
    >>> held(np.array([[0.5, 0.3, 0.15, 0.05]]), known, 0.7).tolist()
    [[True, True, False, False]]
    """
    return np.asarray(strangeness(shares) <= limit(known, coverage))


def promised(images: int, coverage: float) -> tuple[float, float]:
    """How often the truth will be in the sets, for 95 in 100 draws of so many images.

    >>> [round(one, 3) for one in promised(665, 0.9)]
    [0.877, 0.922]
    >>> promised(8, 0.9)
    (1.0, 1.0)
    """
    from scipy.special import betaincinv

    inside = ceil((images + 1) * coverage)
    if inside > images:
        return 1.0, 1.0
    low, high = betaincinv(inside, images + 1 - inside, [0.025, 0.975])
    return float(low), float(high)
