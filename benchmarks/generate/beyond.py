"""How much more faces show their condition than those which the base model draws as it is."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np

from benchmarks.generate.faces import Pixels
from benchmarks.generate.judge import Judge, with_face
from benchmarks.generate.methods import Judged, drawn_by
from benchmarks.tables import keep
from raredx.statistics.areas import area
from raredx.statistics.estimate import Estimate

_TRIED = (("lora", 4), ("dreambooth", 4), ("fastgan", 4), ("fastgan", 20))


def beyond() -> None:
    """One draw of each method on five conditions, against the base as it is."""
    judged = Judged()
    untuned = judged.untuned()
    rows, figures = [], {}
    for method, size in _TRIED:
        (faces,) = drawn_by(method, judged.learned.examples(size))
        found = with_face(np.concatenate([*faces.values()]))
        each = {label: _area(judged.judge, label, faces, untuned) for label in faces}
        mean = _mean([*each.values()])
        figures[f"{method}, {size}"] = {"area": mean, "each": each, "faces": found.value}
        low, high = found.interval
        rows.append(
            [
                f"{method}, {size}",
                f"{100 * found.value:.1f} ({100 * low:.1f} to {100 * high:.1f})",
                _told(mean),
                *(f"{one.value:.2f}" for one in each.values()),
            ]
        )
        print(rows[-1], flush=True)
    keep(
        "generators-beyond",
        figures,
        headings=[
            "learned by, from images of each condition",
            "with a face, %",
            "told from the base as it is, AUC",
            *untuned,
        ],
        rows=rows,
    )


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


def _told(one: Estimate) -> str:
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"
