"""Smooth noise in space and scattered spots, for everything on a person that is not even."""

from __future__ import annotations

import math

import numpy as np

from raredx.cohorts.simulate.strands.compiled import compiled, f32

_BITS = 5
_LAST = (1 << _BITS) - 1
_LATTICE = np.random.default_rng(11).uniform(-1, 1, 1 << (3 * _BITS)).astype(np.float32)
"""What noise is at whole places."""


@compiled
def scatter(i: int, j: int, k: int) -> float:
    """A number from 0 to 1 for a cell of space; neighbours have nothing in common."""
    h = (i * 0x27D4EB2F + j * 0x165667B1 + k * 0x9E3779B1) & 0xFFFFFFFF
    h = ((h ^ (h >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
    h = ((h ^ (h >> 12)) * 0x297A2D39) & 0xFFFFFFFF
    return (h ^ (h >> 15)) * 2.3283064365386963e-10


@compiled
def noise(x: float, y: float, z: float) -> float:
    """Smooth noise from -1 to 1 with features as large as a unit; it repeats every 32 units.

    >>> noise(0.2, 0.4, 0.6) == noise(0.2, 0.4, 0.6)
    True
    """
    fx, fy, fz = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(fx), int(fy), int(fz)
    a, b, c = f32(x - fx), f32(y - fy), f32(z - fz)
    a, b, c = a * a * (3 - 2 * a), b * b * (3 - 2 * b), c * c * (3 - 2 * c)
    left, right = (i & _LAST) << (2 * _BITS), ((i + 1) & _LAST) << (2 * _BITS)
    near, far = (j & _LAST) << _BITS, ((j + 1) & _LAST) << _BITS
    low, high = k & _LAST, (k + 1) & _LAST
    bottom = _between(
        _between(_LATTICE[left + near + low], _LATTICE[right + near + low], a),
        _between(_LATTICE[left + far + low], _LATTICE[right + far + low], a),
        b,
    )
    top = _between(
        _between(_LATTICE[left + near + high], _LATTICE[right + near + high], a),
        _between(_LATTICE[left + far + high], _LATTICE[right + far + high], a),
        b,
    )
    return _between(bottom, top, c)


@compiled
def _between(one: float, other: float, share: float) -> float:
    return one + (other - one) * share


@compiled
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


@compiled
def step(low: float, high: float, x: float) -> float:
    """A smooth step: 0 below `low`, 1 above `high`."""
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)
