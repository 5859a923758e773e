"""An order in which what is alike stands side by side, so that a matrix shows its blocks."""

from __future__ import annotations

import numpy as np

from raredx.phenotype.population.people import Floats, Whole


def leaf_order(apart: Floats) -> Whole:
    """The leaves of an average-linkage tree, turned so that neighbours are as near as can be.

    Parameters
    ----------
    apart : ndarray
        (n, n): symmetric distances, none below 0.

    Examples
    --------
    >>> place = np.array([0.0, 10, 1, 11])
    >>> leaf_order(abs(place[:, None] - place)).tolist()
    [0, 2, 1, 3]
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    if len(apart) < 3:
        return np.arange(len(apart))
    tree = linkage(squareform(apart, checks=False), "average", optimal_ordering=True)
    return np.asarray(leaves_list(tree), np.intp)
