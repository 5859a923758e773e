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

from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.experiment.judging import Judged, judge
from raredx.learning.experiment.material import Material
from raredx.learning.experiment.study import Fold

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
    tick: Callable[[int], None],
) -> None:
    """Judge every cell that is not kept yet; each is kept as soon as it is judged."""
    setting.place.mkdir(parents=True, exist_ok=True)
    left = [cell for cell in cells if not cell.file(setting.place).exists()]
    done = len(cells) - len(left)
    tick(done)
    if workers <= 1 or len(left) < _WORTH_IT:
        for cell in left:
            _work(cell, material, setting)
            done += 1
            tick(done)
        return
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=spawned, initializer=_get_ready, initargs=(material, setting)
    ) as pool:
        try:
            for future in as_completed([pool.submit(_work_here, cell) for cell in left]):
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


def _work(cell: Cell, material: Material, setting: Setting) -> None:
    calibration = material.labelled(cell.backbone, setting.calibration)
    judged = judge(
        parse_head(cell.head),
        material.training(Arm.parse(cell.arm), cell.backbone, cell.fold.training),
        material.features(cell.backbone, cell.fold.judged),
        classes=setting.classes,
        calibration=calibration if setting.calibration else None,
        seed=setting.seed,
    )
    file = cell.file(setting.place)
    told = np.array([judged.temperature, judged.blind, judged.seconds])
    with file.with_suffix(".new").open("wb") as new:
        np.savez(new, scores=judged.scores, told=told)
    file.with_suffix(".new").replace(file)


def _work_here(cell: Cell) -> None:
    assert _own
    _work(cell, *_own)


def _get_ready(*own: Any) -> None:
    global _own
    _own = own
