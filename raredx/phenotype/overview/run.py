"""Working out what the faces of a cohort say together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from raredx.cohorts.card import is_not
from raredx.cohorts.cohort import Cohort
from raredx.errors import UserError
from raredx.phenotype.overview.chosen import Chosen, Looked, choose, look
from raredx.phenotype.overview.differing import differences
from raredx.phenotype.overview.ground import Ground, on_itself, on_reference
from raredx.phenotype.overview.kept import RECIPE, Overview, OverviewCard
from raredx.phenotype.overview.pictures import mean_faces
from raredx.phenotype.overview.referring import AUTO, check_apart, reference_for
from raredx.phenotype.overview.tables import (
    conditions_table,
    distance_table,
    image_table,
    mean_table,
    recognised,
)
from raredx.phenotype.population.faces import SMALLEST
from raredx.phenotype.reference.reference import hash_of

Tick = Callable[[float, str], None]
"""Hears which share of the work is done, and what is being done."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to work out."""

    split: str | None = None
    origin: str | None = None
    unaffected: str = "unaffected"
    reference: str = AUTO
    permutations: int = 1000
    rounds: int = 3
    seed: int = 0


@dataclass(kw_only=True, eq=False)
class _Found:
    """What has been worked out so far: tables, what the card says of them, and what failed."""

    tables: dict[str, pa.Table] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def describe(
    cohort: Cohort,
    name: str,
    wanted: Wanted,
    *,
    workers: int = 1,
    tick: Tick = lambda share, what: None,
) -> Overview:
    """Work out what the faces of a cohort say. The test part of its split is never touched.

    What cannot be worked out, because people are too few, is missing, and the card says why.
    """
    chosen = choose(cohort, split=wanted.split, origin=wanted.origin)
    reference = reference_for(wanted.reference, chosen)
    if reference:
        check_apart(*reference, cohort.data_hash, chosen.split_hash)
    looked = look(
        chosen,
        unaffected=wanted.unaffected,
        workers=workers,
        tick=lambda done: tick(0.3 * done / len(chosen), "Finding faces"),
    )
    tick(0.3, "Placing faces")
    with threadpool_limits(1):  # many small products: threads would mostly wait for each other
        people = looked.people
        ground = on_reference(people, reference[1].shape) if reference else on_itself(people)
        found = _statistics(looked, ground, wanted, tick)
    faces = mean_faces(
        chosen.cohort,
        looked,
        ground.shapes,
        tick=lambda share: tick(0.8 + 0.2 * share, "Mean faces"),
    )
    card = OverviewCard(
        title=f"What the faces of {name} say",
        summary="Mean faces, what differs in each condition, what can be recognised, distances.",
        licence=cohort.card().licence,
        made_by=f"raredx jobs run phenotype-overview --cohort {name}",
        counts={"images": len(looked.ids), "people": sum(looked.people_of_label.values())},
        recipe=RECIPE,
        cohort=name,
        data_hash=cohort.data_hash,
        reference=reference[0] if reference else None,
        reference_hash=hash_of(reference[0]) if reference else None,
        unaffected=wanted.unaffected,
        taken_out=ground.taken_out,
        permutations=wanted.permutations,
        seed=wanted.seed,
        missing=found.missing,
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **_of(chosen, looked),
        **found.said,
    )
    return Overview(card=card, tables=found.tables, faces=dict(faces))


def _statistics(looked: Looked, ground: Ground, wanted: Wanted, tick: Tick) -> _Found:
    found = _Found()
    tick(0.35, "Comparing conditions with unaffected people")
    differing = differences(
        looked,
        ground,
        unaffected=wanted.unaffected,
        permutations=wanted.permutations,
        seed=wanted.seed,
        tick=lambda share: tick(0.35 + 0.25 * share, "Comparing conditions"),
    )
    if not differing.found:
        found.missing["difference"] = (
            f"No condition has {SMALLEST} people, with {SMALLEST} others to compare them with."
        )
    tick(0.6, "What can be recognised?")
    told = None
    try:
        told = recognised(looked, ground, rounds=wanted.rounds, seed=wanted.seed)
    except UserError as error:
        found.missing["recognisable"] = str(error)
    tick(0.7, "Distances between conditions")
    found.said["order"] = ()
    found.tables["distances"] = pa.table({})
    if ground.scores is None:
        found.missing |= dict.fromkeys(("distances", "likeness"), ground.missing)
    else:
        try:
            found.tables["distances"], found.said["order"] = distance_table(
                looked, ground.scores, seed=wanted.seed
            )
        except UserError as error:
            found.missing["distances"] = str(error)
    found.tables["conditions"] = conditions_table(looked, told, differing)
    found.tables["points"] = differing.points()
    found.tables["mean"] = mean_table(differing.mean)
    found.tables["images"] = image_table(looked, ground)
    found.said |= {"against": differing.against, "people_against": differing.people_against}
    found.said["stretch"] = told.stretch if told else None
    return found


def _of(chosen: Chosen, looked: Looked) -> dict[str, Any]:
    """What a card says of the images that were looked at."""
    faceless = {"without one clear face": looked.faceless} if looked.faceless else {}
    return {
        "origin": chosen.origin,
        "is_not": is_not([chosen.origin]),
        "split": chosen.split,
        "split_hash": chosen.split_hash,
        "left_out": chosen.left_out | faceless,
    }
