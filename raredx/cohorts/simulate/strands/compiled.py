"""How the code of this package is compiled, and single precision in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit

compiled = njit(cache=True, fastmath=True, error_model="numpy")
inlined = njit(cache=True, fastmath=True, error_model="numpy", inline="always")

f32: Callable[[float], float] = np.float32  # type: ignore[assignment]
"""A number in single precision, which type checkers take for a plain one."""
