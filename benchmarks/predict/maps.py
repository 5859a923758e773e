"""How often a map may be read: by the trained network, and by one that has learned nothing."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.predict.whom import cohort, demonstration, tested
from benchmarks.tables import keep
from raredx.diagnosis.explain import checks
from raredx.diagnosis.explain.explanation import Explanation, checked, explain
from raredx.diagnosis.explain.maps import by_gradients
from raredx.diagnosis.explain.shuffled import shuffled
from raredx.diagnosis.explain.sight import Sight
from raredx.diagnosis.predict import predict
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.train import make
from raredx.encoders.encode import load
from raredx.jobs.progress import Progress
from raredx.learning.bundle.bundle import Bundle
from raredx.phenotype.landmarks import landmarks_in
from raredx.settings import settings
from raredx.statistics.shares import share

MANY = 100
HEADINGS = ["model", "n", "map may be read, % (95 % CI)"]
CHECKS = ("knowledge", "dependence", "removal", "steadiness")
_SEEDS = {"random weights": (1, ()), "random weights, patients alone": (2, ("unaffected",))}


def believed() -> None:
    """Explain first answers by each model, and keep how often the map passed which check."""
    ids = tested()[:: len(tested()) // MANY][:MANY]
    told = {"demonstration": _asked(demonstration(), ids)}
    for name, (seed, without) in _SEEDS.items():
        with _blank(seed, without) as bundle:
            told[name] = _asked(bundle, ids)
    rows = [_row(name, found) for name, found in told.items()]
    for group, belongs in _GROUPS.items():
        rows.append(_row(f"demonstration, {group}", [*filter(belongs, told["demonstration"])]))
    alone = [_alone(one) for one in told["demonstration"]]
    rows.append(_row("demonstration, Grad-CAM alone", alone))
    figures = {name: [_figures(one) for one in found] for name, found in told.items()}
    keep("predict-maps", figures, headings=[*HEADINGS, *CHECKS], rows=rows)


_GROUPS: dict[str, Callable[[Explanation], bool]] = {
    "a condition first": lambda one: one.condition != "unaffected",
    "*unaffected* first": lambda one: one.condition == "unaffected",
}


def _asked(bundle: Bundle, ids: Any) -> list[Explanation]:
    """The checked maps of first answers about people who are not turned away."""
    found = []
    for one in ids:
        image = cohort().image(one)
        landmarks = landmarks_in(image)
        told = predict(image, bundle, landmarks=landmarks)
        if told.differential:
            first = told.differential.ranked[0].name
            found.append(checked(explain(Sight.of(image, landmarks, bundle), first)))
    return found


@contextmanager
def _blank(seed: int, without: tuple[str, ...]) -> Iterator[Bundle]:
    """A model of the same make whose network's weights were shuffled before it was fitted."""
    own = demonstration().card
    known = {own.backbone: shuffled(load(own.backbone), seed=seed)}
    config = TrainConfig(
        name="blank", split=own.split, backbone=own.backbone, head=own.head, without=without
    )
    with (
        tempfile.TemporaryDirectory() as place,
        patch("raredx.encoders.encode.load", lambda name: known.get(name) or load(name)),
        patch.dict(os.environ, RAREDX_WORKSPACE=place),  # the other one's features lie elsewhere
    ):
        settings.cache_clear()
        progress = Progress(scratch=Path(place) / "scratch")
        yield make(config, Path(place) / "blank", progress=progress)
    settings.cache_clear()


def _alone(one: Explanation) -> Explanation:
    """The same map without hiding places."""
    told = {check.name: check for check in one.checks}
    sight, column = one.sight, one.column
    told["removal"] = checks.removal(sight, column, one.gradients)
    told["steadiness"] = checks.steadiness(sight, column, one.gradients, by_gradients)
    return replace(one, hidden=None, checks=tuple(told.values()))


def _row(name: str, found: list[Explanation]) -> list[str]:
    passed = Counter(check.name for one in found for check in one.checks if check.passed)
    read = share(sum(one.believed for one in found), len(found))
    low, high = (100 * one for one in read.interval)
    return [
        name,
        f"{read.of:,}",
        f"{100 * read.value:.1f} ({low:.1f} to {high:.1f})",
        *(f"{100 * passed[check] / max(len(found), 1):.1f}" for check in CHECKS),
    ]


def _figures(one: Explanation) -> dict[str, Any]:
    return {
        "condition": one.condition,
        "checks": {
            check.name: None if check.value is None else float(np.round(check.value, 3))
            for check in one.checks
        },
        "read": one.believed,
    }
