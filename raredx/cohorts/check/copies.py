"""Which images of a cohort are copies of each other: exactly, or cropped, mirrored, encoded anew.

Three steps, since none of them is enough. Equal hashes of the pixels or the file are exact copies.
Perceptual hashes and the nearest neighbours among the features propose pairs that may be one
picture. Each such pair is then laid over each other, and the fine structure decides (`align`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from raredx.cohorts.check.align import agreement
from raredx.cohorts.check.groups import Groups
from raredx.cohorts.check.hamming import pairs_within
from raredx.cohorts.check.hashes import all_orientations, frequencies
from raredx.cohorts.check.neighbours import nearest
from raredx.cohorts.check.thumbnails import ORIENTATIONS, deviations

AGREE = 0.94
"""Agreement from which two images count as one picture; docs/checks.md says how it was found."""
NEIGHBOURS = 8
RADIUS = 32

_AT_ONCE = 128
_FLAT = 4.0  # deviation in grey levels below which nothing is there to compare


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Two rows that show one picture."""

    left: int
    right: int
    exact: bool
    agreement: float
    """Of the fine structure, at most 1."""
    how: str
    """How the right one lies beside the left one."""

    def __str__(self) -> str:
        return "the same picture" if self.exact else f"one picture, {self.how}"


def exact_copies(*keys: Sequence[str | None]) -> list[Copy]:
    """Rows that agree in any of several hashes, each with the first of its kind.

    >>> [(copy.left, copy.right) for copy in exact_copies(["a", "b", "a"], ["x", "y", "y"])]
    [(0, 2), (1, 2)]
    """
    found: dict[tuple[int, int], None] = {}
    for values in keys:
        first: dict[str, int] = {}
        for row, value in enumerate(values):
            if value and first.setdefault(value, row) != row:
                found[first[value], row] = None
    return [
        Copy(left=left, right=right, exact=True, agreement=1.0, how=ORIENTATIONS[0])
        for left, right in found
    ]


def near_copies(
    thumbnails: NDArray[np.uint8],
    vectors: NDArray[np.float32] | None = None,
    *,
    tick: Callable[[], None] = lambda: None,
) -> list[Copy]:
    """Rows that show one picture, by their thumbnails (n, 64, 64) and features (n, width).

    Each is paired with others until all that show it are connected, not with every other one.
    Without features, copies that were cropped by more than a few pixels are missed.
    """
    pairs = _proposed(thumbnails, vectors)
    found: list[Copy] = []
    known = Groups()
    for low in range(0, pairs.shape[1], _AT_ONCE):
        some = pairs[:, low : low + _AT_ONCE].T.tolist()
        open_ = [(left, right) for left, right in some if not known.together(left, right)]
        for copy in _compared(thumbnails, open_):
            known.join(copy.left, copy.right)
            found.append(copy)
        tick()
    return found


def _compared(thumbnails: NDArray[np.uint8], pairs: list[tuple[int, int]]) -> list[Copy]:
    """Those of the pairs that are one picture."""
    left, right = np.array(pairs, np.int64).reshape(-1, 2).T
    scores, ways = agreement(thumbnails[left], thumbnails[right])
    return [
        Copy(
            left=int(left[i]),
            right=int(right[i]),
            exact=False,
            agreement=round(min(1.0, float(scores[i])), 3),
            how=ORIENTATIONS[ways[i]],
        )
        for i in np.flatnonzero(scores >= AGREE)
    ]


def _proposed(
    thumbnails: NDArray[np.uint8], vectors: NDArray[np.float32] | None
) -> NDArray[np.int64]:
    """Pairs that may be copies, each once, the smaller row first: (2, pairs)."""
    seen = np.flatnonzero(deviations(thumbnails) >= _FLAT)
    turned = all_orientations(frequencies(thumbnails[seen]))  # (8, seen, 4)
    _, first, which = np.unique(turned[0], axis=0, return_index=True, return_inverse=True)
    pairs = [seen[np.stack([first[which.ravel()], np.arange(len(seen))])]]  # equal hashes
    single, turned = seen[first], turned[:, first]
    pairs += [single[pairs_within(hashes, turned[0], radius=RADIUS)] for hashes in turned]
    if vectors is not None:
        close = nearest(vectors[seen], k=NEIGHBOURS)  # (seen, k)
        rows = np.repeat(np.arange(len(seen)), close.shape[1])
        pairs.append(seen[np.stack([rows, close.ravel()])])
    both = np.sort(np.concatenate(pairs, axis=1), axis=0)
    return np.unique(both[:, both[0] < both[1]], axis=1)
