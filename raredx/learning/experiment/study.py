"""What is learned from and what is judged: the folds of a split, or people of another cohort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.synthesis.examples import of_many_people
from raredx.words import count

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort
    from raredx.cohorts.splits.split import Split

FEWEST_CLASSES = 2
_COLUMNS = "image_id", "label", "subject_id", "origin"
_BOUND = ("image_id", "sha256", "subject_id")
"""What images may have in common with none of those that are judged."""


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
    others: Cohort | None
    """Whose people are judged, if not those of the folds."""
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
        conditions: Sequence[str] = (),
        others: Cohort | None = None,
        draws: int = 1,
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
        conditions
            Labels that are learned and judged; none means all.
        others
            Another cohort, whose people are judged instead of the folds'. Those whose labels are
            left out are judged as well: to see what is said of them.
        draws
            So many folds then, which differ in whom arms of a few images take.
        """
        ids = [*split.development, *split.gallery, *split.calibration, *test]
        rows = cohort.select(image_id=ids).rows(*_COLUMNS).to_pydict()
        labels = dict(zip(rows["image_id"], rows["label"], strict=True))
        subjects = dict(zip(rows["image_id"], rows["subject_id"], strict=True))
        origins = dict(zip(rows["image_id"], rows["origin"], strict=True))

        def kept(some: Sequence[str]) -> tuple[str, ...]:
            return tuple(one for one in some if _wanted(labels[one], conditions, without))

        everyone = kept([*split.development, *split.gallery])
        classes = tuple(sorted({labels[one] for one in everyone}))
        _check(classes, conditions)
        plan = split.plan
        strangers = _strangers(others, cohort, {*classes, *without}) if others else {}
        folds = [
            Fold(
                part="validation",
                repeat=draw,
                number=0,
                training=everyone,
                judged=tuple(strangers),
            )
            for draw in range(draws if others else 0)
        ] or [
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
            others=others,
            classes=classes,
            labels=labels | {one: row["label"] for one, row in strangers.items()},
            subjects=subjects | {one: row["subject_id"] for one, row in strangers.items()},
            origins=origins | {one: row["origin"] for one, row in strangers.items()},
            folds=tuple(folds),
            calibration=tuple(one for one in kept(split.calibration) if labels[one] in classes),
        )

    def folds_of(self, images: int | None) -> tuple[Fold, ...]:
        """The folds of an arm that takes so many images of each condition: a few of many people.

        Those of a smaller arm are among those of a larger one.
        """
        if images is None:
            return self.folds
        return tuple(replace(fold, training=self._few(fold, images)) for fold in self.folds)

    def _few(self, fold: Fold, images: int) -> tuple[str, ...]:
        own: dict[str, list[dict[str, Any]]] = {}
        for one in fold.training:
            row = {"image_id": one, "subject_id": self.subjects[one]}
            own.setdefault(self.labels[one], []).append(row)
        seed = [fold.repeat, fold.number]
        some = [of_many_people(own[label], images, seed) for label in sorted(own)]
        return tuple(row["image_id"] for rows in some for row in rows)

    @property
    def never_judged(self) -> tuple[str, ...]:
        """Conditions of one person, which can be answered and are never asked for."""
        judged = {self.labels[one] for fold in self.folds for one in fold.judged}
        return tuple(name for name in self.classes if name not in judged)

    @property
    def whole(self) -> Cohort:
        """All cohorts whose images it needs, as one."""
        return self.cohort.merge(self.others) if self.others else self.cohort

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


def refuse_shared(cohort: Cohort, name: str, other: Cohort) -> None:
    """One line if another cohort of that name has a picture or a person of the first one."""
    own = cohort.rows(*_BOUND).to_pydict()
    for column in _BOUND:
        shared = {*own[column]} & {*other.rows(column)[column].to_pylist()} - {None, ""}
        if shared:
            raise UserError(
                f"The cohort {name!r} shares {len(shared):,} of its {column} with the one that"
                " is judged: its people would be on both sides",
                remedy="Leave those images out of it; `raredx cohort check` finds them",
            )


def _strangers(others: Cohort, cohort: Cohort, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """By image: the people of another cohort who are judged."""
    refuse_shared(cohort, others.about.title, others)
    rows = others.rows(*_COLUMNS).to_pylist()
    found = {row["image_id"]: row for row in rows if row["label"] in wanted}
    if not found:
        raise UserError(
            f"The cohort {others.about.title!r} has none of the conditions that are learned",
            remedy="Give its images the same labels",
        )
    return found


def _wanted(label: str, conditions: Sequence[str], without: Sequence[str]) -> bool:
    return label not in without and (not conditions or label in conditions)


def _check(classes: Sequence[str], conditions: Sequence[str]) -> None:
    if unknown := [name for name in conditions if name not in classes]:
        raise UserError(
            f"Nobody who may be learned from has {unknown[0]!r}",
            remedy="`raredx cohort show` lists the conditions of a cohort",
        )
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
