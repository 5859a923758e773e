"""Which segments of strands are drawn, and in which order: the nearest first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled, f32

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_BINS = 2048
_SHORT = 3.5
"""Pixels below which segments of a strand are drawn as one."""


@compiled
def extremes(depth: Floats, samples: int) -> tuple[Floats, Floats]:
    """The nearest and the farthest sample of every pixel."""
    h, w = depth.shape[0] // samples, depth.shape[1] // samples
    near, far = np.empty((h, w), np.float32), np.empty((h, w), np.float32)
    for i in range(h):
        for j in range(w):
            high, low = f32(-1e9), f32(1e9)
            for a in range(samples):
                for b in range(samples):
                    value = depth[i * samples + a, j * samples + b]
                    high, low = max(high, value), min(low, value)
            near[i, j], far[i, j] = high, low
    return near, far


@compiled
def steps_of(screen: Floats) -> Whole:
    """By how many points each strand goes from segment to segment: short ones need few."""
    last = screen.shape[1] - 1
    steps = np.ones(len(screen), np.int32)
    for s in range(len(screen)):
        length = f32(0.0)
        for n in range(0, last, 2):
            length += abs(screen[s, n + 2, 0] - screen[s, n, 0])
            length += abs(screen[s, n + 2, 1] - screen[s, n, 1])
        for step in (6, 4, 3, 2):
            if length * step < f32(_SHORT) * last:
                steps[s] = step
                break
    return steps


@compiled
def front_to_back(points: Floats, steps: Whole, far: Floats) -> Whole:
    """The segments that may be seen, nearest first, by counting."""
    strands, k = points.shape[0], points.shape[1]
    low, high = f32(1e9), f32(-1e9)
    for s in range(strands):
        for n in range(k):
            low, high = min(low, points[s, n, 2]), max(high, points[s, n, 2])
    scale = (_BINS - 1) / (high - low + f32(1e-6))
    bins = np.full(strands * (k - 1), -1, np.int32)
    starts = np.zeros(_BINS + 1, np.int32)
    for s in range(strands):
        for n in range(0, k - 1, steps[s]):
            m = n + steps[s]
            x = (points[s, n, 0] + points[s, m, 0]) * f32(0.5)
            y = (points[s, n, 1] + points[s, m, 1]) * f32(0.5)
            i = min(max(int(y), 0), far.shape[0] - 1)
            j = min(max(int(x), 0), far.shape[1] - 1)
            nearest = max(points[s, n, 2], points[s, m, 2])
            if nearest * (1 + f32(0.02) * nearest) < far[i, j]:
                continue
            middle = (points[s, n, 2] + points[s, m, 2]) * f32(0.5)
            slot = min(int((high - middle) * scale), _BINS - 1)
            bins[s * (k - 1) + n] = slot
            starts[slot + 1] += 1
    for slot in range(_BINS):
        starts[slot + 1] += starts[slot]
    order = np.empty(starts[_BINS], np.int32)
    for segment in range(len(bins)):
        slot = bins[segment]
        if slot >= 0:
            order[starts[slot]] = segment
            starts[slot] += 1
    return order
