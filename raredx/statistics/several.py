"""Several tests at once: p-values that allow for how many were looked at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def holm(p: npt.ArrayLike) -> Floats:
    """Holm's adjusted p-values: below 0.05, the chance of even one wrong finding is below 0.05.

    The smallest of m is multiplied by m, the next by m - 1, and so on; none ends below a smaller
    one, none above 1. It holds however the tests depend on each other. What is not a number was
    not tested: it stays as it is and does not count.

    Parameters
    ----------
    p : array_like
        (m,) p-values, in any order.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    found = np.array(p, np.float64)
    tested = np.flatnonzero(~np.isnan(found))
    order = tested[np.argsort(found[tested])]
    times = np.arange(len(order), 0, -1)  # m, m - 1, ..., 1
    found[order] = np.minimum(1, np.maximum.accumulate(found[order] * times))
    return found
