"""How fast classifiers are judged, beside reading and encoding everything again for each of them.

The straightforward way is what notebooks do: for every arm, backbone, head and fold they decode,
transform and encode all training and validation images, then fit. Of its cells a few are measured
for each backbone, and the sum is worked out from their mean.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import torch

from benchmarks.tables import keep
from raredx.cohorts.card import About
from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.simface import Recipe
from raredx.cohorts.simulate.sittings import plan_sittings
from raredx.cohorts.simulate.taking import LICENCE
from raredx.cohorts.store import cohorts_folder
from raredx.encoders import encode, get_encoder
from raredx.encoders.encode import load
from raredx.encoders.preprocess import as_array
from raredx.jobs import Progress
from raredx.learning.board import board
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import lay_out, run
from raredx.learning.predictions import Predictions
from raredx.settings import settings, thread_count

HEADINGS = ["what", "workbench", "beside", "ratio"]
LITE0 = "efficientnet-lite0"
ARMS, BACKBONES = ("own", "flipped", "none+others"), (LITE0, f"{LITE0}@whole")
HEADS = ("prototype", "nearest", "discriminant")
IMAGES, BATCHES, ROUNDS = 128, (8, 16, 32), 3
PART = 11  # of the simulator: the shipped cohorts have others
CLASSES, ROWS, CLASSIFIERS = 100, 600, 12


def measured() -> None:
    """Measure everything in one run, in a workspace where nothing is known yet, and keep it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RAREDX_WORKSPACE"] = folder
        settings.cache_clear()
        _write_others(cohorts_folder() / "others")
        found = [*experiment(Path(folder)), features(), statistics()]
    figures = [dict(zip(HEADINGS, row, strict=True)) for row in found]
    keep("learning-speed", figures, headings=HEADINGS, rows=found)


def experiment(folder: Path) -> list[list[str]]:
    """All cells of an experiment, from images to predictions, with nothing known before."""
    config = ExperimentConfig(
        name="speed", arms=ARMS, backbones=BACKBONES, heads=HEADS, split="standard"
    )
    progress = Progress(scratch=folder / "scratch")
    begun = time.perf_counter()
    done = run(config, workers=thread_count(), progress=progress)
    ours = time.perf_counter() - begun
    cells = sum(one["cells"] for one in done.record.cells)
    theirs = _straightforward(config) * cells
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return [
        [
            f"{cells} cells: 3 arms x 2 backbones x 3 heads x 5 x 5 folds",
            f"{ours:.0f} s",
            f"{theirs:,.0f} s encoding for every cell",
            f"{theirs / ours:.0f}",
        ],
        [
            "the most memory that it takes",
            f"{own / 1024:.0f} MB",
            f"{children / 1024:.0f} MB in each process beside it",
            "",
        ],
    ]


def features() -> list[str]:
    """Images per second through the workbench, beside the network alone at its best batch."""
    images = _images(IMAGES)
    network, encoder = load(LITE0), get_encoder(LITE0)
    pixels = torch.from_numpy(as_array(images, encoder))
    best = 0.0
    with torch.inference_mode():
        for batch in BATCHES:
            network(pixels[:batch])
            speeds = [
                _speed(lambda b=batch: [network(some) for some in pixels.split(b)])
                for _ in range(ROUNDS)
            ]
            best = max(best, median(speeds))
    ours = median(_speed(lambda: encode(LITE0, images)) for _ in range(ROUNDS))
    what = "features, images/s, with all that makes pixels of a picture"
    return [
        what,
        f"{ours:.1f}",
        f"{best:.1f} forward alone, at its best batch",
        f"{ours / best:.2f}",
    ]


def statistics() -> list[str]:
    """Any two of twelve classifiers compared, 100 classes, 5 folds x 5 repeats."""
    named = {f"classifier {number}": _invented(number) for number in range(CLASSIFIERS)}
    took = median(_seconds(lambda: board(named)) for _ in range(ROUNDS))
    pairs = CLASSIFIERS * (CLASSIFIERS - 1) // 2
    what = f"{CLASSIFIERS} classifiers of {CLASSES} classes: 6 metrics each, {pairs} comparisons"
    return [what, f"{took:.1f} s", "10 s is the goal", ""]


def _straightforward(config: ExperimentConfig) -> float:
    """Seconds of a cell in which images are read, encoded and learned from."""
    study, _ = lay_out(config)
    took = []
    for backbone in BACKBONES:
        fold = study.folds[len(took)]
        begun = time.perf_counter()
        ids = [*fold.training, *fold.judged]
        table = encode(backbone.partition("@")[0], (study.cohort.image(one) for one in ids))
        known = len(fold.training)
        head = parse_head(HEADS[len(took)])
        labels = [study.labels[one] for one in fold.training]
        people = [study.subjects[one] for one in fold.training]
        fitted = head.fit(table[:known], labels, people, classes=study.classes, seed=0)
        fitted.scores(table[known:])
        took.append(time.perf_counter() - begun)
    return sum(took) / len(took)


def _write_others(folder: Path) -> None:
    """Other simulated people with the same conditions: somebody to add to an arm."""
    recipe = Recipe.shipped()
    sittings = plan_sittings(
        [one.id for one in simface()],
        seed=recipe.seed,
        part=PART,
        images=2,
        unaffected=0,
        turned=recipe.turned,
    )
    about = About(title=folder.name, licence=LICENCE)
    recipe.take(sittings, folder, about=about, workers=thread_count())


def _images(many: int):
    study, _ = lay_out(ExperimentConfig(name="speed", split="standard"))
    return [study.cohort.image(one) for one in study.images[:many]]


def _invented(seed: int) -> Predictions:
    rng = np.random.default_rng(seed)
    truth = np.tile(np.arange(CLASSES), ROWS // CLASSES)
    repeats = 5
    scores = rng.gumbel(size=(repeats, ROWS, CLASSES)).astype(np.float32)
    scores[:, np.arange(ROWS), truth] += 2 + seed / 10
    scores -= np.log(np.exp(scores).sum(2, keepdims=True))
    images = np.array([f"i{number:04d}" for number in range(ROWS)])
    return Predictions(
        classes=tuple(f"c{number:03d}" for number in range(CLASSES)),
        scores=scores.reshape(-1, CLASSES),
        truth=np.tile(truth, repeats),
        images=np.tile(images, repeats),
        subjects=np.tile(images, repeats),
        repeat=np.repeat(np.arange(repeats), ROWS),
        fold=np.concatenate(
            [np.random.default_rng(r).permutation(ROWS) % 5 for r in range(repeats)]
        ),
        trained=np.full(CLASSES, 5.0),
    )


def _speed(work: Callable[[], object]) -> float:
    return IMAGES / _seconds(work)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
