"""A reference of one's own: fitted on a cohort, the training part of its split alone."""

from __future__ import annotations

from pathlib import Path

from raredx.assets.cards import Card
from raredx.cohorts.check.place import notes_of
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.store import FOLDER, check_name, load
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.phenotype.reference.fitting import fit_reference, people_of
from raredx.phenotype.reference.reference import SIMULATED, Reference, references_folder


def fit_own(
    cohort_name: str,
    name: str,
    *,
    split: str | None = None,
    unaffected: str = "unaffected",
    replace: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> tuple[Reference, Path]:
    """Fit a reference on a cohort and keep it in the workspace: the reference and its folder."""
    progress = progress or Progress()
    place = _place(name, replace=replace)
    cohort = open_cohort(cohort_name)
    data = cohort.data_hash
    if split:
        parts = load(notes_of(cohort) / FOLDER / split, data_hash=data)
        data = parts.hash
        cohort = cohort.select(image_id=[*parts.development, *parts.gallery])
    total = len(cohort)
    people, ids, signs = people_of(
        cohort,
        unaffected=unaffected,
        workers=workers,
        tick=lambda done: progress.tick(done, total=total, message="landmarks"),
    )
    if not ids:
        raise UserError(
            f"No image of {cohort_name} has one face", remedy="Choose a cohort of faces"
        )
    progress.tick(total, total=total, message="fitting")
    reference = fit_reference(
        people,
        signs,
        lambda row: cohort.image(ids[row]),
        title=name,
        origin=_origin(cohort),
        data=data,
    )
    reference.save(place, _card(reference, cohort_name, len(ids)))
    return reference, place


def _place(name: str, *, replace: bool) -> Path:
    check_name(name, what="a reference")
    place = references_folder() / name
    if name == SIMULATED or (place.exists() and not replace):
        raise UserError(
            f"There is a reference {name!r} already", remedy="Give another name, or replace it"
        )
    return place


def _origin(cohort: Cohort) -> str:
    """The one origin of a cohort's images: two worlds make no reference."""
    origins = [str(origin) for origin in cohort.counts("origin")]
    if len(origins) > 1:
        raise UserError(
            f"The cohort holds images of several origins: {', '.join(sorted(origins))}",
            remedy="Fit on those of one origin",
        )
    return origins[0]


def _card(reference: Reference, cohort: str, images: int) -> Card:
    return Card(
        title=reference.title,
        summary=f"Fitted on the cohort {cohort}, whose images are {reference.origin}.",
        licence="as the cohort",
        made_by=f"raredx phenotype fit --cohort {cohort}",
        counts={"people": reference.people, "images": images},
    )
