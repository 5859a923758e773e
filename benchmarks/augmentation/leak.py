"""What the leaks of the published procedure are worth, on images that it was repeated with."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedKFold

from benchmarks.augmentation.ceiling import of_example
from benchmarks.augmentation.table import percent, points, value_of
from benchmarks.tables import keep
from raredx.jobs import Progress
from raredx.learning.compare.pairs import compare
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.experiment.judging import Labelled, judge
from raredx.learning.experiment.material import Source, gather
from raredx.learning.experiment.run import lay_out
from raredx.learning.experiment.store import Experiment
from raredx.learning.experiment.supply import draw_supply, supplies_of
from raredx.settings import thread_count
from raredx.statistics.bootstrap import mean_interval
from raredx.statistics.estimate import Estimate

NAME = "published-protocol"
_CLEAN = "own+dreambooth/five-point-cosine"
_LEAKING = f"{_CLEAN}/leaking"
_FOLDS = 5
_WORDS = {
    "own": "people alone",
    _CLEAN: "with synthetic images, by generators and filters that saw the training part of a fold",
    _LEAKING: "the same, generator and filter having seen those who are judged",
}


def measured() -> None:
    """Write the table: without the leak, with it, and as the published code reads its figure."""
    experiment = Experiment.open(NAME)
    classifiers = list(dict.fromkeys(name.split(" / ", 1)[1] for name in experiment.names))
    said = {
        (arm, one): experiment.predictions(f"{arm} / {one}")
        for arm in _WORDS
        for one in classifiers
    }
    rows = [
        [words, *(percent(value_of(said[arm, one])) for one in classifiers)]
        for arm, words in _WORDS.items()
    ]
    pooled = {one: _Pooled.of(one) for one in classifiers}
    rows += [
        [
            "folds drawn after the synthetic images were added, as published: all that is judged",
            *(percent(pooled[one].told()) for one in classifiers),
        ],
        [
            "of that, the people",
            *(percent(pooled[one].told(people=True)) for one in classifiers),
        ],
    ]
    gains = {one: compare(said[_LEAKING, one], said[_CLEAN, one]) for one in classifiers}
    rows.append(
        [
            "**what generator and filter leak, points**",
            *(points(gains[one].gain.estimate) for one in classifiers),
        ]
    )
    keep(
        "published-protocol",
        {
            "leak": {one: gain.as_dict() for one, gain in gains.items()},
            "pooled": {
                one: {"all": found.told(), "people": found.told(people=True)}
                for one, found in pooled.items()
            },
            "synthetic among the judged": {
                one: float(found.synthetic.mean()) for one, found in pooled.items()
            },
        },
        headings=["learned from", *(f"{one.replace(' / ', ', ')}, top-1 %" for one in classifiers)],
        rows=rows,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pooled:
    """Folds that were drawn over people and synthetic images together, as in the published code."""

    right: npt.NDArray[np.bool_]
    synthetic: npt.NDArray[np.bool_]
    labels: npt.NDArray[np.str_]

    @staticmethod
    def of(classifier: str) -> _Pooled:
        """Judge each image by a classifier of the other folds."""
        backbone, head = classifier.split(" / ")
        every = _all_of(backbone, head)
        labels, right = np.array(every.labels), np.zeros(len(every.labels), bool)
        classes = tuple(sorted({*every.labels}))
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=42)
        for known, other in folds.split(labels, labels):
            told = judge(
                parse_head(head),
                every.take(known.tolist()),
                every.features[other],
                classes=classes,
            )
            right[other] = np.array(classes)[told.scores.argmax(1)] == labels[other]
        return _Pooled(right=right, synthetic=np.array(every.generated), labels=labels)

    def told(self, *, people: bool = False) -> Estimate:
        """How often it is right, with the interval over conditions."""
        rows = ~self.synthetic if people else np.ones(len(self.right), bool)
        return mean_interval(self.right[rows], self.labels[rows])


def _all_of(backbone: str, head: str) -> Labelled:
    """The people of all folds, and the images of the generator that saw them all."""
    config = of_example(NAME)
    study, _ = lay_out(config)
    arm = Arm.parse(_LEAKING)
    (supply,) = {one.name: one for one in supplies_of(config, study, [arm])}.values()
    source = Source(backbone, parse_head(head).sees)
    with tempfile.TemporaryDirectory() as folder:
        progress = Progress(scratch=Path(folder) / "scratch")
        pool, picked, _ = draw_supply(supply, study, config, progress)
        material, _ = gather(
            *(study, [arm], [source], [pool], Path(folder) / "features"),
            picked=picked,
            workers=thread_count(),
            progress=progress,
        )
        people = {one for fold in study.folds for one in (*fold.training, *fold.judged)}
        own = material.labelled(source, sorted(people))
        taken = picked[arm.name, supply.repeat, supply.fold]
        table = np.load(material.file(source, pool.name, mirrored=False))
        drawn = pool.who.take(taken.rows).shown(table[[*taken.rows]])
    return Labelled(
        features=np.concatenate([own.features, drawn.features]),
        labels=[*own.labels, *drawn.labels],
        subjects=[*own.subjects, *drawn.subjects],
        generated=[*own.generated, *drawn.generated],
    )
