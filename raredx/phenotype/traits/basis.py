"""What a norm changes with: age, sex and disturbances, as columns of a design."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.traits.measures import all_measures

Floats = npt.NDArray[Any]
Known = tuple[bool, bool]
"""Whether age and sex are known."""

BOTH: Known = (True, True)
SEXES = {"female": 1.0, "male": -1.0}

_MIDDLE = np.log1p(12.0)  # years at which the sexes are compared and powers are 0


def design(ages: Floats, sides: Floats, known: Known) -> Floats:
    """1, and a small basis in age and sex as far as they are known: (n, p).

    >>> design(np.array([12.0, 3]), np.array([1.0, -1]), (True, False)).round(2).tolist()
    [[1.0, 0.0, 0.0, 0.0], [1.0, -1.18, 1.39, -1.64]]
    """
    age = np.log1p(ages) - _MIDDLE
    columns = [np.ones(len(ages))]
    if known[0]:
        columns += [age, age**2, age**3]
    if known[1]:
        columns += [sides]
    if known == BOTH:
        columns += [sides * age, sides * age**2]
    return np.stack(columns, 1)


def spread_design(ages: Floats, disturbances: Floats, known: Known) -> Floats:
    """What a spread changes with: age, if it is known, and how far the head is turned: (n, q)."""
    columns = design(ages, ages, (known[0], False))[:, :3]
    return np.column_stack([columns, disturbances[:, :2]])


def eased(values: Floats) -> Floats:
    """Measures (n, m) with the square root of those whose values pile up near 0."""
    skewed = np.array([one.skewed for one in all_measures().values()])
    return np.where(skewed, np.sqrt(np.maximum(values, 0)), values)


def ages_of(years: npt.ArrayLike | None, n: int) -> Floats:
    """Ages as numbers, NaN where not known: (n,)."""
    return np.full(n, np.nan) if years is None else np.asarray(years, np.float64)


def sides_of(sexes: Sequence[str | None] | None, n: int) -> Floats:
    """1 if female, -1 if male, NaN where not known: (n,)."""
    given = [None] * n if sexes is None else sexes
    return np.array([SEXES.get(str(sex), np.nan) for sex in given], np.float64)


def with_known(ages: Floats, sides: Floats, known: Known) -> npt.NDArray[np.bool_]:
    """Of whom is known what is asked for: (n,)."""
    has_age, has_sex = np.isfinite(ages), np.isfinite(sides)
    return np.asarray((has_age | (not known[0])) & (has_sex | (not known[1])))
