"""Which places of the scalp bear hair, and which lock each strand belongs to."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled, f32
from raredx.cohorts.simulate.strands.scalp import inside_hairline, scalp_density_at

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]


@compiled
def stand(
    places: Floats, scalp: Floats, wanted: int, start: int
) -> tuple[npt.NDArray[np.intp], Floats]:
    """The sites where hair stands, out of all, and how far inside the hairline they are."""
    chosen = np.empty(wanted, np.intp)
    inside = np.empty(wanted, np.float32)
    even = scalp.copy()
    even[2] = 1.0  # sparse hair is fewer strands, and as even
    n = 0
    for step in range(len(places)):
        at = (start + step) % len(places)
        x, y, z = places[at, 0], places[at, 1], places[at, 2]
        if scalp_density_at(x, y, z, even) > (at * f32(0.618034)) % f32(1.0):
            chosen[n] = at
            inside[n] = inside_hairline(x, y, z, scalp)
            n += 1
            if n == wanted:
                break
    return chosen[:n], inside[:n]


def locks(places: Floats, leaders: int, parting: float) -> Whole:
    """The nearest leader of every strand, on its own side of the parting."""
    order = np.argsort(places[:leaders, 0]).astype(np.int32)
    return _nearest(places, order, np.ascontiguousarray(places[order]), f32(parting))


@compiled
def _nearest(places: Floats, names: Whole, leaders: Floats, parting: float) -> Whole:
    """For every place the nearest leader; they are sorted by x, so that few are looked at."""
    lock = np.empty(len(places), np.int32)
    count = len(leaders)
    for s in range(len(places)):
        x, y, z = places[s, 0], places[s, 1], places[s, 2]
        nearest = f32(9.0)
        start = np.searchsorted(leaders[:, 0], x)
        for step in (-1, 1):
            g = start if step > 0 else start - 1
            while 0 <= g < count:
                a = leaders[g, 0] - x
                if a * a > nearest:
                    break
                b, c = leaders[g, 1] - y, leaders[g, 2] - z
                away = a * a + b * b + c * c
                if (leaders[g, 0] > parting) != (x > parting):
                    away += f32(0.01)
                if away < nearest:
                    nearest = away
                    lock[s] = names[g]
                g += step
    return lock
