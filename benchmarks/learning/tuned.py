"""Heads that train the face encoder itself, beside those that take its features as they are."""

from __future__ import annotations

from benchmarks.learning.judging import HEADINGS, METRICS, by_chance, judge, rows_of
from benchmarks.tables import keep
from raredx.learning.board import board

NAME = "learning-tuned"
HEADS = (
    *("prototype", "expected", "logistic"),
    *(f"tuned:depth={depth}" for depth in ("linear", "partial", "full", "lora")),
)


def trained() -> None:
    """Judge them under one repeat of the folds, and keep the table with the time of a fold."""
    found = judge(NAME, backbones=("face-encoder",), heads=HEADS, repeats=1)
    shown = board(found.all_predictions(), metrics=METRICS)
    seconds = {cell["head"]: cell["seconds"] / cell["cells"] for cell in found.record.cells}
    rows = [[head, *told, f"{seconds[head]:.1f}"] for _, head, *told in rows_of(shown)]
    rows.append(["by chance", *by_chance(shown)[2:], ""])
    keep(NAME, shown.as_dict(), headings=[*HEADINGS[1:], "s a fold"], rows=rows)
    print("\n".join(shown.sentences()))
