"""Whether probabilities and sets keep what they promise, on people whom nothing was chosen by."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.predict.whom import cohort, demonstration, of_people, tested
from benchmarks.tables import keep
from raredx.learning.metrics import score
from raredx.learning.predictions import Predictions
from raredx.statistics.shares import Share, share

METRICS = ("top-1", "top-5", "top-10", "ece", "brier", "log-loss")
COVERAGES = (0.8, 0.9, 0.95)
UNAFFECTED = "unaffected"


def promised() -> None:
    """Ask about the whole test part, and keep what was promised beside what was found."""
    bundle, ids = demonstration(), tested()
    sighting = of_people(cohort(), ids)
    seen = np.flatnonzero(sighting.seen)
    answers = _answers([ids[row] for row in seen], sighting.scores[seen])
    affected = np.array([bundle.classes[place] != UNAFFECTED for place in answers.truth])
    groups = {
        "all": np.ones(len(affected), bool),
        "with a condition": affected,
        UNAFFECTED: ~affected,
    }
    rows, figures = _scored(answers, groups)
    reach = bundle.reach
    assert reach is not None
    own = np.arange(len(answers)), answers.truth
    for coverage in COVERAGES:
        held = reach.held(answers.probabilities, coverage)
        sizes, right = held.sum(1), held[own]
        low, high = reach.promised(coverage)
        found = {name: _share(right[some]) for name, some in groups.items()}
        rows += [
            [
                f"sets of {coverage:.0%} (promised {100 * low:.1f} to {100 * high:.1f}), %",
                *(_shown(one) for one in found.values()),
            ],
            ["their conditions, mean (median)", *(_sizes(sizes[some]) for some in groups.values())],
        ]
        figures[f"sets of {coverage:.0%}"] = {
            "promised": [low, high],
            "held": {name: [one.value, *one.interval] for name, one in found.items()},
            "sizes": np.bincount(sizes, minlength=len(bundle.classes) + 1).tolist(),
        }
    strange = np.array([sighting.apart(int(row), bundle).strange for row in seen])
    turned = {name: _share(strange[some]) for name, some in groups.items()}
    rows.append(["turned away as of another kind, %", *(_shown(one) for one in turned.values())])
    figures["turned away"] = {name: [one.value, *one.interval] for name, one in turned.items()}
    figures["without a face"] = len(ids) - len(seen)
    keep("predict-calibration", figures, headings=["", *map(_headed, groups.items())], rows=rows)


def _answers(ids: list[str], scores: npt.NDArray[Any]) -> Predictions:
    bundle = demonstration()
    rows = cohort().rows("image_id", "label", "subject_id").to_pydict()
    label = dict(zip(rows["image_id"], rows["label"], strict=True))
    subject = dict(zip(rows["image_id"], rows["subject_id"], strict=True))
    return Predictions(
        classes=bundle.classes,
        scores=scores.astype(np.float32),
        truth=np.array([bundle.classes.index(label[one]) for one in ids], np.intp),
        images=np.array(ids),
        subjects=np.array([subject[one] for one in ids]),
        repeat=np.zeros(len(ids), np.intp),
        fold=np.zeros(len(ids), np.intp),
        trained=np.array([one.images for one in bundle.card.conditions], float),
    )


def _scored(
    answers: Predictions, groups: dict[str, npt.NDArray[np.bool_]]
) -> tuple[list[list[str]], dict[str, Any]]:
    found = {name: score(answers.take(some), names=METRICS) for name, some in groups.items()}
    rows = []
    for metric in METRICS:
        cells = []
        for scores in found.values():
            value, low, high = (scores[metric].metric.show(one) for one in scores[metric].estimate)
            known = np.isfinite(scores[metric].estimate.value)
            cells.append(f"{value} ({low} to {high})".replace("%", "") if known else "")
        rows.append([f"{metric}{', %' if '%' in value else ''}", *cells])
    return rows, {name: list(scores.rows()) for name, scores in found.items()}


def _share(right: npt.NDArray[np.bool_]) -> Share:
    return share(int(right.sum()), len(right))


def _shown(one: Share) -> str:
    low, high = one.interval
    return f"{100 * one.value:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def _sizes(sizes: npt.NDArray[Any]) -> str:
    return f"{sizes.mean():.1f} ({np.median(sizes):.0f})"


def _headed(group: tuple[str, npt.NDArray[np.bool_]]) -> str:
    name, some = group
    return f"{name}, n = {int(some.sum()):,}"
