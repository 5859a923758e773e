"""Metrics: what each measures and when it may be reported, and predictions scored by all of them.

    print(score(predictions)["top-1"])  # Top-1: 15.9% (95 % CI 10.3% to 23.8%; by chance 1.0%; ...)
    get_metric("auroc").values(prepare(predictions), weights)  # (d,) for weights (d, n) of images

A metric is a function that is registered in its file (`hits`, `answers`, `curves`, `probabilities`,
`calibration`). `per_class`, `confusion` and `reliability` say where a number comes from.
"""

from raredx.learning.metrics.classes import ClassScore, per_class
from raredx.learning.metrics.confusion import Cell, confusion
from raredx.learning.metrics.prepared import Prepared, prepare
from raredx.learning.metrics.registry import Metric, all_metrics, get_metric
from raredx.learning.metrics.reliability import Reliability, reliability
from raredx.learning.metrics.scores import Score, Scores, score

__all__ = [
    "Cell",
    "ClassScore",
    "Metric",
    "Prepared",
    "Reliability",
    "Score",
    "Scores",
    "all_metrics",
    "confusion",
    "get_metric",
    "per_class",
    "prepare",
    "reliability",
    "score",
]
