"""The grid of head shapes as a small file holds it: steps from one build to the next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head.build import ANCESTRY, MALENESS, WEIGHT, YEARS

STEP = 1e-6
"""Metres: a thousandth of a millimetre, below which the grid does not tell shapes apart."""
SHAPE = (len(YEARS), len(MALENESS), len(WEIGHT), len(ANCESTRY))
_AXES = tuple(range(len(SHAPE)))

Floats = npt.NDArray[np.float32]


def pack_grid(grid: Floats, canonical: Floats) -> npt.NDArray[np.int32]:
    """Steps that compress well: from the canonical head, then along ages, sexes and so on.

    >>> grid = np.linspace(0, 0.002, 90 * 6, dtype=np.float32).reshape(90, 2, 3)
    >>> packed = pack_grid(grid, grid[40])
    >>> bool(np.abs(unpack_grid(packed, grid[40]) - grid.reshape(90, 6)).max() <= 0.51 * STEP)
    True
    """
    steps = np.rint((grid - canonical) / STEP).astype(np.int32)  # (builds, v, 3)
    steps = steps.reshape(*SHAPE, -1)
    for axis in _AXES:
        steps = np.diff(steps, axis=axis, prepend=0)
    packed: npt.NDArray[np.int32] = steps.reshape(grid.shape[0], -1)
    return packed  # (builds, v * 3)


def unpack_grid(packed: npt.NDArray[np.int32], canonical: Floats) -> Floats:
    """The vertices of each build of the grid, from what `pack_grid` made: (builds, v * 3)."""
    steps = packed.reshape(*SHAPE, -1)
    for axis in _AXES:
        steps = np.cumsum(steps, axis=axis, dtype=np.int32)
    grid = steps.reshape(packed.shape) * np.float32(STEP)
    grid += canonical.reshape(-1)
    return grid
