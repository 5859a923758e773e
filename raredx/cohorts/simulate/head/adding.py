"""Adding many small shifts to a mesh, each of which moves few vertices."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float32]


@njit(cache=True, fastmath=True)
def add_sparse(
    vertices: Floats,  # (v, 3)
    index: npt.NDArray[np.int32],  # (n,)
    delta: Floats,  # (n, 3)
    columns: npt.NDArray[np.int64],  # (c, 2): where each column starts and ends
    amounts: Floats,  # (c,)
) -> None:
    """Add to each vertex what every column does to it, times the column's amount."""
    for c in range(len(columns)):
        amount = amounts[c]
        for n in range(columns[c, 0], columns[c, 1]):
            v = index[n]
            vertices[v, 0] += amount * delta[n, 0]
            vertices[v, 1] += amount * delta[n, 1]
            vertices[v, 2] += amount * delta[n, 2]
