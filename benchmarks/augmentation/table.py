"""The table of examples/augmentation.yaml: arms with intervals, contrasts, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.augmentation.ceiling import ASKED, DECODED, IMAGES, MORE, NAME, of_example
from benchmarks.tables import keep
from raredx.learning.compare.comparison import Comparison
from raredx.learning.compare.pairs import compare, compare_all
from raredx.learning.compare.verdict import verdict
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.store import Experiment
from raredx.learning.predictions import Predictions
from raredx.statistics.areas import area
from raredx.statistics.estimate import Estimate

DECIDES = "face-encoder / tuned:depth=linear,steps=200"
"""The classifier of the contrast that was written down before the run."""
_FILTERED, _PLAIN = "own:{}+lora/filtered", "own:{}+augmentation/random"
_WORDS = {
    "own": "people alone",
    "own+augmentation/random": "with plain augmentation",
    "none+lora/filtered": "synthetic alone, filtered",
    "own+lora/filtered": "with synthetic, filtered",
    "own+lora/random": "with synthetic, as many at random",
    "own+lora/all": "with synthetic, all (three times as many)",
    "own+lora/five-point-cosine": "with synthetic, by the published five-point cosine",
    f"own+{MORE}": "with as many further people: what could be gained",
    f"own+{DECODED}": "with as many further people through the base model's autoencoder",
}


def written() -> None:
    """Write the tables of arms and of contrasts."""
    config = of_example(ASKED)
    main, ceiling = Experiment.open(config.name), Experiment.open(NAME)
    classifiers = list(dict.fromkeys(name.split(" / ", 1)[1] for name in main.names))
    done = {name.split(" / ")[0] for name in main.names}
    own = [arm for arm in config.arms if arm in done]
    arms = [*own, *(f"own:{IMAGES}+{one}" for one in (MORE, DECODED))]
    of = {arm: ceiling if MORE in arm else main for arm in arms}
    said = {
        (arm, one): of[arm].predictions(f"{arm} / {one}") for arm in arms for one in classifiers
    }
    rows, figures = [], {}
    for arm in sorted(arms, key=lambda arm: (Arm.parse(arm).images or 0, arms.index(arm))):
        values = {one: value_of(said[arm, one]) for one in classifiers}
        told = _strangers(of[arm], said[arm, DECIDES], f"{arm} / {DECIDES}")
        figures[arm] = {"top-1": values, "told from unaffected": told}
        images = Arm.parse(arm).images
        rows.append(
            [_words(arm), str(images), *(percent(one) for one in values.values()), _area(told)]
        )
    keep(
        "augmentation",
        figures,
        headings=[
            "learned from",
            "images of each",
            *(f"{one.replace(' / ', ', ')}, top-1 %" for one in classifiers),
            "told from unaffected, AUC",
        ],
        rows=rows,
    )
    _contrasts(said, classifiers, [int(str(Arm.parse(arm).images)) for arm in own])


def _contrasts(
    said: dict[tuple[str, str], Predictions], classifiers: Sequence[str], images: Sequence[int]
) -> None:
    """Filtered synthetic images against what else could have been done, by each classifier."""
    rows, figures = [], {}
    for many in dict.fromkeys(images):
        filtered = _FILTERED.format(many)
        for other in (_PLAIN, "own:{}", "own:{}+lora/random", "own:{}+lora/five-point-cosine"):
            against = other.format(many)
            pairs = [
                compare(said[filtered, one], said[against, one], names=("filtered", "the other"))
                for one in classifiers
            ]
            rows.append([f"{_words(against)}, {many}", *(_gain(pair) for pair in pairs)])
            figures[f"{filtered} - {against}"] = {
                one: pair.as_dict()["folds"] for one, pair in zip(classifiers, pairs, strict=True)
            }
    keep(
        "augmentation-contrasts",
        figures,
        headings=[
            "filtered synthetic images against, images of each",
            *(f"{one.replace(' / ', ', ')}, points" for one in classifiers),
        ],
        rows=rows,
    )
    decides = {name: said[name.format(IMAGES), DECIDES] for name in (_FILTERED, _PLAIN)}
    named = {name.format(IMAGES): one for name, one in decides.items()}
    print(verdict(compare_all(named)[0]))


def value_of(said: Predictions) -> Estimate:
    """Top-1 with its interval over people, and over draws where there are some."""
    return compare(said, said).values[0]


def _strangers(experiment: Experiment, said: Predictions, name: str) -> tuple[float, ...]:
    """How often a patient's best condition is likelier than an unaffected person's."""
    theirs = np.exp(experiment.of_strangers(name)).max(1)
    own = said.probabilities.max(1)
    scores = np.concatenate([own, theirs])
    return tuple(area(scores, np.arange(len(scores)) < len(own)))


def _gain(pair: Comparison) -> str:
    found: Any = pair.folds
    return points(found.estimate)


def points(value: Sequence[float]) -> str:
    """A difference in hundredths, with its interval."""
    return "{:+.1f} ({:+.1f} to {:+.1f})".format(*(100 * one for one in value))


def percent(value: Sequence[float]) -> str:
    """A share in hundredths, with its interval."""
    return "{:.1f} ({:.1f} to {:.1f})".format(*(100 * one for one in value))


def _area(value: Sequence[float]) -> str:
    return f"{value[0]:.2f}"


def _words(arm: str) -> str:
    base, _, added = arm.partition("+")
    return _WORDS["+".join(part for part in (base.partition(":")[0], added) if part)]
