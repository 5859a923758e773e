"""What experiments judge on the shipped cohort, as rows of tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from raredx.jobs import Progress
from raredx.learning.board import Board
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.learning.experiment.store import Experiment
from raredx.learning.metrics.scores import Score
from raredx.settings import thread_count

METRICS = ("top-1", "top-5", "top-10", "f1-macro", "auroc", "log-loss")
HEADINGS = ["backbone", "head", "top-1, %", "top-5, %", "top-10, %", "macro F1, %", "AUROC"]
_SHOWN = METRICS[:5]


def judge(name: str, **asked: Any) -> Experiment:
    """Make an experiment anew, under its usual split."""
    config = ExperimentConfig(name=name, split="standard", replace=True, **asked)
    with tempfile.TemporaryDirectory() as folder:
        progress = Progress(scratch=Path(folder) / "scratch")
        return run(config, workers=thread_count(), progress=progress)


def rows_of(board: Board) -> list[list[str]]:
    """A row for each classifier, the best first."""
    return [
        [*name.split(" / ")[1:], *(_cell(scores[metric]) for metric in _SHOWN)]
        for name, scores in board.scores.items()
    ]


def by_chance(board: Board) -> list[str]:
    """What guessing gives."""
    scores = next(iter(board.scores.values()))
    shown = [scores[metric] for metric in _SHOWN]
    return [
        *("by chance", ""),
        *("" if one.chance is None else one.metric.show(one.chance).rstrip("%") for one in shown),
    ]


def _cell(score: Score) -> str:
    value, low, high = (score.metric.show(one).rstrip("%") for one in score.estimate)
    return f"{value} ({low} to {high})"
