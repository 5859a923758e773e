"""The most similar images by their features, a block at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BLOCK = 1024


def nearest(vectors: NDArray[np.float32], *, k: int) -> NDArray[np.int64]:
    """The k other rows with the largest cosine to each row, the largest first: (n, k).

    With fewer than k other rows, as many as there are.

    >>> nearest(np.array([[1, 0], [0, 1], [1, 0.1]], np.float32), k=1).ravel().tolist()
    [2, 2, 0]
    """
    k = min(k, len(vectors) - 1)
    if k < 1:
        return np.empty((len(vectors), 0), np.int64)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.maximum(lengths, np.float32(1e-12))  # (n, width)
    found = []
    for low in range(0, len(unit), _BLOCK):
        cosines = unit[low : low + _BLOCK] @ unit.T  # (block, n)
        rows = np.arange(len(cosines))
        cosines[rows, low + rows] = -np.inf
        best = np.argpartition(-cosines, k - 1, axis=1)[:, :k]
        order = np.argsort(-np.take_along_axis(cosines, best, axis=1), axis=1, kind="stable")
        found.append(np.take_along_axis(best, order, axis=1))
    return np.concatenate(found)
