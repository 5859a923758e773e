"""From a cohort of synthetic images to a verdict on each, by the people of a training part alone.

The filter learns from the part that the generator learned from, the same fold of the same split:
whoever is judged later has no part in which images are kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.manifest import GENERATED
from raredx.cohorts.simulate.sittings import UNAFFECTED
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.phenotype.reference.fitting import conditions_of, people_of
from raredx.phenotype.reference.reference import SIMULATED, open_reference
from raredx.phenotype.shape.model import ShapeModel
from raredx.settings import thread_count
from raredx.synthesis.album import PROVENANCE
from raredx.synthesis.curation.config import Curate, Verdict
from raredx.synthesis.curation.filter import Drawn, Filter
from raredx.synthesis.curation.pictures import PictureFilter
from raredx.synthesis.curation.policy import decide
from raredx.synthesis.curation.sight import Sight, see
from raredx.synthesis.curation.store import Curation, Record, counted, keep, new_folder
from raredx.synthesis.learning import may_be_learned, part_of
from raredx.synthesis.store import open_generator
from raredx.words import count


@dataclass(frozen=True, kw_only=True)
class _Source:
    """What images came from."""

    cohort: Cohort
    facts: dict[str, str]
    learned: frozenset[str] | None
    """The pictures that the generator saw; None where its record is gone."""


def curate(asked: Curate, progress: Progress) -> Curation:
    """Judge the images of a cohort, and keep what was found."""
    folder = new_folder(asked.name, replace=asked.replace)
    drawn = open_cohort(asked.cohort)
    _check_origins(drawn, asked.cohort)
    source = _source(drawn, asked)
    workers, whole = thread_count(), len(source.cohort) + len(drawn)
    progress.tick(0, total=whole, message="looking at people")
    judge, known = _fitted(source, asked, progress)
    ids = known.ids
    progress.tick(len(ids), message="looking at synthetic images")
    seen = _seen(
        drawn, lambda done: progress.tick(len(ids) + done), faces=asked.faces, workers=workers
    )
    learned = known
    remarks = []
    if not judge.calibrated:
        remarks.append(
            "No condition has two people, so likeness is 0.5 for all: images are ranked by how"
            " much likelier they are among their condition's"
        )
    if source.learned is None:
        remarks.append(
            "The generator's own record is gone, so copies are looked for among all people of the"
            " training part"
        )
    else:
        learned = known.take([row for row, one in enumerate(ids) if one in source.learned])
    table = judge.look(seen, learned if len(learned) else known)
    verdicts = decide(table, asked)
    remarks += _rejected(table["label"].to_pylist(), verdicts)
    if asked.copies == "keep":
        remarks.append(f"Near copies are kept: {asked.because}")
    progress.tick(whole, total=whole)
    record = Record(
        config=asked.model_dump(),
        cohort=asked.cohort,
        data_hash=drawn.data_hash,
        source=source.facts,
        people=judge.novelty.people,
        learned_from=len(learned),
        conditions=len(judge.names),
        limits=dict(judge.novelty.limits),
        verdicts=counted(verdicts),
        remarks=tuple(remarks),
    )
    return keep(folder, record, table)


def _fitted_on(source: _Source, asked: Curate) -> Cohort:
    """Whom the filter learns from."""
    if asked.people == "part":
        return source.cohort
    if source.learned is None:
        raise UserError(
            "Whom the generator learned from is not known: its own record is gone",
            remedy="Let the filter learn from the whole training part (--people part)",
        )
    rows = source.cohort.rows("image_id", "label").to_pylist()
    kept = [
        row["image_id"]
        for row in rows
        if row["image_id"] in source.learned or row["label"] == UNAFFECTED
    ]
    return source.cohort.select(image_id=kept)


def _fitted(
    source: _Source, asked: Curate, progress: Progress
) -> tuple[Filter | PictureFilter, Sight]:
    """What judges, and the sight of those whom it was fitted on."""
    cohort, workers = _fitted_on(source, asked), thread_count()
    if not asked.faces:
        rows = cohort.rows("image_id", "subject_id", "label", "label_id").to_pydict()
        known = see(rows["image_id"], cohort.image, faces=False, tick=progress.tick)
        conditions = conditions_of(rows["label"], rows["label_id"], unaffected=UNAFFECTED)
        return PictureFilter.fit(known, conditions, rows["subject_id"]), known
    people, ids, _ = people_of(cohort, unaffected=UNAFFECTED, workers=workers)
    known = see(ids, cohort.image, workers=workers, tick=progress.tick)
    progress.tick(len(ids), message="fitting the filter")
    return Filter.fit(people, known, shape=_spaces(asked, source.cohort)), known


def _seen(drawn: Cohort, tick: Callable[[int], None], *, faces: bool, workers: int) -> Drawn:
    rows = drawn.rows("image_id", "label", "label_id", "age", "sex").to_pydict()
    sight: Sight = see(rows["image_id"], drawn.image, faces=faces, workers=workers, tick=tick)
    return Drawn(
        sight=sight,
        labels=rows["label"],
        conditions=conditions_of(rows["label"], rows["label_id"], unaffected=UNAFFECTED),
        years=rows["age"],
        sexes=rows["sex"],
    )


def _check_origins(drawn: Cohort, name: str) -> None:
    rows = drawn.rows("subject_id", "origin").to_pylist()
    others = Counter(row["origin"] for row in rows if row["origin"] != GENERATED)
    if not others:
        return
    made = {row["subject_id"] for row in rows if row["origin"] == GENERATED}
    if mixed := made & {row["subject_id"] for row in rows if row["origin"] != GENERATED}:
        raise UserError(
            f"In {name!r} {count(len(mixed), 'subject')} have images of several origins, such as"
            f" {min(mixed)!r}",
            remedy="Give synthetic images subjects of their own, and images of people theirs",
        )
    told = ", ".join(f"{many:,} {origin}" for origin, many in others.items())
    raise UserError(
        f"{name!r} holds images that no generator drew: {told}",
        remedy="Choose a cohort of synthetic images alone",
    )


def _source(drawn: Cohort, asked: Curate) -> _Source:
    """The training part that the images came from."""
    facts, learned = _told(drawn, asked)
    cohort = open_cohort(facts["cohort"])
    if facts.get("data_hash", cohort.data_hash) != cohort.data_hash:
        raise UserError(
            f"The cohort {facts['cohort']!r} is not as it was when the generator learned from it",
            remedy="Bring it back as it was, or train and draw again",
        )
    among, found = may_be_learned(cohort, **part_of(facts))
    if facts.get("split_hash", found.get("split_hash")) != found.get("split_hash"):
        raise UserError(
            f"The split {facts.get('split')!r} is not as it was when the generator learned by it",
            remedy="Bring it back as it was, or train and draw again",
        )
    chosen = cohort if among is None else cohort.select(image_id=list(among))
    return _Source(cohort=chosen, facts={"cohort": facts["cohort"], **found}, learned=learned)


def _told(drawn: Cohort, asked: Curate) -> tuple[dict[str, str], frozenset[str] | None]:
    """What the images' records say of where they come from."""
    if PROVENANCE not in drawn.sides:
        if asked.source is None:
            raise UserError(
                f"{asked.cohort!r} does not say how its images were drawn",
                remedy="Say which cohort the generator learned from (--source)",
            )
        return {"cohort": asked.source}, None
    rows = drawn.side(PROVENANCE).to_pylist()
    told = {row["learned_from"] for row in rows}
    if len(told) > 1:
        raise UserError(
            f"The images of {asked.cohort!r} come from generators that learned from"
            f" {len(told)} different parts",
            remedy="Judge those of each generator apart",
        )
    facts: dict[str, str] = json.loads(told.pop())
    if asked.source is not None:
        facts = {"cohort": asked.source}
    if "cohort" not in facts:
        raise UserError(
            f"It is not known what the generator of {asked.cohort!r} learned from",
            remedy="Say which cohort it was (--source)",
        )
    return facts, learned_by(drawn)


def learned_by(drawn: Cohort) -> frozenset[str] | None:
    """The pictures that the generators of images saw; None if the record of one is gone."""
    if PROVENANCE not in drawn.sides:
        return None
    try:
        names = {row["generator"] for row in drawn.side(PROVENANCE).to_pylist()}
        records = [open_generator(name).learned for name in names]
    except UserError:
        return None
    return frozenset(one for record in records for some in record.examples.values() for one in some)


def _spaces(asked: Curate, source: Cohort) -> ShapeModel | None:
    """Whose shape spaces faces are compared in; None for those of the training part itself."""
    if asked.spaces:
        return open_reference(asked.spaces).shape
    if {*source.counts("origin")} != {"simulated"}:
        return None
    return open_reference(SIMULATED).shape


def _rejected(labels: Sequence[Any], verdicts: Sequence[Any]) -> list[str]:
    """Conditions of which nothing is left."""
    left = {
        label
        for label, verdict in zip(labels, verdicts, strict=True)
        if verdict == Verdict.ACCEPTED
    }
    none = [str(label) for label in dict.fromkeys(labels) if label not in left]
    if not none:
        return []
    return [f"No image of {', '.join(none)} is accepted: draw more, train longer, or ask for less"]
