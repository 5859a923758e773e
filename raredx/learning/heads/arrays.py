"""Arrays that were kept: whether they have the sizes that belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def misfit(
    arrays: Mapping[str, Any], shapes: Mapping[str, str], sizes: Mapping[str, int], classes: int
) -> str:
    """What does not fit in some arrays; empty if all does.

    >>> misfit({"centre": np.zeros(3)}, {"centre": "w"}, {"w": 4}, 2)
    'centre has shape (3,), not (4,)'
    """
    if arrays.keys() != shapes.keys():
        return f"there are {', '.join(sorted(arrays))}, not {', '.join(sorted(shapes))}"
    known = dict(sizes)
    for name, letters in shapes.items():
        shape = arrays[name].shape
        if len(shape) == len(letters):
            for letter, size in zip(letters, shape, strict=True):
                known.setdefault(letter, size)
        if shape != (fitting := tuple(known.get(letter, 0) for letter in letters)):
            return f"{name} has shape {shape}, not {fitting}"
        if not np.isfinite(arrays[name]).all():
            return f"{name} holds what is no finite number"
    columns = arrays.get("trained", np.arange(0))
    if columns.dtype.kind != "i" or not set(columns.tolist()) <= set(range(classes)):
        return f"trained names columns that {classes} classes do not have"
    return ""
