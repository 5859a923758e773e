"""Smooth noise in space and scattered spots, for everything on a person that is not even."""

from __future__ import annotations

import math

from numba import njit


@njit(cache=True, fastmath=True)
def scatter(i: int, j: int, k: int) -> float:
    """A number from 0 to 1 for a cell of space; neighbours have nothing in common."""
    h = (i * 0x27D4EB2F + j * 0x165667B1 + k * 0x9E3779B1) & 0xFFFFFFFF
    h = ((h ^ (h >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
    h = ((h ^ (h >> 12)) * 0x297A2D39) & 0xFFFFFFFF
    return (h ^ (h >> 15)) * 2.3283064365386963e-10


@njit(cache=True, fastmath=True)
def noise(x: float, y: float, z: float) -> float:
    """Smooth noise from -1 to 1 with features as large as a unit.

    >>> noise(0.2, 0.4, 0.6) == noise(0.2, 0.4, 0.6)
    True
    """
    fx, fy, fz = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(fx), int(fy), int(fz)
    a, b, c = x - fx, y - fy, z - fz
    a, b, c = a * a * (3 - 2 * a), b * b * (3 - 2 * b), c * c * (3 - 2 * c)
    low = _between(_pair(i, j, k, a), _pair(i, j + 1, k, a), b)
    high = _between(_pair(i, j, k + 1, a), _pair(i, j + 1, k + 1, a), b)
    return 2 * _between(low, high, c) - 1


@njit(cache=True, fastmath=True)
def _between(one: float, other: float, share: float) -> float:
    return one + (other - one) * share


@njit(cache=True, fastmath=True)
def _pair(i: int, j: int, k: int, share: float) -> float:
    return _between(scatter(i, j, k), scatter(i + 1, j, k), share)


@njit(cache=True, fastmath=True)
def spots(x: float, y: float, z: float, share: float) -> float:
    """Round spots, at most one in each unit cell: 1 in the middle of a spot, 0 outside.

    `share` is the part of the cells that have one.
    """
    found = 0.0
    i0, j0, k0 = math.floor(x - 0.5), math.floor(y - 0.5), math.floor(z - 0.5)
    for i in range(i0, i0 + 2):
        for j in range(j0, j0 + 2):
            for k in range(k0, k0 + 2):
                if scatter(i, j, k) > share:
                    continue
                dx = x - i - 0.3 - 0.4 * scatter(i + 57, j, k)
                dy = y - j - 0.3 - 0.4 * scatter(i, j + 57, k)
                dz = z - k - 0.3 - 0.4 * scatter(i, j, k + 57)
                radius = 0.22 + 0.26 * scatter(i + 91, j, k + 33)
                near = 1 - (dx * dx + dy * dy + dz * dz) / (radius * radius)
                if near > found:
                    found = near
    return found


@njit(cache=True, fastmath=True)
def step(low: float, high: float, x: float) -> float:
    """A smooth step: 0 below `low`, 1 above `high`."""
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)
