"""What was tried against the loss, on other people than those by whom it was found."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.augmentation.ceiling import ASKED, IMAGES, of_example, strangers
from benchmarks.augmentation.table import DECIDES, percent, points, value_of
from benchmarks.learning.judging import judge
from benchmarks.tables import keep
from raredx.cohorts.store import list_cohorts
from raredx.learning.compare.pairs import compare
from raredx.learning.experiment.store import Experiment
from raredx.learning.predictions import Predictions
from raredx.statistics.estimate import Estimate

OTHERS = "twenty-others"
"""Who judges what is tried: nobody of them judges anything else."""
_PEOPLE, _SEED = 25, 20261124
_ALONE, _PLAIN = f"own:{IMAGES}", f"own:{IMAGES}+augmentation/random"
_FILTERED = f"own:{IMAGES}+lora/filtered"
TRIED: Mapping[str, tuple[str, str]] = {
    "as-it-is": ("as it is", "lora:preset=quick,steps=100"),
    "reminded": (
        "half of each step's images of ordinary people (prior)",
        "lora:preset=quick,steps=100,prior=0.5",
    ),
    "together": (
        "one adapter for all conditions, and the prior",
        "lora:preset=quick,adapters=together,steps=1000,prior=0.5",
    ),
}
_TAKEN = {
    f"{_FILTERED}:1": "one filtered for each own",
    f"{_FILTERED}:2": "two",
    _FILTERED: "four",
    f"own:{IMAGES}+lora/random": "four at random",
}


def measured() -> None:
    """Draw by each way, one draw of two images of each condition, and judge other people by it."""
    if OTHERS not in {one.name for one in list_cohorts()}:
        strangers(of_example(ASKED), OTHERS, images=_PEOPLE, seed=_SEED)
    found = {name: _judged(name, generator) for name, (_, generator) in TRIED.items()}
    said = {
        (name, arm): experiment.predictions(f"{arm} / {DECIDES}")
        for name, experiment in found.items()
        for arm in (_ALONE, _PLAIN, *_TAKEN)
    }
    first = next(iter(TRIED))
    alone, plain = said[first, _ALONE], said[first, _PLAIN]
    rows = [
        ["people alone", "", percent(value_of(alone)), ""],
        ["with plain augmentation", "", percent(value_of(plain)), _gain(plain, alone)],
    ]
    rows += [
        [TRIED[name][0], words, percent(value_of(said[name, arm])), _gain(said[name, arm], alone)]
        for name in TRIED
        for arm, words in _TAKEN.items()
    ]
    keep(
        "augmentation-tried",
        {
            f"{name}: {arm}": {"top-1": value_of(one), "to people alone": _difference(one, alone)}
            for (name, arm), one in said.items()
        },
        headings=["drawn by", "taken", "top-1 %", "to people alone, points"],
        rows=rows,
    )


def _judged(name: str, generator: str) -> Experiment:
    config = of_example(ASKED)
    return judge(
        f"{ASKED}-{name}",
        cohort=config.cohort,
        judged=OTHERS,
        conditions=config.conditions,
        backbones=("face-encoder",),
        heads=config.heads,
        times=config.times,
        pool=config.pool,
        generators=(generator, "augmentation"),
        arms=(_ALONE, _PLAIN, *_TAKEN),
    )


def _difference(said: Predictions, alone: Predictions) -> Estimate:
    return compare(said, alone).gain.estimate


def _gain(said: Predictions, alone: Predictions) -> str:
    return points(_difference(said, alone))
