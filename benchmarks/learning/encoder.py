"""The face encoder: how it learned, and what it is worth on people whom nothing was chosen by."""

from __future__ import annotations

import json

from benchmarks.learning.judging import HEADINGS, METRICS, by_chance, judge, rows_of
from benchmarks.tables import keep
from raredx.learning.board import board
from raredx.learning.face_encoder.rebuild import CURVE, SHIPPED

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
    found = judge(
        NAME,
        backbones=BACKBONES,
        heads=HEADS,
        repeats=1,
        test_because="figures of docs/results.md",
    )
    shown = board(found.all_predictions(part="test"), metrics=METRICS)
    keep(NAME, shown.as_dict(), headings=HEADINGS, rows=[*rows_of(shown), by_chance(shown)])
    print("\n".join(shown.sentences()))
