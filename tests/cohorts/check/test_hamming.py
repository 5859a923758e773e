"""Search among hashes: what comparing each with each finds, without doing it."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.check import hamming
from raredx.cohorts.check.hamming import CERTAIN, pairs_within
from raredx.cohorts.check.hashes import distances

ROWS = 400


def words(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.integers(0, 2**64, (count, 4), dtype=np.uint64)


def with_flipped_bits(one: np.ndarray, bits: int, rng: np.random.Generator) -> np.ndarray:
    spread = np.unpackbits(one.view(np.uint8))
    spread[rng.choice(256, bits, replace=False)] ^= 1
    return np.packbits(spread).view(np.uint64)


@pytest.fixture
def known():
    """Hashes of which the second half are those of the first with 0 to 31 bits flipped."""
    rng = np.random.default_rng(3)
    first = words(rng, ROWS // 2)
    flipped = [with_flipped_bits(one, n % 32, rng) for n, one in enumerate(first)]
    return np.concatenate([first, flipped])


def by_brute_force(queries: np.ndarray, known: np.ndarray, radius: int) -> set[tuple[int, int]]:
    near = distances(queries[:, None], known[None]) <= radius
    return set(zip(*map(np.ndarray.tolist, np.nonzero(near)), strict=True))


def test_every_pair_up_to_the_certain_distance_is_found(known):
    found = pairs_within(known, known)
    wanted = by_brute_force(known, known, CERTAIN)
    assert set(map(tuple, found.T.tolist())) == wanted
    assert found.shape[1] == len(wanted) > ROWS


def test_of_pairs_further_apart_most_are_found_and_nothing_else(known):
    found = set(map(tuple, pairs_within(known, known, radius=24).T.tolist()))
    wanted = by_brute_force(known, known, 24)
    assert found <= wanted
    assert len(found) > 0.95 * len(wanted)


def test_memory_is_bounded_and_the_answer_the_same(known, monkeypatch):
    whole = pairs_within(known, known)
    monkeypatch.setattr(hamming, "_AT_ONCE", 7)
    np.testing.assert_array_equal(pairs_within(known, known), whole)


def test_nothing_known_and_nothing_asked():
    some, none = words(np.random.default_rng(0), 3), np.empty((0, 4), np.uint64)
    for queries, known in [(some, none), (none, some), (none, none)]:
        assert pairs_within(queries, known).shape == (2, 0)
