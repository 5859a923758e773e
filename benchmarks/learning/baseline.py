"""Every offline backbone with every head, cross-validated on the shipped cohort."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.tables import keep
from raredx.jobs import Progress
from raredx.learning.board import board
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.learning.heads import all_heads
from raredx.settings import thread_count

NAME = "learning"
BACKBONES = (
    *("landmarks", "shape-space", "face-signs", "face-encoder"),
    *("efficientnet-lite0", "efficientnet-lite0@whole", "efficientnet-lite1", "efficientnet-lite2"),
)
METRICS = ("top-1", "top-5", "top-10", "f1-macro", "auroc", "log-loss")
HEADINGS = ["backbone", "head", "top-1, %", "top-5, %", "top-10, %", "macro F1, %", "AUROC"]
PUBLISHED = {
    "DenseNet-169": ("15.9 ± 2.3", "33.6 ± 3.7", "43.0 ± 2.6"),
    "Swin-T": ("14.3 ± 2.6", "26.2 ± 3.2", "35.9 ± 3.2"),
    "FaceNet": ("9.9 ± 1.8", "24.6 ± 5.4", "34.9 ± 4.8"),
    "CLIP ViT-B/32": ("3.0 ± 1.5", "12.7 ± 2.8", "19.1 ± 5.2"),
}
"""113 test images of 103 conditions; ± is the spread of five models on these same images."""


def judged() -> None:
    """Judge them all, and keep the table."""
    config = ExperimentConfig(
        name=NAME,
        backbones=BACKBONES,
        heads=tuple(all_heads(sees="features")),
        split="standard",
        replace=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        progress = Progress(scratch=Path(folder) / "scratch")
        found = run(config, workers=thread_count(), progress=progress)
    named = found.all_predictions()
    rows, figures = [], []
    for backbone in BACKBONES:
        own = {name: said for name, said in named.items() if f" / {backbone} / " in name}
        shown = board(own, metrics=METRICS)
        for name, scores in shown.scores.items():
            cells = [cell(scores[metric]) for metric in METRICS[:5]]
            rows.append([backbone, name.rpartition(" / ")[2], *cells])
            figures.append({"classifier": name, **scores.as_dict()})
    first = next(iter(shown.scores.values()))
    rows.append(["by chance", "", *(chance(first[metric]) for metric in METRICS[:5])])
    rows += [
        [f"*RDFace's photographs:* {name}", "fine-tuned", *told, "", ""]
        for name, told in PUBLISHED.items()
    ]
    keep("learning", figures, headings=HEADINGS, rows=rows)


def cell(score) -> str:
    """A value with its interval."""
    value, low, high = (score.metric.show(one).rstrip("%") for one in score.estimate)
    return f"{value} ({low} to {high})"


def chance(score) -> str:
    """What guessing gives."""
    return "" if score.chance is None else score.metric.show(score.chance).rstrip("%")
