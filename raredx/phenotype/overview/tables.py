"""The tables of an overview: what can be recognised, what is near what, and who was looked at."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa

from raredx.errors import UserError
from raredx.phenotype.overview.chosen import Looked
from raredx.phenotype.overview.differing import Differences, fine
from raredx.phenotype.overview.ground import Ground, fit_of
from raredx.phenotype.population.distances import distances
from raredx.phenotype.population.out_of_fold import out_of_fold
from raredx.phenotype.population.people import Floats
from raredx.phenotype.population.recognisable import LEVEL, Recognisable, recognisable
from raredx.phenotype.population.stretch import measured
from raredx.phenotype.shape.regions import regions

REDRAWN = 200
"""How often people are drawn anew for the intervals of distances."""

AXES = 32
"""Of a face's place that are kept: along later ones conditions hardly differ."""

_TOLD = ("auc", "low", "high", "p", "q", "verdict")
_PAIR, _FIGURES = ("condition", "other"), ("squared", "low", "high")
_CONDITIONS = pa.schema(
    [
        pa.field("condition", pa.string()),
        pa.field("code", pa.string()),
        pa.field("people", pa.int32()),
        pa.field("images", pa.int32()),
        *(pa.field(name, pa.float64()) for name in _TOLD[:-1]),
        pa.field("verdict", pa.string()),
        pa.field("distance", pa.float64()),
        pa.field("by_chance", pa.float64()),
        pa.field("distance_q", pa.float64()),
        pa.field("points", pa.int32()),
    ]
)


def recognised(looked: Looked, ground: Ground, *, rounds: int, seed: int) -> Recognisable:
    """Whether each condition is told from all other people, by scores out of fold."""
    labels = np.array([label or "" for label in looked.people.labels])
    conditions = sorted({*labels.tolist()} - {""})
    if not conditions:
        raise UserError("Nobody here has a condition", remedy="Choose a cohort with patients")
    learn = fit_of(ground, looked.subjects, conditions)
    found = out_of_fold(labels.tolist(), looked.subjects, learn(labels), seed=seed)
    stretch = measured(
        labels.tolist(), looked.subjects, learn, conditions=conditions, rounds=rounds, seed=seed
    )
    return recognisable(
        found.scores, conditions, labels.tolist(), looked.subjects, stretch=stretch, seed=seed
    )


def conditions_table(
    looked: Looked, told: Recognisable | None, differing: Differences | None
) -> pa.Table:
    """A row of each condition; what could not be worked out is empty."""
    sizes, images = looked.people_of_label, Counter(looked.labels)
    names = sorted({label for label in looked.people.labels if label})
    rows = {row["condition"]: row for row in told.table()} if told else {}
    found = differing.found if differing else {}
    corrected = dict(
        zip(found, _discovered([one.distance_p for one in found.values()]), strict=True)
    )
    return pa.Table.from_pylist(
        [
            {
                "condition": name,
                "code": looked.codes.get(name),
                "people": sizes[name],
                "images": images[name],
                **{key: rows[name][key] if name in rows else None for key in _TOLD},
                "distance": found[name].distance if name in found else None,
                "by_chance": found[name].distance_by_chance if name in found else None,
                "distance_q": corrected.get(name),
                "points": int((found[name].p_family < LEVEL).sum()) if name in found else None,
            }
            for name in names
        ],
        schema=_CONDITIONS,
    )


def distance_table(looked: Looked, scores: Floats, *, seed: int) -> tuple[pa.Table, list[str]]:
    """A row of each pair of conditions, and the order in which what is alike is side by side."""
    found = distances(scores, looked.labels, looked.subjects, draws=REDRAWN, seed=seed)
    rows = pa.Table.from_pylist(found.table())
    pairs = {name: rows[name].combine_chunks().dictionary_encode() for name in _PAIR}
    figures = {name: pa.array(rows[name].to_numpy(), pa.float32()) for name in _FIGURES}
    table = pa.table({**pairs, **figures, "borrowed": rows["borrowed"]})
    return table, found.conditions[found.order].tolist()


def image_table(looked: Looked, ground: Ground) -> pa.Table:
    """A row of each image: who it shows, and where its face lies.

    Along each axis as far as conditions differ there, so that the cosine of two faces does not
    count what people of one condition do not share.
    """
    rows = pa.table(
        {
            "image_id": pa.array(looked.ids),
            "condition": pa.array(looked.labels).dictionary_encode(),
            "subject": pa.array(looked.subjects),
            "age": pa.array(looked.people.years, pa.float32()),
        }
    )
    if ground.scores is None or ground.between is None:
        return rows
    shared = np.sqrt(ground.between / (1 + ground.between))  # (k,)
    places = (ground.scores * shared)[:, :AXES]  # (n, axes)
    flat = pa.FixedSizeListArray.from_arrays(fine(places.ravel()), places.shape[1])
    return rows.append_column("place", flat)


def mean_table(mean: Floats) -> pa.Table:
    """A row of each point of the shape that conditions are compared with."""
    region = {point: name for name, points in regions().items() for point in points}
    axes = {axis: pa.array(mean[:, number], pa.float32()) for number, axis in enumerate("xyz")}
    return pa.table({"region": [region[point] for point in range(len(mean))], **axes})


def _discovered(p: list[float]) -> list[float]:
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p)).tolist() if p else []
