"""How long an answer and a map take, beside decoding, landmarks and the bare network."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import numpy as np
from numpy.random import default_rng

from benchmarks.predict.bare import Bare
from benchmarks.predict.clients import pictures
from benchmarks.tables import keep
from raredx.cohorts.intake import admit
from raredx.diagnosis.explain import maps
from raredx.diagnosis.explain.explanation import checked, explain
from raredx.diagnosis.explain.sight import Sight
from raredx.diagnosis.predict import predict
from raredx.learning.backbones import get_backbone
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.store import DEMONSTRATION, open_bundle
from raredx.learning.experiment.chosen import parse_head
from raredx.phenotype.landmarks import landmarks_in
from raredx.settings import thread_count

HEADINGS = ["milliseconds, median", "workbench", "beside", "ratio"]
OTHER = "efficientnet-lite0"
IMAGES, TIMES, CHECKED, COLD = 12, 48, 3, 3
"""Images; how often an answer, a checked map and a new process are timed, each in turn with what
stands beside it."""
_PASS = "decode + landmarks + forward"
_BOTH = "forward + backward"

Work = Callable[[bytes], object]


def measured() -> None:
    """Measure everything in one run, and keep it."""
    files = pictures(IMAGES)
    rows = [*warm(open_bundle(DEMONSTRATION), files), *warm(larger(), files), *cold(files[0])]
    figures = {
        "threads": thread_count(),
        "rows": [dict(zip(HEADINGS, row, strict=True)) for row in rows],
    }
    keep("predict-speed", figures, headings=HEADINGS, rows=rows)


def warm(bundle: Bundle, files: list[bytes]) -> list[list[str]]:
    """Answers and maps by a model that is open, beside its bare network."""
    name = bundle.backbone.name
    with closing(Bare(bundle.backbone)) as bare:
        shown = {one: bare.pixels(one) for one in files}
        sights = {one: _sight(bundle, one) for one in files}
        column = int(bundle.head.trained[0])
        answer = _in_turn(files, lambda one: predict(admit(one).image, bundle), bare.forward)
        cam = _in_turn(
            files,
            lambda one: maps.by_gradients(_fresh(sights[one]), column),
            lambda one: bare.backward(shown[one]),
        )
    condition = bundle.classes[column]
    both = _times(files, TIMES, lambda one: (_answered(bundle, one), _mapped(bundle, one)))
    first = {one: explain(sight, condition) for one, sight in sights.items()}
    checks = _times(files, CHECKED, lambda one: checked(first[one]))
    return [
        _row(f"{name}: an answer", *answer, _PASS),
        _row(f"{name}: Grad-CAM alone", *cam, _BOTH),
        [f"{name}: an answer and its map", f"{both:.0f}", "2,000 is the goal", ""],
        [f"{name}: the checks of a map", f"{checks:,.0f}", "8,000 is the goal", ""],
    ]


def cold(file: bytes) -> list[list[str]]:
    """Whole processes that begin with nothing: a command, and the bare network."""
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder, "face.png")
        image.write_bytes(file)
        ask = ["raredx", "predict", str(image), "--model", DEMONSTRATION, "--teaching"]
        why = ["raredx", "explain", str(image), "--model", DEMONSTRATION, "--teaching"]
        bare = ["benchmarks.predict.bare", str(image)]
        took = np.array([[_process(one) for one in (ask, why, bare)] for _ in range(COLD)])
    asked, told, least = 1000 * np.median(took, 0)
    ratio = float(np.median(took[:, 0] / took[:, 2]))
    return [
        _row("a new process: an answer", asked, least, ratio, _PASS),
        ["a new process: an answer and its checked map", f"{told:,.0f}", "", ""],
    ]


def larger() -> Bundle:
    """A model with a larger network. What it says is by lot, and takes as long as the truth."""
    shipped, backbone, chance = open_bundle(DEMONSTRATION), get_backbone(OTHER), default_rng(0)
    assert shipped.reach
    people = range(2 * len(shipped.classes))
    head = parse_head("prototype").fit(
        chance.normal(size=(len(people), backbone.width)),
        [*shipped.classes, *shipped.classes],
        [str(one) for one in people],
        classes=shipped.classes,
        seed=0,
    )
    bundle = replace(shipped, backbone=backbone, head=head)
    places = chance.normal(size=(len(shipped.gallery.features), backbone.width))
    vars(bundle).update(
        gallery=replace(shipped.gallery, features=places.astype(np.float32)),
        reach=replace(shipped.reach, far=np.full(len(shipped.reach.far), 2.0)),  # nobody is far
    )
    return bundle


def _sight(bundle: Bundle, file: bytes) -> Sight:
    image = admit(file).image
    return Sight.of(image, landmarks_in(image), bundle)


def _fresh(sight: Sight) -> Sight:
    """The same before anything was asked of it."""
    return Sight(bundle=sight.bundle, picture=sight.picture, points=sight.points)


def _answered(bundle: Bundle, file: bytes) -> object:
    return predict(admit(file).image, bundle, teaching=True)


def _mapped(bundle: Bundle, file: bytes) -> object:
    return explain(_sight(bundle, file), bundle.classes[int(bundle.head.trained[0])]).overlay()


def _in_turn(files: list[bytes], ours: Work, bare: Work) -> tuple[float, float, float]:
    """Milliseconds of both, taken in turn, and their ratio pair by pair."""
    for one in files[:2]:  # what is loaded once
        ours(one)
        bare(one)
    took = np.array(
        [[_seconds(ours, one), _seconds(bare, one)] for one in islice(cycle(files), TIMES)]
    )
    own, least = 1000 * np.median(took, 0)
    return float(own), float(least), float(np.median(took[:, 0] / took[:, 1]))


def _times(files: list[bytes], many: int, work: Work) -> float:
    """Milliseconds."""
    work(files[0])
    return 1000 * float(np.median([_seconds(work, one) for one in islice(cycle(files), many)]))


def _seconds(work: Work, file: bytes) -> float:
    begun = time.perf_counter()
    work(file)
    return time.perf_counter() - begun


def _process(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", *command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _row(what: str, ours: float, least: float, ratio: float, beside: str) -> list[str]:
    return [what, f"{ours:,.1f}", f"{least:,.1f} {beside}", f"{ratio:.2f}"]
