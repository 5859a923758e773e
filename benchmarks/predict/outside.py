"""Simulated patients of conditions that the cohort does not have, drawn as the cohort's are."""

from __future__ import annotations

import numpy as np

from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.knowledge.conditions import simface, usable_conditions
from raredx.cohorts.simulate.simface import Recipe
from raredx.cohorts.simulate.sittings import plan_sittings
from raredx.cohorts.simulate.taking import LICENCE
from raredx.settings import settings, thread_count

MANY = 200
_SEED, _PART = 20261122, 9


def conditions() -> list[str]:
    """ORPHA codes of conditions outside the cohort, chosen by chance."""
    others = sorted(set(usable_conditions()) - {one.id for one in simface()})
    chosen = np.random.default_rng(_SEED).choice(len(others), MANY, replace=False)
    return [others[number] for number in sorted(chosen)]


def strangers() -> Cohort:
    """One patient of each, drawn once and kept in the workspace."""
    folder = settings().workspace / "benchmarks" / "predict-outside"
    if folder.exists():
        return Cohort.open(folder)
    recipe = Recipe.shipped()
    plan = plan_sittings(conditions(), seed=_SEED, part=_PART, images=1, turned=recipe.turned)
    about = About(
        title="Patients with other conditions",
        summary="Simulated patients of conditions that simface-103 does not have",
        licence=LICENCE,
        source=f"simulated patient, seed {_SEED}",
        made_by="python -m benchmarks.predict odd",
    )
    return recipe.take(plan, folder, about=about, workers=thread_count())
