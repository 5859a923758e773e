"""A few-shot trial from its config to its record; interrupted, it trains no network twice."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.learning.backbones import Backbone, get_backbone
from raredx.learning.backbones.reading import look_at
from raredx.learning.episodes.answering import answered
from raredx.learning.episodes.config import FewShotConfig
from raredx.learning.episodes.few_shot import FewShot, together
from raredx.learning.episodes.methods import parse_method
from raredx.learning.episodes.pool import Pool
from raredx.learning.episodes.recording import Answers, record_of
from raredx.learning.episodes.tasks import (
    Groups,
    Task,
    check_training,
    deal_groups,
    draw_tasks,
)
from raredx.learning.episodes.trial import Trial, save, trial_folder
from raredx.learning.kept import RECORD

Floats = npt.NDArray[Any]


def run(config: FewShotConfig, *, workers: int = 1, progress: Progress) -> Trial:
    """Draw episodes, let every classifier answer the same ones, and keep what came of it."""
    begun = time.monotonic()
    if (trial_folder(config.name) / RECORD).exists() and not config.replace:
        raise UserError(
            f"There is a few-shot trial {config.name!r} already",
            remedy="Choose another name, or replace it (`--replace`)",
        )
    backbones = [get_backbone(name) for name in config.backbones]
    everybody = Pool.of(config)
    _laid_out(everybody, config)  # what cannot be drawn is told before features are read
    progress.tick(0, total=len(backbones) * len(config.methods) * config.groups)
    tables = _read(everybody, backbones, workers=workers, progress=progress)
    seen = np.logical_and.reduce([np.isfinite(table).all(1) for table in tables.values()])
    pool = everybody.take(seen)
    groups, tasks = _laid_out(pool, config)
    features = {name: table[seen] for name, table in tables.items()}
    answers, seconds = _answers(config, pool, features, groups, tasks, progress=progress)
    record = record_of(
        *(config, pool, groups, tasks, answers),
        blind=int((~seen).sum()),
        took=seconds,
        workers=workers,
        seconds=time.monotonic() - begun,
    )
    found = save(record, tasks)
    shutil.rmtree(progress.scratch, ignore_errors=True)
    return found


def _laid_out(pool: Pool, config: FewShotConfig) -> tuple[Groups, Sequence[Task]]:
    groups = deal_groups(pool, config)
    tasks = draw_tasks(pool, groups, config)
    check_training(pool, groups, config)
    return groups, tasks


def _read(
    pool: Pool, backbones: Sequence[Backbone], *, workers: int, progress: Progress
) -> dict[str, Floats]:
    """The features of everybody by each backbone: (n, w)."""
    ids = pool.images.tolist()
    tables = {}
    for backbone in backbones:

        def tick(done: int, name: str = backbone.name) -> None:
            progress.tick(message=f"{name}: {done:,} of {len(ids):,} images")

        tables[backbone.name] = look_at(pool.cohort, ids, backbone, workers=workers, tick=tick)
    return tables


def _answers(
    config: FewShotConfig,
    pool: Pool,
    features: Mapping[str, Floats],
    groups: Groups,
    tasks: Sequence[Task],
    *,
    progress: Progress,
) -> tuple[Answers, dict[str, float]]:
    """What came of each classifier in each task, and the seconds that each took."""
    answers: Answers = {task.name: {} for task in tasks}
    seconds: dict[str, float] = {}
    done, total = 0, len(features) * len(config.methods) * len(groups)
    for backbone, table in features.items():
        for method in config.methods:
            name, begun = f"{backbone} / {method}", time.perf_counter()
            parts: list[list[FewShot]] = []
            for number, group in enumerate(groups):
                progress.tick(done, message=f"{name}, group {number + 1} of {len(groups)}")
                parts.append(
                    answered(
                        *(parse_method(method), table, pool, group),
                        [task.lists[number] for task in tasks],
                        seed=config.seed,
                        place=_network_folder(progress.scratch, f"{name} / {number}"),
                    )
                )
                done += 1
                progress.tick(done, total=total)
            for task, found in zip(tasks, zip(*parts, strict=True), strict=True):
                answers[task.name][name] = together(found)
            seconds[name] = time.perf_counter() - begun
    return answers, seconds


def _network_folder(scratch: Path, name: str) -> Path:
    return scratch / "networks" / hashlib.sha256(name.encode()).hexdigest()[:24]
