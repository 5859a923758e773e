"""A whole audit: of a curation, by the people that judged it and by others of its conditions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from raredx import __version__
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import fitting_split
from raredx.cohorts.store import open_cohort
from raredx.encoders import get_encoder
from raredx.encoders.cache import remembered
from raredx.encoders.encode import encode
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.phenotype.traits.crops import HEAD, cut_out
from raredx.settings import thread_count
from raredx.synthesis.album import DRAWING, PROVENANCE
from raredx.synthesis.audit.closer import OfCondition, by_condition, by_region
from raredx.synthesis.audit.clouds import Clouds, diversity, fidelity
from raredx.synthesis.audit.measure import Measure
from raredx.synthesis.audit.nearest import copied, nearer_to_training, worst
from raredx.synthesis.audit.phenotype import phenotype
from raredx.synthesis.audit.reports import reports
from raredx.synthesis.curation.config import Policy
from raredx.synthesis.curation.curate import learned_by
from raredx.synthesis.curation.policy import decide
from raredx.synthesis.curation.sight import Sight, see
from raredx.synthesis.curation.store import Curation
from raredx.synthesis.learning import may_be_learned, part_of

Floats = npt.NDArray[Any]

FORMAT = 1
ENCODER = "efficientnet-lite0"
"""By which images are compared as wholes: it has seen neither these people nor these images."""


class Audit(BaseModel):
    """What was found, and of what."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int = FORMAT
    version: str
    curation: str
    cohort: str
    hashes: dict[str, str]
    """Of the synthetic images and of the people that they are held against."""
    source: dict[str, str]
    generators: list[dict[str, Any]]
    """What drew the images: method, base, and settings that all of them share."""
    counts: dict[str, int]
    """How many images there were, and what became of them."""
    measures: list[Measure]
    conditions: list[OfCondition]
    regions: dict[str, float]
    """How like their conditions parts of the face are, the least like first."""
    worst: list[dict[str, Any]]
    origin: str
    """Of the people's pictures."""
    limits: list[str]


@dataclass(frozen=True, kw_only=True, eq=False)
class Sides:
    """Synthetic images and people, as they are compared."""

    drawn: Sight
    meant: list[str]
    learned: Sight
    learned_labels: list[str]
    others: Sight
    """People of the same conditions who were not learned from, and are not of the test part."""
    other_labels: list[str]
    clouds: Clouds


def audit(name: str, progress: Progress, more: Callable[[Sides], Sequence[Measure]]) -> Audit:
    """Measure the images of a curation, before any of them was turned away.

    Parameters
    ----------
    more
        Gives the measures that need classifiers.
    """
    curation = Curation.open(name)
    if not curation.record.config.get("faces", True):
        raise UserError(
            f"{name!r} was judged as pictures without faces, and an audit looks at faces",
            remedy="Judge them again as faces, if they are some: `raredx curate`",
        )
    cohort, source = open_cohort(curation.record.cohort), _source(curation)
    sides = _sides(cohort, source, curation, progress)
    table, record = curation.table, curation.record
    policy = Policy.model_validate(
        {name: record.config[name] for name in Policy.model_fields if name in record.config}
    )
    measures = [
        *fidelity(sides.clouds),
        diversity(sides.clouds),
        *phenotype(table, conditions=record.conditions),
        reports(
            *(sides.drawn, sides.meant, cohort),
            *(sides.others, sides.other_labels, source),
        ),
        copied(table),
        nearer_to_training(
            sides.drawn,
            sides.meant,
            sides.learned,
            sides.learned_labels,
            sides.others,
            sides.other_labels,
        ),
        *more(sides),
    ]
    return Audit(
        version=__version__,
        curation=name,
        cohort=record.cohort,
        hashes={"synthetic images": record.data_hash, "people": record.source["data_hash"]},
        source=record.source,
        generators=_generators(cohort),
        counts={
            **_asked(cohort),
            "drawn": len(table),
            **{one: n for one, n in record.verdicts.items() if n},
        },
        measures=measures,
        conditions=by_condition(table, decide(table, policy)),
        regions=by_region(table),
        worst=worst(table),
        origin=", ".join(map(str, source.counts("origin"))),
        limits=_limits(record.remarks, policy),
    )


def _source(curation: Curation) -> Cohort:
    source = open_cohort(curation.record.source["cohort"])
    if source.data_hash != curation.record.source["data_hash"]:
        raise UserError(
            f"The cohort {curation.record.source['cohort']!r} is not as it was when the images were"
            " judged",
            remedy="Bring it back as it was, or judge them again: `raredx curate`",
        )
    return source


def _sides(cohort: Cohort, source: Cohort, curation: Curation, progress: Progress) -> Sides:
    """Everybody who is compared, looked at; the test part of a split is left out."""
    rows = cohort.rows("image_id", "label").to_pylist()
    meant = {row["image_id"]: str(row["label"]) for row in rows}
    known = _people(source, curation, {*meant.values()})
    labels = {row["image_id"]: str(row["label"]) for row in known}
    among, _ = may_be_learned(source, **part_of(curation.record.source))
    learned = learned_by(cohort) or frozenset(among or labels)
    workers = thread_count()
    progress.tick(0, total=len(meant) + len(labels), message="looking at images")
    drawn = see([*meant], cohort.image, workers=workers)
    people = see([*labels], source.image, workers=workers)
    progress.tick(len(meant), message="encoding images")
    drawn, people = (one.take(one.landmarks.usable) for one in (drawn, people) if one.landmarks)
    inside = np.array([one in learned for one in people.ids], bool)
    shown, others = people.take(inside), people.take(~inside)
    subjects = {row["image_id"]: str(row["subject_id"]) for row in known}
    clouds = Clouds(
        people=_features(people, source),
        labels=[labels[one] for one in people.ids],
        subjects=[subjects[one] for one in people.ids],
        drawn=_features(drawn, cohort),
        meant=[meant[one] for one in drawn.ids],
    )
    progress.tick(len(meant) + len(labels), message="comparing")
    return Sides(
        drawn=drawn,
        meant=[meant[one] for one in drawn.ids],
        learned=shown,
        learned_labels=[labels[one] for one in shown.ids],
        others=others,
        other_labels=[labels[one] for one in others.ids],
        clouds=clouds,
    )


def _people(source: Cohort, curation: Curation, conditions: set[str]) -> list[dict[str, Any]]:
    """People of the conditions that are not kept for a test."""
    found = fitting_split(source, curation.record.source.get("split"))
    rows = source.rows("image_id", "label", "subject_id").to_pylist()
    if found is not None:
        _, split = found
        known = {*split.development, *split.gallery, *split.calibration}
        rows = [row for row in rows if row["image_id"] in known]
    return [row for row in rows if row["label"] in conditions]


def _features(sight: Sight, cohort: Cohort) -> Floats:
    """What a network that has seen none of them makes of the cut-out heads: (n, w)."""
    from PIL import Image

    encoder = get_encoder(ENCODER)
    assert sight.landmarks
    points = dict(zip(sight.ids, sight.landmarks.points, strict=True))

    def compute(some: list[str]) -> Floats:
        heads = (cut_out(cohort.image(one), points[one], spans=HEAD) for one in some)
        return encode(ENCODER, map(Image.fromarray, heads))

    return remembered(f"heads-{encoder.space}", sight.ids, compute, width=encoder.width)


def _asked(cohort: Cohort) -> dict[str, int]:
    """How many images were asked for, and what became of those that are not there."""
    if PROVENANCE not in cohort.sides or DRAWING not in cohort.side(PROVENANCE).column_names:
        return {}
    told: Counter[str] = Counter()
    for one in {*cohort.side(PROVENANCE)[DRAWING].to_pylist()} - {None}:
        told.update(json.loads(one))
    return {name: many for name, many in told.items() if many}


def _generators(cohort: Cohort) -> list[dict[str, Any]]:
    """What drew the images, one entry for each way."""
    if PROVENANCE not in cohort.sides:
        return []
    ways: Counter[str] = Counter()
    for row in cohort.side(PROVENANCE).to_pylist():
        told = {name: row.get(name) for name in ("generator", "method", "base", "base_hash")}
        settings = json.loads(row.get("settings") or "{}")
        shared = {name: one for name, one in settings.items() if name not in ("label", "seed")}
        ways[json.dumps(told | {"settings": shared}, sort_keys=True)] += 1
    return [json.loads(way) | {"images": many} for way, many in ways.most_common(20)]


def _limits(remarks: Sequence[str], policy: Policy) -> list[str]:
    return [
        f"Verdicts are by the limits of the judging: {policy.keep} {policy.at:g} of {policy.score}."
        " Limits that were moved since then count for the cohort that was kept by them.",
        "Few people stand behind each condition: intervals are wide, and what is not seen here may"
        " still be so.",
        "Near copies are found among pictures. That none is found does not show that nobody's data"
        " can be told from the images.",
        "No FID is given: below 2,000 images it says nothing.",
        *remarks,
    ]
