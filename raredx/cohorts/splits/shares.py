"""How many subjects of each condition go to a part, so that small conditions add up rightly."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np


def shares(
    sizes: Mapping[str, int], share: float, *, most: Mapping[str, int], rng: np.random.Generator
) -> dict[str, int]:
    """Whole numbers near `share` of each size, whose sum is near `share` of them all.

    A fifth of three subjects is none or one; which conditions give one is drawn, so that together
    they give a fifth. Each number is the ideal one rounded down or up, and never above `most`.

    >>> from numpy.random import default_rng
    >>> sizes = {name: 3 for name in "abcdefghij"}
    >>> given = shares(sizes, 0.2, most=dict.fromkeys(sizes, 2), rng=default_rng(1))
    >>> sum(given.values()), set(given.values())
    (6, {0, 1})
    """
    names = sorted(sizes)
    owed = rng.uniform(-0.5, 0.5) if share else 0.0
    given = {}
    for name in (names[i] for i in rng.permutation(len(names))):
        ideal = share * sizes[name]
        low, high = math.floor(ideal), min(math.ceil(ideal), most[name])
        given[name] = min(max(round(owed + ideal), low), high)
        owed += ideal - given[name]
    return given
