"""Synthetic images for the arms that want them, fold by fold, from nothing but what an arm may see.

For each fold a generator learns from the training images of the arm, draws, and its images are
judged by the same people and audited. All of it lies in the workspace under the experiment's name:
generators, cohorts, curations and audits like any others.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from raredx.cohorts.manifest import MANIFEST
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.learning.audit.making import make
from raredx.learning.audit.store import audits_folder, list_audits
from raredx.learning.experiment.arms import Arm, Choice
from raredx.learning.experiment.chosen import parse_generator
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.material import Added, Picked, Who
from raredx.learning.experiment.picking import missing, taken
from raredx.learning.experiment.study import Fold, Study
from raredx.phenotype.landmarks import find_landmarks
from raredx.settings import thread_count
from raredx.synthesis.album import DRAWING, PROVENANCE, draw_cohort
from raredx.synthesis.curation.config import Curate
from raredx.synthesis.curation.curate import curate
from raredx.synthesis.curation.store import Curation, curations_folder, list_curations
from raredx.synthesis.examples import examples_of
from raredx.synthesis.fitted import RECORD
from raredx.synthesis.generator import Generator
from raredx.synthesis.learning import may_be_learned, side_of
from raredx.synthesis.sampling import Sample
from raredx.synthesis.store import generators_folder, new_folder, open_generator

Key = tuple[str, int, int]
"""An arm, a repeat and a fold."""

WORTH = 40
"""Cells that a supply counts as, where the way is counted."""
_JUDGED: frozenset[Choice] = frozenset({"filtered", "five-point-cosine"})
_LEARNING, _DRAWING, _JUDGING = 0.7, 0.82, 0.92  # where each ends on the way of a supply


@dataclass(frozen=True, kw_only=True)
class Supply:
    """The synthetic images of one fold, for all arms that choose from them."""

    name: str
    """Of the generator, the cohort and the curation."""
    generator: Generator
    ids: tuple[str, ...]
    """The images that are learned from."""
    repeat: int
    fold: int
    part: bool
    """Whether they are of one fold's training part, and not of the whole."""
    each: Mapping[str, int]
    """By arm: images of each condition that it takes."""
    many: int
    """Images of each condition that are drawn."""
    arms: tuple[Arm, ...]

    @property
    def judged(self) -> bool:
        """Whether some arm chooses by what is found of images."""
        return any(arm.drawn is not None and arm.drawn.choice in _JUDGED for arm in self.arms)


def supplies_of(config: ExperimentConfig, study: Study, arms: Sequence[Arm]) -> list[Supply]:
    """What has to be drawn for an experiment."""
    generators = _generators(config)
    wanted: dict[tuple[str, int | None, bool], list[Arm]] = {}
    for arm in arms:
        if arm.drawn:
            if arm.drawn.leaking and study.others is not None:
                raise UserError(
                    f"The arm {arm.name!r} cannot leak: those who are judged are of another cohort",
                    remedy="Judge the folds of the cohort itself",
                )
            if arm.drawn.method not in generators:
                raise UserError(
                    f"The arm {arm.name!r} draws by {arm.drawn.method!r}, which is not among the"
                    " generators of the experiment",
                    remedy=f"Add it: `generators: [{arm.drawn.method}:preset=quick]`",
                )
            if (arm.drawn.times or 1) > config.times * config.pool:
                raise UserError(
                    f"The arm {arm.name!r} takes more images than are drawn",
                    remedy=f"{config.times * config.pool} are drawn for each own one: `times` by"
                    " `pool` of the experiment",
                )
            key = (arm.drawn.method, arm.images, arm.drawn.leaking)
            wanted.setdefault(key, []).append(arm)
    return [
        _supply(config, study, generators[method], fold, some, images=images, leaking=leaking)
        for (method, images, leaking), some in wanted.items()
        for fold in study.folds_of(images)
    ]


def _each(times: int, ids: Sequence[str], conditions: int) -> int:
    """Images of each condition, so many times as there are that are learned from."""
    return max(1, round(times * len(ids) / conditions))


def draw_supply(
    supply: Supply, study: Study, config: ExperimentConfig, progress: Progress
) -> tuple[Added, dict[Key, Picked], dict[str, Any]]:
    """Draw it, unless that is done: its images, which of them each arm takes, and what to say."""
    progress.tick(0, total=1)
    _learn(supply, study, config, progress.part("learning", first=0, last=_LEARNING))
    if not _is_drawn(supply):
        _forget(supply.name)
        asked = Sample(generator=supply.name, name=supply.name, images=supply.many)
        draw_cohort(asked, progress.part("drawing", first=_LEARNING, last=_DRAWING))
    if supply.judged and supply.name not in list_curations():
        wanted = Curate(cohort=supply.name, name=supply.name, people="learned")
        curate(wanted, progress.part("judging", first=_DRAWING, last=_JUDGING))
    if supply.judged and supply.name not in list_audits():
        make(supply.name, progress.part("auditing", first=_JUDGING, last=1))
    pool = _pool(supply, study)
    picked = {
        (arm.name, supply.repeat, supply.fold): Picked(
            pool=supply.name,
            rows=taken(
                arm.drawn.choice,
                pool,
                each=supply.each[arm.name],
                seed=[config.seed, supply.repeat, supply.fold],
            ),
        )
        for arm in supply.arms
        if arm.drawn
    }
    told = {
        "name": supply.name,
        "generator": supply.generator.method,
        "learned_from": len(supply.ids),
        "drawn": len(pool.ids),
        "taken": {arm: len(one.rows) for (arm, *_), one in picked.items()},
        "nothing_of": {arm: missing(pool, one.rows) for (arm, *_), one in picked.items()},
    }
    if supply.judged:
        told["verdicts"] = Curation.open(supply.name).record.verdicts
    progress.tick(1, total=1)
    return pool, picked, told


def _generators(config: ExperimentConfig) -> dict[str, Generator]:
    found = [parse_generator(text) for text in config.generators]
    methods = Counter(one.method for one in found)
    if twice := [name for name, many in methods.items() if many > 1]:
        raise UserError(
            f"The generator {twice[0]!r} stands in the experiment twice",
            remedy="Try other options in another experiment",
        )
    return {one.method: one for one in found}


def _supply(
    config: ExperimentConfig,
    study: Study,
    generator: Generator,
    fold: Fold,
    arms: Sequence[Arm],
    *,
    images: int | None,
    leaking: bool,
) -> Supply:
    ids = (*fold.training, *fold.judged) if leaking else fold.training
    conditions = len({study.labels[one] for one in ids})
    words = [config.name, generator.method, *([str(images)] if images else [])]
    whole = leaking and images is None
    if whole:
        words.append("leaking")
    else:
        words += [f"r{fold.repeat + 1}", f"f{fold.number + 1}", *(["leaking"] if leaking else [])]
    return Supply(
        name="-".join(words),
        generator=generator,
        ids=tuple(sorted(ids)) if whole else ids,
        repeat=fold.repeat,
        fold=fold.number,
        part=study.others is None and not leaking,
        each={
            arm.name: _each(arm.drawn.times or config.times, fold.training, conditions)
            for arm in arms
            if arm.drawn
        },
        many=_each(config.times, ids if whole else fold.training, conditions) * config.pool,
        arms=tuple(arms),
    )


def _is_drawn(supply: Supply) -> bool:
    """Whether so many images as are wanted lie there."""
    told = _drawn_before(supply.name)
    if told is None:
        return False
    asked = len(told)
    if DRAWING in told.column_names:  # some may have been blanked
        asked = json.loads(told[DRAWING][0].as_py())["asked for"]
    conditions = open_generator(supply.name).conditions
    return bool(asked == supply.many * len(conditions))


def _drawn_before(name: str) -> pa.Table | None:
    """How the images under that name were drawn; an error if not by the generator of that name."""
    if not (cohorts_folder() / name / MANIFEST).exists():
        return None
    cohort = open_cohort(name)
    told = cohort.side(PROVENANCE) if PROVENANCE in cohort.sides else None
    if told is None or {*told["generator"].to_pylist()} != {name}:
        raise UserError(
            f"There is a cohort {name!r} already, which is not of this experiment",
            remedy="Choose another name for the experiment, or for the cohort",
        )
    return told


def _forget(name: str) -> None:
    """Remove what its generator drew before under that name, and what was found of it."""
    if _drawn_before(name) is not None:
        for folder in (cohorts_folder(), curations_folder(), audits_folder()):
            shutil.rmtree(folder / name, ignore_errors=True)


def _learn(supply: Supply, study: Study, config: ExperimentConfig, progress: Progress) -> None:
    """Let the generator learn, unless it has learned from these very images."""
    wanted = _seen(supply, study)
    if (generators_folder() / supply.name / RECORD).exists():
        known = open_generator(supply.name)
        seen = {one for some in known.learned.examples.values() for one in some}
        if seen <= {*wanted} and known.generator == supply.generator:
            return
        if not config.replace:
            raise UserError(
                f"There is a generator {supply.name!r} already, which learned something else",
                remedy="Choose another name for the experiment, or remove it",
            )
        _forget(supply.name)
    labels = dict.fromkeys(study.labels[one] for one in wanted)
    examples = examples_of(
        study.cohort,
        [*labels],
        among=wanted,
        side=side_of(supply.generator, config.base),
        workers=thread_count(),
    )
    fold = {"fold": supply.fold, "repeat": supply.repeat} if supply.part else {}
    _, source = may_be_learned(study.cohort, split=config.split, **fold)
    supply.generator.fit(
        replace(examples, source={"cohort": config.cohort, **source}),
        new_folder(supply.name, replace=config.replace),
        base=config.base,
        seed=config.seed,
        progress=progress,
    )


def _seen(supply: Supply, study: Study) -> list[str]:
    """Its images, without those of conditions of which no face can be found."""
    found = find_landmarks(supply.ids, study.cohort.image, workers=thread_count())
    faces = {study.labels[one] for one, seen in zip(supply.ids, found.usable, strict=True) if seen}
    if not faces:
        raise UserError(
            "No face is found in any of the images to be learned from",
            remedy="Choose a cohort of faces, or arms without synthetic images",
        )
    return [one for one in supply.ids if study.labels[one] in faces]


def _pool(supply: Supply, study: Study) -> Added:
    """Its images; one that began with an image of somebody is of that person."""
    cohort = open_cohort(supply.name)
    rows = cohort.rows("image_id", "subject_id", "label").to_pydict()
    begun = cohort.side(PROVENANCE).select(["image_id", "parent"]).to_pylist()
    parents = {row["image_id"]: row["parent"] for row in begun if row["parent"]}
    who = Who(
        labels=tuple(rows["label"]),
        subjects=tuple(
            study.subjects.get(parents.get(one, ""), own)
            for one, own in zip(rows["image_id"], rows["subject_id"], strict=True)
        ),
        generated=(True,) * len(cohort),
    )
    return Added(name=supply.name, cohort=cohort, ids=tuple(rows["image_id"]), who=who)
