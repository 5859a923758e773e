"""Take the pictures of a plan, over processes, and write them as a cohort with their truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.encoding import Form
from raredx.cohorts.simulate.sittings import UNAFFECTED, Sitting
from raredx.jobs.progress import Progress
from raredx.processes import many_hands

LICENCE = "CC0-1.0"
_BATCH = 4  # pictures that a process takes at a time
_PREVIEWS = 8


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A picture as a process gives it back: small, and whole."""

    png: bytes
    row: dict[str, Any]
    truth: dict[str, Any]


def take_all(
    sittings: Sequence[Sitting],
    folder: Path,
    *,
    about: About,
    scale: float = 1.0,
    spread: float = 1.0,
    size: int = 256,
    form: Form | None = None,
    workers: int = 1,
    packed: bool = False,
    replace: bool = False,
    progress: Progress | None = None,
) -> Cohort:
    """Take every picture and write the cohort, whole or not at all.

    Parameters
    ----------
    sittings : sequence of Sitting
        Who, how often, from where. The same sittings give the same pictures on any number of
        processes.
    scale : float
        Multiplies the severity of every term; 0 is a control in which no condition shows.
    spread : float
        Multiplies how much people differ in shape otherwise.
    """
    from PIL import Image

    progress = progress or Progress()
    truths = []
    every = max(1, len(sittings) // _PREVIEWS)
    with building(folder, about, packed=packed, replace=replace) as new:
        found = taken(sittings, scale=scale, spread=spread, size=size, workers=workers)
        for number, one in enumerate(progress.track(found, total=len(sittings))):
            image = Image.open(BytesIO(one.png))
            image_id = new.add(image, form=form or Form(), licence=LICENCE, **one.row)
            truths.append({"image_id": image_id} | one.truth)
            if number % every == 0:
                progress.preview(image, caption=one.row["label"])
        new.side("truth", pa.Table.from_pylist(truths))
    return Cohort.open(folder)


def taken(
    sittings: Sequence[Sitting],
    *,
    scale: float = 1.0,
    spread: float = 1.0,
    size: int = 256,
    workers: int = 1,
) -> Iterator[Taken]:
    """The pictures of some sittings, in their order."""
    take = partial(take_one, scale=scale, spread=spread, size=size)
    with many_hands(workers, at_once=_BATCH) as over:
        yield from over(take, sittings)


def take_one(sitting: Sitting, *, scale: float, spread: float, size: int) -> Taken:
    """One picture with its row and its truth."""
    from PIL import Image

    from raredx.cohorts.simulate.knowledge.conditions import condition
    from raredx.cohorts.simulate.photograph import sit, truth

    photograph = sit(sitting, scale=scale, spread=spread, size=size)
    file = BytesIO()
    Image.fromarray(photograph.portrait.image).save(file, "PNG", compress_level=1)
    patient = photograph.patient
    return Taken(
        png=file.getvalue(),
        row={
            "subject_id": patient.id,
            "label": condition(sitting.condition).name if sitting.condition else UNAFFECTED,
            "label_id": sitting.condition,
            "origin": "simulated",
            "source": "simulated patient",
            "sex": patient.identity.sex,
            "age": patient.identity.years,
            "phenotypes": list(patient.severities),
        },
        truth=truth(photograph)
        | {"view": sitting.view, "scale": scale, "spread": spread, "seed": sitting.seed},
    )
