"""How fast: landmarks beside bare MediaPipe, ten thousand faces compared, one face looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.tables import keep
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.simface import FOLDER
from raredx.phenotype.analyse import analyse
from raredx.phenotype.landmarks.detect import Detector
from raredx.phenotype.landmarks.found import unpacked
from raredx.phenotype.reference.reference import Reference, open_reference
from raredx.phenotype.shape.model import Faces
from raredx.phenotype.traits.disturbances import disturbances_of
from raredx.phenotype.traits.measures import measure

HEADINGS = ["what", "workbench", "beside", "ratio"]
ROUNDS, FACES, SINGLE = 3, 10_000, 100
"""How often, faces that are compared at once, and one by one."""


def measured() -> None:
    """Measure everything in one run, and keep it."""
    found = landmarks() + ten_thousand() + one_face()
    rows = [[what, ours, theirs, ratio] for what, ours, theirs, ratio in found]
    figures = [dict(zip(HEADINGS, row, strict=True)) for row in rows]
    keep("phenotype-speed", figures, headings=HEADINGS, rows=rows)


def landmarks() -> list[tuple[str, str, str, str]]:
    """Images per second: bare MediaPipe and the workbench, on one core and on two, in turn.

    What two cores can do at most is told by bare MediaPipe in two processes at once.
    """
    bare, ours = zip(*_apart("one", cores=1)[0], strict=True)
    two, most = [], []
    for _ in range(ROUNDS):
        two += _apart("two", cores=2)[0]
        found = _apart("bare", cores=2, times=2)
        most.append(sum(median(speed for speed, _ in one) for one in found))
    return [
        _line("landmarks, images/s on one core", ours, bare, "bare"),
        _line("landmarks, images/s on two cores", two, [median(bare)] * ROUNDS, "bare on one"),
        _line("landmarks, images/s on two cores", two, most, "bare, two at once"),
    ]


def _line(
    what: str, ours: Sequence[float], theirs: Sequence[float], who: str
) -> tuple[str, str, str, str]:
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    return what, f"{median(ours):.1f}", f"{median(theirs):.1f} {who}", f"{ratio:.2f}"


def ten_thousand() -> list[tuple[str, str, str, str]]:
    """Faces after their landmarks, aligned, compared and measured: all at once and one by one."""
    reference = open_reference()
    cohort = Cohort.open(FOLDER)
    ids = cohort.rows("image_id")["image_id"].to_pylist()[:SINGLE]
    with Detector() as detector:
        rows = np.stack([detector.detect(cohort.image(one)) for one in ids])
    rows = rows[np.isfinite(rows).all(1)]
    many = np.resize(rows, (FACES, rows.shape[1]))
    at_once = median(_seconds(lambda: _judged(reference, many)) for _ in range(ROUNDS))
    singly = _seconds(lambda: [_judged(reference, row[None]) for row in rows]) / len(rows) * FACES
    ours, theirs = f"{at_once:.2f} s", f"{singly:.1f} s one by one"
    return [(f"{FACES:,} faces after landmarks", ours, theirs, f"{singly / at_once:.0f}")]


def one_face() -> list[tuple[str, str, str, str]]:
    """From an image to the whole answer, as the page gives it."""
    reference, cohort = open_reference(), Cohort.open(FOLDER)
    ids = cohort.rows("image_id")["image_id"].to_pylist()[: 8 * ROUNDS]
    images = [cohort.image(one) for one in ids]
    analyse(images[0], reference)  # what is loaded once
    took = [_seconds(lambda image=image: analyse(image, reference)) for image in images]  # type: ignore[misc]
    worst = f"{max(took):.2f} s at most"
    return [("an image to the full answer", f"{median(took):.2f} s", worst, "")]


def _judged(reference: Reference, rows: npt.NDArray[Any]) -> None:
    found = unpacked(rows)
    years, sexes = [5.0] * len(rows), ["female"] * len(rows)
    faces: Faces = reference.shape.faces(found, years=years, sexes=sexes)
    reference.shape.compare(faces)
    assert reference.norms
    assert reference.rules
    causes = disturbances_of(faces.aligned.angles, found.expressions)
    z = reference.norms.z(
        measure(faces.shapes), years=np.array(years), sexes=sexes, disturbances=causes
    )
    reference.rules.confidence(z)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _apart(who: str, *, cores: int, times: int = 1) -> list[Any]:
    """What so many processes at once find, on as many cores as they may have."""
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    with tempfile.TemporaryDirectory() as workspace:
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.phenotype.finding", who],
                env={**os.environ, "RAREDX_WORKSPACE": workspace},
                preexec_fn=lambda: os.sched_setaffinity(0, allowed),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            for _ in range(times)
        ]
        return [json.loads(one.communicate()[0].splitlines()[-1]) for one in running]
