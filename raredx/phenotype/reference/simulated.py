"""The shipped reference: simulated people of other conditions, drawn, measured and learned from."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from raredx.assets.cards import Card
from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.knowledge.conditions import simface, usable_conditions
from raredx.cohorts.simulate.simface import FOLDER, Recipe
from raredx.cohorts.simulate.sittings import plan_sittings
from raredx.cohorts.simulate.taking import LICENCE
from raredx.cohorts.splits.store import load
from raredx.jobs.progress import Progress
from raredx.phenotype.reference.fitting import fit_reference, people_of
from raredx.phenotype.reference.reference import SHIPPED, Reference
from raredx.phenotype.shape.model import People
from raredx.phenotype.traits.crops import cut_out
from raredx.phenotype.traits.learning import Course, train
from raredx.phenotype.traits.picture import PictureModel, View

Pixels = npt.NDArray[np.uint8]

COHORT = "simface-reference"
_TITLE = "Simulated people"
_SUMMARY = (
    "Norms, rules, shape spaces and an image model, fitted on simulated people with conditions that"
    " simface-103 does not have, and the conditions of simface-103's development part, which faces"
    " are compared with. It says nothing about photographs: they are found out and told so."
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How the shipped reference is made, as simulated.toml says."""

    seed: int
    part: int
    images: int
    unaffected: int
    unseen: int
    """Per cent of the people who judge the networks."""
    course: Course
    views: tuple[tuple[float, int], ...]
    """Spans and side of each."""

    @staticmethod
    def shipped() -> Plan:
        """The plan of the reference in assets/reference-simulated."""
        read: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
        views = tuple((view["spans"], view["side"]) for view in read.pop("views"))
        return Plan(views=views, course=Course(**read.pop("course")), **read)


def draw_people(plan: Plan, folder: Path, *, workers: int, progress: Progress) -> Cohort:
    """The reference's people, drawn into a folder, or opened if they are there already."""
    if folder.exists():
        return Cohort.open(folder)
    recipe = Recipe.shipped()
    known = {one.id for one in simface()}
    sittings = plan_sittings(
        sorted(set(usable_conditions()) - known),
        seed=plan.seed,
        part=plan.part,
        images=plan.images,
        unaffected=plan.unaffected,
        turned=recipe.turned,
    )
    about = About(
        title=COHORT,
        summary="The people of the shipped reference: see raredx/phenotype/reference",
        licence=LICENCE,
        source=f"simulated patient, seed {plan.seed}",
        made_by="raredx phenotype rebuild",
    )
    return recipe.take(sittings, folder, about=about, workers=workers, progress=progress)


def rebuild(
    place: Path = SHIPPED,
    plan: Plan | None = None,
    *,
    workers: int = 1,
    progress: Progress,
) -> Reference:
    """Make the reference. What took long lies in `progress.scratch`, and is not made twice."""
    plan = plan or Plan.shipped()
    cohort = draw_people(plan, progress.scratch / COHORT, workers=workers, progress=progress)
    people, ids, signs = people_of(cohort, workers=workers, tick=_telling(progress, "landmarks"))
    picture = learn_pictures(plan, cohort, people, ids, signs, progress=progress)
    shipped = Cohort.open(FOLDER)
    split = load(FOLDER / "splits" / Recipe.shipped().split, data_hash=shipped.data_hash)
    known = [*split.development, *split.gallery]
    gallery, *_ = people_of(shipped.select(image_id=known), workers=workers)
    reference = fit_reference(
        people,
        signs,
        lambda row: cohort.image(ids[row]),
        title=_TITLE,
        origin="simulated",
        data=split.hash,
        gallery=gallery,
        picture=picture,
    )
    reference.save(place, _card(reference, people))
    return reference


def learn_pictures(
    plan: Plan,
    cohort: Cohort,
    people: People,
    ids: Sequence[str],
    signs: Sequence[set[str]],
    *,
    progress: Progress,
) -> PictureModel:
    """Train a network for each view, and calibrate them on people who were kept apart."""
    terms = sorted(set().union(*signs))
    present = np.array([[term in own for term in terms] for own in signs])
    unseen = np.array([crc32(one.encode()) % 100 < plan.unseen for one in people.subjects])
    views, judged = [], []
    for number, (spans, side) in enumerate(plan.views):
        faces = _cut(cohort, people, ids, spans=spans, side=side)
        folder = progress.scratch / f"view-{number}"
        folder.mkdir(exist_ok=True)
        tick = _telling(progress, f"view {number + 1} of {len(plan.views)}, epoch")
        weights = train(
            faces[~unseen],
            present[~unseen],
            plan.course,
            folder=folder,
            tell=lambda epoch, loss, tick=tick: tick(epoch),  # type: ignore[misc]
        )
        views.append(View.of(weights, spans=spans, side=side))
        judged.append(faces[unseen])
    return PictureModel.calibrate(views, terms, judged, present[unseen])


def _cut(cohort: Cohort, people: People, ids: Sequence[str], *, spans: float, side: int) -> Pixels:
    points = people.landmarks.points
    return np.stack(
        [
            cut_out(cohort.image(image_id), points[row], side=side, spans=spans)
            for row, image_id in enumerate(ids)
        ]
    )


def _card(reference: Reference, people: People) -> Card:
    assert reference.rules
    assert reference.picture
    terms = {*reference.rules.rules, *reference.picture.answers}
    counts = {"people": reference.people, "conditions": len(reference.shape.names)}
    counts |= {"images": len(people), "terms": len(terms)}
    return Card(
        title=_TITLE,
        summary=_SUMMARY,
        licence="MIT",
        made_by="raredx phenotype rebuild",
        counts=counts,
    )


def _telling(progress: Progress, what: str) -> Any:
    return lambda done: progress.tick(done, message=f"{what} {done:,}")
