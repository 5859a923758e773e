"""How well a batch was answered, where the truth is known and the model had met nobody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from raredx.diagnosis.batch.table import FOR_TEACHING, NO_ANSWER
from raredx.learning.metrics import score
from raredx.learning.metrics.figures import known, of_people
from raredx.learning.predictions import Predictions
from raredx.statistics.estimate import Estimate
from raredx.words import count

if TYPE_CHECKING:
    from raredx.learning.bundle.bundle import Bundle

_TOPS = ("top-1", "top-5")


class Scored(BaseModel):
    """One figure, with what has to stand beside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    title: str
    value: float | None
    low: float | None
    high: float | None
    """Of the 95 % interval, over people."""
    chance: float | None
    images: int
    people: int
    note: str = ""
    """What it was promised to be, or why there is no value."""

    def __str__(self) -> str:
        """One sentence.

        >>> print(Scored(name="top-1", title="Top-1", value=0.5, low=0.2, high=0.8, chance=0.1,
        ...              images=6, people=5))
        Top-1: 50.0% (95 % CI 20.0% to 80.0%; by chance 10.0%; 6 images of 5 people)
        """
        if self.value is None:
            return f"{self.title}: not reported ({self.note})"
        parts = [] if self.low is None else [f"95 % CI {self.low:.1%} to {self.high:.1%}"]
        parts += [] if self.chance is None else [f"by chance {self.chance:.1%}"]
        parts.append(f"{count(self.images, 'image')} of {_people(self.people)}")
        return f"{self.title}: {self.value:.1%} ({'; '.join([*parts, *filter(None, [self.note])])})"


def scores_of(rows: pa.Table, bundle: Bundle) -> tuple[Scored, ...]:
    """Of a batch's rows: how many were answered, and how well; nothing where no truth is known."""
    counted = rows.filter(pc.equal(rows["uncounted"], ""))
    silent = rows.filter(pc.is_in(rows["uncounted"], pa.array([NO_ANSWER, FOR_TEACHING])))
    if not len(counted) + len(silent):
        return ()
    return (_answered(counted, silent), *(_judged(counted, bundle) if len(counted) else ()))


def remarks_on(rows: pa.Table, bundle: Bundle) -> tuple[str, ...]:
    """What has to be said beside the scores, a sentence each."""
    counted = rows.filter(pc.equal(rows["uncounted"], ""))
    reasons = Counter(rows["uncounted"].to_pylist())
    met = Counter(counted["met"].to_pylist())
    origins = [one for one in counted["origin"].unique().to_pylist() if one]
    found = [
        f"{count(many, 'image')} without a part in the scores: {why}."
        for why, many in reasons.most_common()
        if why not in ("", NO_ANSWER)
    ]
    if met["calibration"]:
        found.append(
            f"{count(met['calibration'], 'image')} set the confidence and the sets of"
            f" {bundle.name}: that its sets hold the truth as often as promised says nothing here."
        )
    if met["cohort"]:
        found.append(
            f"{count(met['cohort'], 'image')} are of other people of the cohort that"
            f" {bundle.name} comes from: elsewhere it may do worse."
        )
    if origins and origins != ["real"]:
        found.append(f"Judged by {' and '.join(sorted(origins))} images: no clinical validity.")
    return tuple(found)


def _answered(counted: pa.Table, silent: pa.Table) -> Scored:
    subjects = np.concatenate([_subjects(counted), _subjects(silent)])
    share = len(counted) / len(subjects)
    return _scored(
        "answered", "Answered", of_people(share, subjects), None, subjects,
        "the other scores are of these alone",
    )  # fmt: skip


def _judged(counted: pa.Table, bundle: Bundle) -> list[Scored]:
    said = _predictions(counted, bundle)
    found = [
        Scored(
            name=one.metric.name,
            title=one.metric.title,
            value=known(one.estimate.value),
            low=known(one.estimate.low),
            high=known(one.estimate.high),
            chance=one.chance,
            images=one.images,
            people=one.subjects,
            note=one.note or "",
        )
        for one in score(said, names=_TOPS).each.values()
    ]
    return [*found, *_sets(counted, bundle, said.subjects)]


def _sets(counted: pa.Table, bundle: Bundle, subjects: np.ndarray) -> list[Scored]:
    """How often sets hold the truth; by chance, as often as one of their size does."""
    inside = counted["truth_held"].to_pylist()
    if bundle.reach is None or None in inside:
        return []
    sizes = pc.list_value_length(counted["held"]).to_numpy()
    size, middle = float(np.mean(sizes)), float(np.median(sizes))
    return [
        _scored(
            "coverage",
            "Sets that hold the truth",
            of_people(float(np.mean(inside)), subjects),
            size / len(bundle.classes),
            subjects,
            f"of {size:.1f} conditions on average, {middle:g} in the middle",
        )
    ]


def _scored(
    name: str, title: str, found: Estimate, chance: float | None, subjects: np.ndarray, note: str
) -> Scored:
    value, low, high = map(known, found)
    return Scored(
        name=name, title=title, value=value, low=low, high=high, chance=chance,
        images=len(subjects), people=len(np.unique(subjects)), note=note,
    )  # fmt: skip


def _predictions(rows: pa.Table, bundle: Bundle) -> Predictions:
    place = {name: number for number, name in enumerate(bundle.classes)}
    shares = np.array(rows["shares"].to_pylist(), np.float64)  # (n, c)
    with np.errstate(divide="ignore"):
        scores = np.log(shares).astype(np.float32)
    return Predictions(
        classes=bundle.classes,
        scores=scores,
        truth=np.array([place[name] for name in rows["truth"].to_pylist()], np.intp),
        images=np.array(rows["image_id"].to_pylist(), np.str_),
        subjects=_subjects(rows),
        repeat=np.zeros(len(rows), np.intp),
        fold=np.zeros(len(rows), np.intp),
        trained=np.array([one.images for one in bundle.card.conditions], np.float64),
    )


def _subjects(rows: pa.Table) -> np.ndarray:
    """Whose each image is; where nobody knows, somebody of its own."""
    both = zip(rows["subject_id"].to_pylist(), rows["image_id"].to_pylist(), strict=True)
    return np.array([subject or f"image-{image}" for subject, image in both], np.str_)


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"
