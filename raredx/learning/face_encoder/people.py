"""On whom the face encoder learns: simulated people whose conditions it will not be judged on."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.knowledge.conditions import simface, usable_conditions
from raredx.cohorts.simulate.simface import Recipe
from raredx.cohorts.simulate.sittings import Sitting, plan_sittings
from raredx.cohorts.simulate.taking import LICENCE
from raredx.jobs.progress import Progress
from raredx.learning.face_encoder.plan import Plan

Floats = npt.NDArray[np.float64]


def strange_conditions() -> list[str]:
    """The conditions that may be learned from, by ORPHA code.

    Every usable one that simface-103 does not have, and whose terms are further from each of the
    103 than the nearest two of these are from each other: what nearly equals one of them would
    give away the other.
    """
    judged = [one.id for one in simface()]
    others = sorted(set(usable_conditions()) - set(judged))
    profiles = _profiles([*others, *judged])
    own, known = profiles[: len(others)], profiles[len(others) :]
    among = known @ known.T
    np.fill_diagonal(among, 0)
    near = (own @ known.T).max(1) > among.max()
    return [one for one, is_near in zip(others, near, strict=True) if not is_near]


def draw_people(plan: Plan, *, workers: int, progress: Progress) -> Cohort:
    """The encoder's people, drawn into the scratch folder, or opened if they are there already."""
    folder = progress.scratch / "people"
    if folder.exists():
        return Cohort.open(folder)
    about = About(
        title="People of the face encoder",
        summary="Simulated people of other conditions: see raredx/learning/face_encoder",
        licence=LICENCE,
        source=f"simulated patient, seed {plan.seed}",
        made_by="raredx backbones rebuild",
    )
    return Recipe.shipped().take(
        sittings(plan), folder, about=about, workers=workers, progress=progress
    )


def sittings(plan: Plan) -> list[Sitting]:
    """Who is photographed: nobody of them is in simface-103 or in the shipped reference."""
    return plan_sittings(
        strange_conditions(),
        seed=plan.seed,
        part=plan.part,
        images=plan.images,
        unaffected=plan.unaffected,
        turned=Recipe.shipped().turned,
    )


def _profiles(conditions: list[str]) -> Floats:
    """How frequent each shown term is, times how telling it is: (c, t), of length 1."""
    usable = usable_conditions()
    terms = sorted({term for one in usable.values() for term in one.signs})
    rarity = {
        term: -np.log(sum(term in one.signs for one in usable.values()) / len(usable))
        for term in terms
    }
    table: Any = np.array(
        [
            [usable[one].frequencies.get(term, 0.0) * rarity[term] for term in terms]
            for one in conditions
        ]
    )
    return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True))
