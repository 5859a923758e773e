"""Hashes that are alike, found without comparing each with each.

Multi-index hashing: two hashes of 256 bits that differ in at most 15 agree entirely in at least
one of sixteen chunks of 16 bits. Only those that share a chunk are compared in full.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from raredx.cohorts.check.hashes import distances

CHUNKS = 16
CERTAIN = CHUNKS - 1  # every pair up to here is found; of those further apart, most

_AT_ONCE = 1 << 22  # pairs compared at a time: what bounds the memory

Pairs = NDArray[np.int64]  # (2, pairs): a row of the queries, a row of the hashes


def pairs_within(
    queries: NDArray[np.uint64], known: NDArray[np.uint64], *, radius: int = CERTAIN
) -> Pairs:
    """Every pair of a query and a known hash that differ in at most `radius` bits: (2, pairs).

    Up to `CERTAIN` bits all of them are found. Of pairs further apart one can be missed: with 24
    bits, spread at random, 2 in 100.
    """
    keys, asked = known.view(np.uint16), queries.view(np.uint16)  # (n, 16), (m, 16)
    found = [np.empty((2, 0), np.int64)]
    for chunk in range(CHUNKS):
        order = np.argsort(keys[:, chunk], kind="stable")
        ends = np.searchsorted(keys[order, chunk], np.arange(1 << 16), side="right")
        starts = np.concatenate([[0], ends[:-1]])
        first, last = starts[asked[:, chunk]], ends[asked[:, chunk]]
        for query, place in _expanded(first, last):
            pair = np.stack([query, order[place]])
            near = distances(queries[pair[0]], known[pair[1]]) <= radius
            found.append(pair[:, near])
    return _distinct(np.concatenate(found, axis=1), len(known))


def _expanded(first: Pairs, last: Pairs) -> Iterator[tuple[Pairs, Pairs]]:
    """Every place from first[i] up to last[i] with its i, a bounded number at a time."""
    counts = last - first
    before = np.concatenate([[0], np.cumsum(counts)])
    for low in range(0, int(before[-1]), _AT_ONCE):
        number = np.arange(low, min(low + _AT_ONCE, int(before[-1])))
        query = np.searchsorted(before, number, side="right") - 1
        yield query, first[query] + number - before[query]


def _distinct(pairs: Pairs, known: int) -> Pairs:
    if not known:
        return pairs
    codes = np.unique(pairs[0] * known + pairs[1])
    return np.stack([codes // known, codes % known])
