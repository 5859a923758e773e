"""An experiment from its config to its predictions; interrupted, it goes on at the next cell."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from raredx.cohorts.splits.locked import open_test
from raredx.cohorts.splits.run import fitting_split, split_folder
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.space import space_of
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.beginning import begin
from raredx.learning.experiment.cells import Cell, Setting, read_cell, work_through
from raredx.learning.experiment.chosen import pairs
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.material import Added, Picked, gather
from raredx.learning.experiment.store import (
    KEYS,
    Experiment,
    Record,
    experiment_folder,
    save,
)
from raredx.learning.experiment.study import Study
from raredx.learning.experiment.supply import WORTH, Key, Supply, draw_supply, supplies_of
from raredx.learning.kept import RECORD, packed
from raredx.learning.versions import versions


def run(config: ExperimentConfig, *, workers: int = 1, progress: Progress) -> Experiment:
    """Judge every classifier in every fold, and keep what they said."""
    begun = time.monotonic()
    if (experiment_folder(config.name) / RECORD).exists() and not config.replace:
        raise UserError(
            f"There is an experiment {config.name!r} already",
            remedy="Choose another name, or replace it (`--replace`)",
        )
    begin(config, progress.part("beginning", first=0, last=0))
    arms = [Arm.parse(text) for text in config.arms]
    backbones = [get_backbone(name) for name in config.backbones]
    study, split = lay_out(config)
    named = sorted({arm.added for arm in arms if arm.added})
    added = [Added.of(name, open_cohort(name), study) for name in named]
    cells = [
        Cell(arm=arm.name, backbone=backbone, head=head, fold=fold)
        for arm in arms
        for backbone, head in pairs(config.backbones, config.heads)
        for fold in study.folds_of(arm.images)
    ]
    supplies = supplies_of(config, study, arms)
    before = WORTH * len(supplies)
    progress.tick(0, total=before + len(cells))
    drawn, picked, supplied = _draw(supplies, study, config, progress)
    material, read = gather(
        study,
        arms,
        sorted({cell.source for cell in cells}),
        [*added, *drawn],
        progress.scratch / "features",
        picked=picked,
        workers=workers,
        progress=progress.part("reading", first=before, last=before),
    )
    setting = Setting(
        classes=study.classes,
        calibration=study.calibration,
        seed=config.seed,
        place=progress.scratch / "cells",
    )
    work_through(
        cells,
        material,
        setting,
        workers=workers,
        progress=progress.part("judging", first=before, last=before + len(cells)),
    )
    table, told = _assembled(cells, study, setting)
    record = Record(
        config=config,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        cohort=config.cohort,
        origins=_origins(study),
        data_hash=study.cohort.data_hash,
        split=split,
        split_hash=study.split.hash,
        folds=study.split.plan.folds,
        repeats=len({fold.repeat for fold in study.folds}),
        classes=study.classes,
        never_judged=study.never_judged,
        trained=tuple(study.trained.tolist()),
        calibration=len(study.calibration),
        spaces={backbone.name: space_of(backbone) for backbone in backbones},
        reading=tuple(asdict(one) for one in read),
        cells=tuple(told),
        supplied=tuple(supplied),
        versions=versions(),
        cores=workers,
        seconds=time.monotonic() - begun,
    )
    save(config.name, table, record)
    shutil.rmtree(progress.scratch, ignore_errors=True)
    return Experiment.open(config.name)


def _draw(
    supplies: Sequence[Supply], study: Study, config: ExperimentConfig, progress: Progress
) -> tuple[list[Added], dict[Key, Picked], list[dict[str, Any]]]:
    """All synthetic images, which arm takes which of them, and what is to be said of each pool."""
    pools: dict[str, Added] = {}
    picked: dict[Key, Picked] = {}
    told = []
    for number, supply in enumerate(supplies):
        part = progress.part(supply.name, first=WORTH * number, last=WORTH * (number + 1))
        pool, chosen, said = draw_supply(supply, study, config, part)
        pools[pool.name] = pool
        picked |= chosen
        told.append(said)
    return [*pools.values()], picked, told


def lay_out(config: ExperimentConfig) -> tuple[Study, str]:
    """The folds of an experiment, and the name of its split."""
    cohort = open_cohort(config.cohort)
    found = fitting_split(cohort, config.split)
    if found is None:
        raise UserError(
            f"The cohort {config.cohort!r} has no split: nobody is kept apart to judge by",
            remedy=f"Make one: `raredx cohort split {config.cohort}`",
        )
    name, split = found
    test: Sequence[str] = ()
    if config.test_because is not None:
        test = open_test(
            split_folder(cohort, name), by=f"experiment {config.name}", why=config.test_because
        )
    study = Study.of(
        cohort,
        split,
        without=config.without,
        repeats=config.repeats,
        test=test,
        conditions=config.conditions,
        others=open_cohort(config.judged) if config.judged else None,
        draws=config.draws,
    )
    return study, name


def _assembled(
    cells: Sequence[Cell], study: Study, setting: Setting
) -> tuple[pa.Table, list[dict[str, Any]]]:
    """All predictions as one table, and what is to be said of each classifier.

    Here, when all is judged, rows meet their labels.
    """
    parts: list[pa.Table] = []
    told: dict[tuple[str, ...], dict[str, Any]] = {}
    for cell in cells:
        judged = read_cell(cell, setting.place)
        parts.append(_rows(cell, judged.scores, study))
        key = (cell.arm, cell.backbone, cell.head)
        own = told.setdefault(
            key, {**dict(zip(KEYS, key, strict=True)), "cells": 0, "seconds": 0.0, "blind": 0}
        )
        own["cells"] += 1
        own["seconds"] += judged.seconds
        own["blind"] += judged.blind
        own["temperature"] = own.get("temperature", 0.0) + judged.temperature
    for own in told.values():
        own["temperature"] /= own["cells"]
    return pa.concat_tables(parts), list(told.values())


def _rows(cell: Cell, scores: Any, study: Study) -> pa.Table:
    ids, fold = list(cell.fold.judged), cell.fold
    shared = {"part": fold.part, "arm": cell.arm, "backbone": cell.backbone, "head": cell.head}
    return pa.table(
        {
            "image_id": ids,
            "subject_id": [study.subjects[one] for one in ids],
            "label": [study.labels[one] for one in ids],
            "origin": [study.origins[one] for one in ids],
            **{name: pa.repeat(value, len(ids)) for name, value in shared.items()},
            "repeat": pa.repeat(pa.scalar(fold.repeat, pa.int16()), len(ids)),
            "fold": pa.repeat(pa.scalar(fold.number, pa.int16()), len(ids)),
            "scores": packed(scores),
        }
    )


def _origins(study: Study) -> dict[str, int]:
    judged = {one for fold in study.folds for one in fold.judged}
    counts = Counter(study.origins[one] or "unknown" for one in judged)
    return dict(counts.most_common())
