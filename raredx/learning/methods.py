"""How an experiment was made and what was worked out of it, in words that a paper can use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

import raredx
from raredx.learning.backbones import get_backbone
from raredx.learning.calibration import FEWEST
from raredx.learning.compare.measures import measure_of
from raredx.learning.compare.rows import drawn_often
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.predictions import Predictions
from raredx.statistics.bootstrap import DRAWS
from raredx.words import count, duration

if TYPE_CHECKING:
    from raredx.learning.experiment.store import Record

_OF_NOBODY = {
    "simulated": "The faces are renderings of a parametric head, drawn from annotations: the"
    " figures say how methods differ on them, and nothing about patients.",
    "synthetic": "A generator made images that were judged: the figures say nothing about patients"
    " whom it never saw.",
    "real": "The figures hold for people like those of this cohort, taken by cameras like theirs.",
}


_OVER_FOLDS = "the corrected resampled t-test of Nadeau and Bengio over folds and repeats"
_OVER_DRAWS = "a t-test over draws of the training images and people"
_CHOSEN = {
    "all": "all images drawn",
    "random": "images drawn, taken at random,",
    "filtered": "images drawn, those of each condition most like it,",
    "five-point-cosine": "images drawn, the best of all by the published five-point cosine,",
}


def methods(
    record: Record,
    judged: Predictions,
    *,
    part: str = "validation",
    origins: Mapping[str, int],
    compared: int = 1,
    measure: str = "top-1",
) -> dict[str, str]:
    """Write the methods of an experiment: a paragraph under each heading, in plain text.

    Parameters
    ----------
    record
        How the experiment was made.
    judged
        What one of its classifiers said of the part; all of them judged the same images.
    part
        validation or test.
    origins
        Images of the part by their origin.
    compared
        How many classifiers are compared with each other.
    measure
        What they are compared by.

    Examples
    --------
    >>> from raredx.learning.experiment.config import ExperimentConfig
    >>> from raredx.learning.experiment.store import Record
    >>> from raredx.learning.predictions import example
    >>> hashes = {"data_hash": "d1", "split": "main", "split_hash": "5b"}
    >>> rest = {"created": "today", "versions": {"raredx": "1"}, "cores": 2, "seconds": 9}
    >>> record = Record.model_construct(
    ...     config=ExperimentConfig(name="trial", without=()), cohort="faces", classes=("A", "B"),
    ...     never_judged=(), folds=5, calibration=0, cells=[{"blind": 0}], **hashes, **rest,
    ... )
    >>> told = methods(record, example(), origins={"simulated": 4})
    >>> print(told["Data"][:66])
    4 images of 4 people (4 simulated) of the cohort faces with 2 cond
    >>> print(told["Protocol"][:80])
    5-fold cross-validation. Parts and folds were drawn by person and evenly over co
    """
    synthetic = {"Synthetic images": _synthetic(record)} if record.supplied else {}
    return {
        "Data": _data(record, judged, part, origins),
        "Protocol": _protocol(record, judged, part),
        **synthetic,
        "Classifiers": _classifiers(record),
        "Calibration": _calibration(record),
        "Statistics": statistics(judged, part=part, compared=compared, measure=measure),
        "What this is not": _not(record, judged, origins),
        "Reproduction": _reproduction(record),
    }


def statistics(judged: Predictions, *, part: str, compared: int, measure: str) -> str:
    """Say how values, intervals and comparisons were worked out.

    >>> from raredx.learning.predictions import example
    >>> "McNemar" in statistics(example(), part="validation", compared=1, measure="top-1")
    False
    >>> "Holm" in statistics(example(), part="validation", compared=3, measure="top-1")
    True
    """
    classes, pairs = len(judged.classes), compared * (compared - 1) // 2
    in_draws = drawn_often(judged)
    by = measure_of(measure)
    chance = f"{by.chance(classes):.3f}" if by.scale == 1 else f"{by.chance(classes):.1%}"
    told = [
        "Values are means over images with 95 % intervals over people: Wilson's for shares of one"
        " image of each person that was asked about once, else between percentiles of a bootstrap"
        " that draws people with all their images and repeats, expanded for few people.",
        f"Guessing among {count(classes, 'condition')} gives {chance} ({measure}).",
    ]
    if pairs:
        folds = len(np.unique(np.stack([judged.repeat, judged.fold]), axis=1)[0])
        last = "exact McNemar's test over people" if by.hits else "the bootstrap itself"
        decides = _OVER_FOLDS if folds > 1 else last
        decides = _OVER_DRAWS if in_draws else decides
        told.append(
            f"Classifiers were compared by {measure} on the same images, {count(pairs, 'pair')} in"
            f" all, by a paired bootstrap of their difference over people ({DRAWS:,} draws) and by"
            f" {decides}; p-values were adjusted for all pairs by Holm. One is called better only"
            " where the interval of the difference leaves out 0 and the adjusted p is below 0.05;"
            " beside every other pair stands the smallest difference that the data could have"
            " shown (80 % power)."
        )
        if by.hits and folds > 1:
            told.append("Exact McNemar's test over people is reported beside it.")
    if in_draws:
        told.append(
            "Everybody was judged in every draw of the training images: values have intervals over"
            " draws and people (two-way random effects, degrees of freedom by Satterthwaite)."
        )
    elif part == "validation" and len(np.unique(judged.repeat)) > 1:
        told.append("An image's repeats were averaged before anything else.")
    return " ".join(told)


def _data(record: Record, judged: Predictions, part: str, origins: Mapping[str, int]) -> str:
    images, people = len(np.unique(judged.images)), len(np.unique(judged.subjects))
    asked = len(np.unique(judged.truth))
    told = (
        f"{count(images, 'image')} of {people:,} {'person' if people == 1 else 'people'}"
        f" ({_listed([f'{many:,} {origin}' for origin, many in origins.items()])}) of the cohort"
        f" {record.cohort} with {count(asked, 'condition')} make up the {part} part;"
        f" {count(len(record.classes), 'condition')} could be answered."
    )
    if record.never_judged:
        told += (
            f" {count(len(record.never_judged), 'condition')} had a single person, who stayed in"
            " training: they could be answered and were never asked for"
            f" ({_listed(record.never_judged)})."
        )
    if record.config.without:
        told += f" Images labelled {_listed(record.config.without)} were left out."
    return told


def _protocol(record: Record, judged: Predictions, part: str) -> str:
    apart = (
        "Parts and folds were drawn by person and evenly over conditions: no person, and no image,"
        " is in the training and in the judged part of a fold."
    )
    if record.config.judged:
        return (
            f"Judged by all people of the cohort {record.config.judged} with these conditions, who"
            f" share no picture and no person with those who were learned from. Training images"
            f" were drawn {count(record.repeats, 'time')}, of as many people as there are."
        )
    if part == "test":
        return (
            f"{apart} The test part, locked until then, was opened for the reason"
            f" “{record.config.test_because}”, which is written down; every classifier was fitted"
            " once on all development images and judged by it."
        )
    repeats = len(np.unique(judged.repeat))
    times = f", repeated {count(repeats, 'time')} with other folds" if repeats > 1 else ""
    closed = "" if record.config.test_because else " The test part stayed closed."
    return f"{record.folds}-fold cross-validation{times}. {apart}{closed}"


def _synthetic(record: Record) -> str:
    """Who drew, from how many images, and what of it was taken."""
    supplied = record.supplied
    drawn = sum(one["drawn"] for one in supplied)
    learned = sorted({one["learned_from"] for one in supplied})
    told = (
        f"{count(len(supplied), 'generator')} ({_listed(record.config.generators)}; base model"
        f" {record.config.base}) learned from"
        f" {' to '.join(f'{one:,}' for one in dict.fromkeys((learned[0], learned[-1])))} images"
        f" each, those of one fold's arm, and drew {count(drawn, 'image')}; arms took"
        f" {record.config.times:,} for each own image, evenly over conditions."
    )
    verdicts: Counter[str] = Counter()
    for one in supplied:
        verdicts.update(one.get("verdicts", {}))
    if verdicts:
        said = [f"{many:,} {name}" for name, many in verdicts.most_common() if many]
        told += f" By the filter's usual limits they were {_listed(said)}."
    if missing := sum(len(some) for one in supplied for some in one.get("nothing_of", {}).values()):
        told += f" {count(missing, 'time')} nothing of a condition was taken."
    return told


def _classifiers(record: Record) -> str:
    arms = [_arm(Arm.parse(text)) for text in dict.fromkeys(record.config.arms)]
    backbones = [get_backbone(name) for name in dict.fromkeys(record.config.backbones)]
    heads = [
        f"{parse_head(text).title} ({text})".lower() for text in dict.fromkeys(record.config.heads)
    ]
    seen = [f"{one.title} ({one.name}), learned from {one.learned_from}" for one in backbones]
    return (
        f"{count(len(record.cells), 'classifier')}: trained on {_listed(arms)}; features of"
        f" {'; '.join(seen)}; heads: {_listed(heads)}. Backbones stayed as they are. Scaling,"
        " components, strengths and heads were fitted on the training part of each fold alone, and"
        " whatever was chosen inside was chosen across people of that part."
    )


def _arm(arm: Arm) -> str:
    some = f"{count(arm.images, 'image')} of each condition" if arm.images else "the training part"
    own = f"{some} of the fold" if arm.own else ""
    own += ", each image also in a mirror" if arm.mirrored else ""
    added = f"all images of the cohort {arm.added} whose condition is judged" if arm.added else ""
    if arm.drawn:
        learned = some if arm.images else "it"
        saw = f"{learned} and from those who are judged" if arm.drawn.leaking else learned
        many = f" ({arm.drawn.times} for each own one)" if arm.drawn.times else ""
        added = f"{_CHOSEN[arm.drawn.choice]}{many} by {arm.drawn.method} that learned from {saw}"
    return f"{arm.name} ({' and '.join(part for part in (own, added) if part)})"


def _calibration(record: Record) -> str:
    if not record.calibration:
        return "Scores were not calibrated: the split has no calibration part."
    if record.calibration < FEWEST:
        return (
            f"Scores were not calibrated: the calibration part has"
            f" {count(record.calibration, 'image')}, and it takes {FEWEST}."
        )
    return (
        "In each fold the scores of a classifier were divided by one temperature, fitted on"
        f" {count(record.calibration, 'image')} of a calibration part that no fold trains on or is"
        " judged by; it never changes the order of the answers."
    )


def _not(record: Record, judged: Predictions, origins: Mapping[str, int]) -> str:
    told = [_OF_NOBODY[origin] for origin in origins if origin in _OF_NOBODY]
    told.append(
        "Intervals say how far other people of the same kind would move a value; other conditions,"
        " cameras and clinics are not in them."
    )
    blind = sum(cell["blind"] for cell in record.cells)
    if blind:
        told.append(
            f"{count(blind, 'answer')} went by the frequencies of conditions, since the image had"
            " no features."
        )
    return " ".join([*told, raredx.NOT_A_DEVICE])


def _reproduction(record: Record) -> str:
    versions = _listed([f"{name} {number}" for name, number in record.versions.items()])
    return (
        f"Experiment {record.config.name}, made {record.created}, seed {record.config.seed},"
        f" {duration(record.seconds)} on {count(record.cores, 'core')}. Data {record.data_hash};"
        f" split {record.split}, {record.split_hash}. {versions}."
    )


def _listed(words: Sequence[str]) -> str:
    """Words as a sentence has them.

    >>> _listed(["one"]), _listed(["one", "two", "three"])
    ('one', 'one, two and three')
    """
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
