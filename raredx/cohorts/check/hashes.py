"""Perceptual hashes: 256 bits that survive another encoding, another size, other brightness.

A bit is the sign of one of the 16 x 16 lowest frequencies of the thumbnail. To lay the picture
down in another way only changes signs and swaps rows with columns, so that one transform gives
the hashes of all eight orientations.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from raredx.cohorts.check.thumbnails import ORIENTATIONS, SIDE

FREQUENCIES = 16
WORDS = FREQUENCIES**2 // 64

_BLOCK = 4096


def frequencies(thumbnails: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The lowest frequencies of thumbnails (n, 64, 64), by a cosine transform: (n, 16, 16)."""
    place, wave = np.arange(SIDE), np.arange(FREQUENCIES)
    basis = np.cos(np.pi * wave[:, None] * (2 * place + 1) / (2 * SIDE)).astype(np.float32)
    blocks = (thumbnails[i : i + _BLOCK] for i in range(0, len(thumbnails), _BLOCK))
    found = [basis @ block.astype(np.float32) @ basis.T for block in blocks]
    return np.concatenate(found) if found else np.empty((0, FREQUENCIES, FREQUENCIES), np.float32)


def hashes(waves: NDArray[np.float32], *, orientation: int = 0) -> NDArray[np.uint64]:
    """The hashes of images, each laid down in one of the orientations: (n, 4) words.

    The same picture, mirrored, has the same hash once it is mirrored back:

    >>> picture = np.random.default_rng(1).integers(0, 256, (1, 64, 64), dtype=np.uint8)
    >>> mirrored = frequencies(picture[:, :, ::-1])
    >>> bool((hashes(frequencies(picture)) == hashes(mirrored, orientation=1)).all())
    True
    """
    if orientation & 4:
        waves = waves.transpose(0, 2, 1)
    odd = np.where(np.arange(FREQUENCIES) % 2, -1, 1).astype(np.float32)
    if orientation & 2:
        waves = waves * odd[:, None]
    if orientation & 1:
        waves = waves * odd
    bits = waves.reshape(len(waves), FREQUENCIES**2) > 0  # (n, 256)
    bits[:, 0] = False  # the mean, which is always above 0
    packed = np.packbits(bits[:, _SHUFFLED], axis=1)  # (n, 32)
    return np.ascontiguousarray(packed).view(np.uint64)  # (n, 4)


def distances(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> NDArray[np.int64]:
    """In how many bits hashes differ, pair by pair."""
    bits: NDArray[np.int64] = np.bitwise_count(left ^ right).sum(axis=-1, dtype=np.int64)
    return bits


def all_orientations(waves: NDArray[np.float32]) -> NDArray[np.uint64]:
    """The hashes of images laid down in every way: (8, n, 4)."""
    return np.stack([hashes(waves, orientation=way) for way in range(len(ORIENTATIONS))])


# Any 16 bits in a row are drawn from all frequencies, so that they tell images apart equally well.
_SHUFFLED = np.random.default_rng(0).permutation(FREQUENCIES**2)
