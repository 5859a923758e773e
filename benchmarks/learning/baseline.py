"""Every offline backbone with every head, cross-validated on the shipped cohort."""

from __future__ import annotations

from benchmarks.learning.judging import HEADINGS, METRICS, by_chance, judge, rows_of
from benchmarks.tables import keep
from raredx.learning.board import board
from raredx.learning.heads import all_heads

NAME = "learning"
BACKBONES = (
    *("landmarks", "shape-space", "face-signs", "face-encoder"),
    *("efficientnet-lite0", "efficientnet-lite0@whole", "efficientnet-lite1", "efficientnet-lite2"),
)
PUBLISHED = {
    "DenseNet-169": ("15.9 ± 2.3", "33.6 ± 3.7", "43.0 ± 2.6"),
    "Swin-T": ("14.3 ± 2.6", "26.2 ± 3.2", "35.9 ± 3.2"),
    "FaceNet": ("9.9 ± 1.8", "24.6 ± 5.4", "34.9 ± 4.8"),
    "CLIP ViT-B/32": ("3.0 ± 1.5", "12.7 ± 2.8", "19.1 ± 5.2"),
}
"""113 test images of 103 conditions; ± is the spread of five models on these same images."""


def judged() -> None:
    """Judge them all, and keep the table."""
    named = judge(
        NAME, backbones=BACKBONES, heads=tuple(all_heads(sees="features"))
    ).all_predictions()
    rows, figures = [], []
    for backbone in BACKBONES:
        own = {name: said for name, said in named.items() if f" / {backbone} / " in name}
        shown = board(own, metrics=METRICS)
        rows += rows_of(shown)
        figures += [
            {"classifier": name, **scores.as_dict()} for name, scores in shown.scores.items()
        ]
    rows.append(by_chance(shown))
    rows += [
        [f"*RDFace's photographs:* {name}", "fine-tuned", *told, "", ""]
        for name, told in PUBLISHED.items()
    ]
    keep(NAME, figures, headings=HEADINGS, rows=rows)
