"""What is learned from and what is judged: the folds of a split as lists of images."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.words import count

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort
    from raredx.cohorts.splits.split import Split

FEWEST_CLASSES = 2
_COLUMNS = "image_id", "label", "subject_id", "origin"


@dataclass(frozen=True, kw_only=True)
class Fold:
    """Who is trained on and who is judged. No image and no subject is in both."""

    part: str
    """validation or test."""
    repeat: int
    number: int
    training: tuple[str, ...]
    judged: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Study:
    """A cohort as an experiment sees it."""

    cohort: Cohort
    split: Split
    classes: tuple[str, ...]
    """The labels that can be answered: those of the training images."""
    labels: Mapping[str, str]
    """By image, of all parts that are open."""
    subjects: Mapping[str, str]
    origins: Mapping[str, str | None]
    folds: tuple[Fold, ...]
    calibration: tuple[str, ...]
    """Images of classes that can be answered, which no fold is trained on."""

    @staticmethod
    def of(
        cohort: Cohort,
        split: Split,
        *,
        without: Sequence[str] = (),
        repeats: int | None = None,
        test: Sequence[str] = (),
    ) -> Study:
        """Lay out the folds of a split.

        Parameters
        ----------
        without
            Labels that are left out everywhere.
        repeats
            How many of the split's repeats, from the first.
        test
            The images of the test part, where it was opened. They are judged by what all
            development images teach.
        """
        ids = [*split.development, *split.gallery, *split.calibration, *test]
        rows = cohort.select(image_id=ids).rows(*_COLUMNS).to_pydict()
        labels = dict(zip(rows["image_id"], rows["label"], strict=True))
        subjects = dict(zip(rows["image_id"], rows["subject_id"], strict=True))
        origins = dict(zip(rows["image_id"], rows["origin"], strict=True))

        def kept(some: Sequence[str]) -> tuple[str, ...]:
            return tuple(one for one in some if labels[one] not in without)

        everyone = kept([*split.development, *split.gallery])
        classes = tuple(sorted({labels[one] for one in everyone}))
        _check(classes)
        plan = split.plan
        folds = [
            Fold(
                part="validation",
                repeat=repeat,
                number=fold,
                training=kept(split.training(repeat=repeat, fold=fold)),
                judged=kept(split.validation(repeat=repeat, fold=fold)),
            )
            for repeat in range(min(plan.repeats, repeats or plan.repeats))
            for fold in range(plan.folds)
        ]
        known = [one for one in kept(test) if labels[one] in classes]
        if known:
            final = Fold(part="test", repeat=0, number=0, training=everyone, judged=tuple(known))
            folds.append(final)
        folds = [fold for fold in folds if fold.judged]
        if not folds:
            raise UserError(
                "No condition has two people, so nobody can be judged by others",
                remedy="Choose a cohort with more people of each condition",
            )
        return Study(
            cohort=cohort,
            split=split,
            classes=classes,
            labels=labels,
            subjects=subjects,
            origins=origins,
            folds=tuple(folds),
            calibration=tuple(one for one in kept(split.calibration) if labels[one] in classes),
        )

    @property
    def never_judged(self) -> tuple[str, ...]:
        """Conditions of one person, which can be answered and are never asked for."""
        judged = {self.labels[one] for fold in self.folds for one in fold.judged}
        return tuple(name for name in self.classes if name not in judged)

    @property
    def images(self) -> tuple[str, ...]:
        """Every image that needs features, in one order."""
        every = [one for fold in self.folds for one in (*fold.training, *fold.judged)]
        return tuple(dict.fromkeys([*every, *self.calibration]))

    @property
    def trained(self) -> npt.NDArray[np.float64]:
        """Images that each class has to train on, over the folds on average: (c,)."""
        counts = Counter(self.labels[one] for fold in self.folds for one in fold.training)
        return np.array([counts[name] / len(self.folds) for name in self.classes])


def _check(classes: Sequence[str]) -> None:
    if len(classes) < FEWEST_CLASSES:
        raise UserError(
            f"There is {count(len(classes), 'condition')} to learn, and nothing to tell it from",
            remedy="Choose a cohort with two conditions or more, or leave fewer labels out",
        )
    alike: dict[str, list[str]] = {}
    for name in classes:
        alike.setdefault(" ".join(name.casefold().split()), []).append(name)
    for names in alike.values():
        if len(names) > 1:
            raise UserError(
                f"The labels {' and '.join(map(repr, names))} differ only in how they are written",
                remedy="Give them one name; `raredx cohort check` lists such labels",
            )
