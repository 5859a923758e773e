"""How much more faces show their condition than those which the base model draws as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import sqrt
from typing import Any

import numpy as np

from benchmarks.generate.faces import Pixels
from benchmarks.generate.judge import Judge, with_face
from benchmarks.generate.methods import Judged, drawn_by
from benchmarks.tables import keep
from raredx.files import write_whole
from raredx.settings import settings
from raredx.statistics.areas import area
from raredx.statistics.estimate import Estimate

_TRIED = (("dreambooth", 4), ("lora", 4), ("fastgan", 20), ("fastgan", 4))


def beyond() -> None:
    """One draw of each method on five conditions, against the base as it is."""
    found: dict[str, dict[str, Any]] = {}
    for method, size in _TRIED:
        found[f"{method}, {size}"] = judged(method, size)
        _keep(found)


def _keep(found: Mapping[str, Mapping[str, Any]]) -> None:
    """Write down what there is by now."""
    rows = [
        [
            name,
            "{:.1f} ({:.1f} to {:.1f})".format(*(100 * one for one in told["faces"])),
            "{:.2f} ({:.2f} to {:.2f})".format(*told["area"]),
            *(f"{one[0]:.2f}" for one in told["each"].values()),
        ]
        for name, told in found.items()
    ]
    keep(
        "generators-beyond",
        found,
        headings=[
            "learned by, from images of each condition",
            "with a face, %",
            "told from the base as it is, AUC",
            *next(iter(found.values()))["each"],
        ],
        rows=rows,
    )


def judged(method: str, size: int) -> dict[str, Any]:
    """What a method draws of each condition, judged; what is done is kept."""
    file = settings().workspace / "benchmarks" / f"beyond-{method}-{size}.json"
    if not file.exists():
        known = Judged()
        untuned = known.untuned()
        (faces,) = drawn_by(method, known.learned.examples(size))
        found = with_face(np.concatenate([*faces.values()]))
        each = {label: _area(known.judge, label, faces, untuned) for label in faces}
        told = {"faces": [found.value, *found.interval], "area": _mean([*each.values()])}
        write_whole(file, json.dumps({**told, "each": each}))
    kept: dict[str, Any] = json.loads(file.read_text())
    return kept


def _area(
    judge: Judge, label: str, faces: Mapping[str, Pixels], untuned: Mapping[str, Pixels]
) -> Estimate:
    """How often a face that was drawn scores above one of the base, by its condition."""
    own, other = (judge.scores(some[label], label) for some in (faces, untuned))
    scores = np.concatenate([own, other])
    return area(scores, np.arange(len(scores)) < len(own))


def _mean(each: list[Estimate]) -> Estimate:
    """The mean of areas that have nothing in common."""
    values, low, high = (np.array(one) for one in zip(*each, strict=True))
    mean = float(values.mean())
    below, above = (sqrt(((one - values) ** 2).sum()) / len(values) for one in (low, high))
    return Estimate(mean, mean - below, min(1.0, mean + above))
