"""The face encoder: how it learned, and what it is worth on people whom nothing was chosen by."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from benchmarks.learning.baseline import HEADINGS, METRICS, cell, chance
from benchmarks.tables import keep
from raredx.jobs import Progress
from raredx.learning.board import board
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.learning.face_encoder.rebuild import CURVE, SHIPPED
from raredx.settings import thread_count

NAME = "learning-test"
BACKBONES = ("landmarks", "shape-space", "face-signs", "face-encoder", "efficientnet-lite0")
HEADS = ("prototype", "expected")


def curve() -> None:
    """Keep the learning curve as it was written during the training."""
    points = json.loads((SHIPPED / CURVE).read_text())
    rows = [
        [
            str(point["epoch"]),
            f"{point['terms']:.3f}",
            f"{point['conditions']:.3f}",
            f"{100 * point['unseen']:.1f}",
        ]
        for point in points
    ]
    headings = ["epoch", "terms, log loss", "conditions, log loss", "unseen conditions told, %"]
    keep("face-encoder", points, headings=headings, rows=rows)


def tested() -> None:
    """Judge it beside the others on the test part, whose opening is written down."""
    config = ExperimentConfig(
        name=NAME,
        backbones=BACKBONES,
        heads=HEADS,
        split="standard",
        repeats=1,
        test_because="figures of docs/results.md",
        replace=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        progress = Progress(scratch=Path(folder) / "scratch")
        found = run(config, workers=thread_count(), progress=progress)
    shown = board(found.all_predictions(part="test"), metrics=METRICS)
    rows = []
    for name, scores in shown.scores.items():
        _, backbone, head = name.split(" / ")
        rows.append([backbone, head, *(cell(scores[metric]) for metric in METRICS[:5])])
    first = next(iter(shown.scores.values()))
    rows.append(["by chance", "", *(chance(first[metric]) for metric in METRICS[:5])])
    keep(NAME, shown.as_dict(), headings=HEADINGS, rows=rows)
    print("\n".join(shown.sentences()))
