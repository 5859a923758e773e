"""Measures of people drawn from norms that are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from raredx.phenotype.traits.disturbances import DISTURBANCES
from raredx.phenotype.traits.measures import all_measures

MEASURES = len(all_measures())


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """Unaffected people: measures grow with age, differ by sex, and spread most in the young."""

    values: np.ndarray
    true_z: np.ndarray
    years: np.ndarray
    sexes: np.ndarray
    disturbances: np.ndarray


def draw_people(n: int, *, seed: int = 0) -> People:
    rng = np.random.default_rng(seed)
    years = np.exp(rng.uniform(np.log(1), np.log(70), n))
    sexes = rng.choice(["female", "male"], n)
    disturbances = np.abs(rng.normal(0, 0.2, (n, len(DISTURBANCES))))
    z = rng.normal(size=(n, MEASURES))
    age = np.log1p(years)[:, None]
    spread = 0.1 + 0.1 * np.exp(-age)
    middle = 3 + 0.2 * age - 0.05 * age**2 + 0.1 * (sexes == "male")[:, None] * age
    values = middle + 0.5 * disturbances[:, :1] + spread * z
    skewed = np.array([one.skewed for one in all_measures().values()])
    return People(
        values=np.where(skewed, values**2, values),
        true_z=z,
        years=years,
        sexes=sexes,
        disturbances=disturbances,
    )
