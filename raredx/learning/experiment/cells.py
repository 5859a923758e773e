"""Cells: every classifier in every fold, worked through by as many processes as one likes."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from raredx.jobs.progress import Progress
from raredx.learning.backbones.backbone import get_backbone
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.experiment.judging import Judged, judge
from raredx.learning.experiment.material import Material, Source
from raredx.learning.experiment.study import Fold
from raredx.learning.heads.around import Around

_WORTH_IT = 60  # cells that are judged sooner by one process than others are started

_own: tuple[Material, Setting] | None = None
"""What a process has that judges for another one."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What all cells of an experiment share."""

    classes: tuple[str, ...]
    calibration: tuple[str, ...]
    seed: int
    place: Path
    """Where what was judged is kept, cell by cell."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One classifier in one fold."""

    arm: str
    backbone: str
    head: str
    fold: Fold

    @property
    def source(self) -> Source:
        """What its head looks at."""
        return Source(self.backbone, parse_head(self.head).sees)

    def file(self, place: Path) -> Path:
        """Where what it says is kept."""
        fold = self.fold
        name = f"{self.arm}|{self.backbone}|{self.head}|{fold.part}|{fold.repeat}|{fold.number}"
        return place / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.npz"


def work_through(
    cells: Sequence[Cell],
    material: Material,
    setting: Setting,
    *,
    workers: int,
    progress: Progress,
) -> None:
    """Judge every cell that is not kept yet; each is kept as soon as it is judged.

    Those that train a network come last, one after another: each takes all cores, or the GPU.
    """
    setting.place.mkdir(parents=True, exist_ok=True)
    left = [cell for cell in cells if not cell.file(setting.place).exists()]
    quick = [cell for cell in left if cell.source.sees == "features"]
    done = len(cells) - len(left)

    def tick(done: int) -> None:
        progress.tick(done, message=f"{done:,} of {len(cells):,} cells")

    tick(done)
    if workers > 1 and len(quick) >= _WORTH_IT:
        _share_out(quick, material, setting, workers, lambda more: tick(done + more))
        left = [cell for cell in left if cell not in quick]
        done += len(quick)
    for cell in sorted(left, key=lambda cell: cell.source.sees):
        _work(cell, material, setting, progress)
        done += 1
        tick(done)


def _share_out(
    cells: Sequence[Cell],
    material: Material,
    setting: Setting,
    workers: int,
    tick: Callable[[int], None],
) -> None:
    done = 0
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=spawned, initializer=_get_ready, initargs=(material, setting)
    ) as pool:
        try:
            for future in as_completed([pool.submit(_work_here, cell) for cell in cells]):
                future.result()
                done += 1
                tick(done)
        finally:
            pool.shutdown(cancel_futures=True)


def read_cell(cell: Cell, place: Path) -> Judged:
    """What a cell said."""
    with np.load(cell.file(place), allow_pickle=False) as kept:
        temperature, blind, seconds = kept["told"]
        return Judged(
            scores=kept["scores"],
            temperature=float(temperature),
            blind=int(blind),
            seconds=float(seconds),
        )


def _work(cell: Cell, material: Material, setting: Setting, progress: Progress) -> None:
    source, file = cell.source, cell.file(setting.place)
    calibration = material.labelled(source, setting.calibration)
    judged = judge(
        parse_head(cell.head),
        material.training(Arm.parse(cell.arm), source, cell.fold),
        material.seen(source, cell.fold.judged),
        classes=setting.classes,
        calibration=calibration if setting.calibration else None,
        seed=setting.seed,
        around=_around(cell, file, progress),
    )
    told = np.array([judged.temperature, judged.blind, judged.seconds])
    with file.with_suffix(".new").open("wb") as new:
        np.savez(new, scores=judged.scores, told=told)
    file.with_suffix(".new").replace(file)


def _around(cell: Cell, file: Path, progress: Progress) -> Around:
    fold, name = cell.fold, f"{cell.arm} / {cell.backbone} / {cell.head}"
    where = f"{name}, repeat {fold.repeat + 1}, fold {fold.number + 1}"
    return Around(
        encoder=get_backbone(cell.backbone).encoder,
        scratch=file.with_suffix(""),
        curve=lambda what, step, value: progress.metric(f"{where}: {what}", value, step=step),
        say=lambda line: progress.tick(message=f"{where}: {line}"),
    )


def _work_here(cell: Cell) -> None:
    assert _own
    _work(cell, *_own, Progress())


def _get_ready(*own: Any) -> None:
    global _own
    _own = own
