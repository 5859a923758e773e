"""How like each condition a face is, as a whole and by region, with age and sex known or not.

model = ShapeModel.fit(reference, gallery)
found = model.compare(landmarks, years=years, sexes=sexes)
found.ranking(0)                     # conditions, the likeliest first
found.likeness["face"][0]            # (c,) shares of held-out patients who were less like theirs
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.landmarks.found import Landmarks
from raredx.phenotype.shape.align import mean_shape, upright
from raredx.phenotype.shape.conditions import Conditions
from raredx.phenotype.shape.kinship import kinship
from raredx.phenotype.shape.space import WHOLE, Faces, Space

Floats = npt.NDArray[Any]

_CAUSES = {True: ("pose", "age"), False: ("pose",)}
_FOLDS = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """n images with what is known of them. None: not known, or no condition."""

    landmarks: Landmarks
    labels: Sequence[str | None]
    subjects: Sequence[str]
    years: Sequence[float | None]
    sexes: Sequence[str | None]

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, rows: Any) -> People:
        """Some of them, by number or by a mask."""
        chosen = np.arange(len(self))[rows]
        return People(
            landmarks=self.landmarks.take(chosen),
            labels=[self.labels[row] for row in chosen],
            subjects=[self.subjects[row] for row in chosen],
            years=[self.years[row] for row in chosen],
            sexes=[self.sexes[row] for row in chosen],
        )

    @property
    def affected(self) -> People:
        """Those with a condition."""
        return self.take([number for number, label in enumerate(self.labels) if label])

    @property
    def unaffected(self) -> People:
        """Those without."""
        return self.take([number for number, label in enumerate(self.labels) if not label])

    @property
    def dated(self) -> npt.NDArray[np.bool_]:
        """Of whom age and sex are known: (n,)."""
        pairs = zip(self.years, self.sexes, strict=True)
        return np.array([year is not None and bool(sex) for year, sex in pairs], bool)


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """n faces beside c conditions."""

    names: tuple[str, ...]
    people: npt.NDArray[np.intp]
    """(c,) subjects behind each condition."""
    evidence: Floats
    """(n, c) log of how much likelier each face is among a condition's than among all."""
    likeness: Mapping[str, Floats]
    """By region, "face" being the whole: (n, c) from 0 to 1."""

    def ranking(self, number: int) -> list[int]:
        """The conditions of one face by their place in `names`, the likeliest first."""
        return [int(place) for place in np.argsort(-self.evidence[number], kind="stable")]


@dataclass(frozen=True, kw_only=True, eq=False)
class ShapeModel:
    """Spaces that were fitted on reference people, and conditions that were fitted on a gallery."""

    mean: Floats
    """(478, 3)"""
    spaces: Mapping[bool, Space]
    """By whether age and sex are known."""
    conditions: Mapping[bool, Mapping[str, Conditions]]
    """By that, and by region."""

    @staticmethod
    def fit(
        reference: People, gallery: People, *, kin: Floats | None = None, borrow: bool = True
    ) -> ShapeModel:
        """Fit spaces on the reference and conditions on the affected people of the gallery.

        The two may be the same people. Then the scale of likeness is found fold by fold, with
        spaces that have not seen whom they judge.
        """
        healthy = reference.unaffected
        mean = mean_shape(_upright(healthy if len(healthy) else reference))
        patients = gallery.affected
        names = sorted({label for label in patients.labels if label})
        kin = kinship(names) if borrow and kin is None else kin
        dated = bool(reference.dated.all() and patients.dated.all())
        spaces: dict[bool, Space] = {}
        conditions: dict[bool, dict[str, Conditions]] = {}
        for known in (False, True)[: 1 + dated]:
            spaces[known] = Space.fit(
                faces_of(reference, mean), reference.labels, taken_out=_CAUSES[known]
            )
            fitted = _placed(spaces[known], patients, mean, names, kin)
            if reference is gallery:
                scales = _scales(reference, mean, _CAUSES[known], names, kin)
                fitted = {name: replace(one, held_out=scales[name]) for name, one in fitted.items()}
            conditions[known] = fitted
        return ShapeModel(mean=mean, spaces=spaces, conditions=conditions)

    def of_gallery(self, gallery: People, *, borrow: bool = True) -> ShapeModel:
        """The same spaces with the conditions of other people, who did not form the spaces."""
        patients = gallery.affected
        names = sorted({label for label in patients.labels if label})
        kin = kinship(names) if borrow else None
        known = [with_age for with_age in self.spaces if not with_age or patients.dated.all()]
        return ShapeModel(
            mean=self.mean,
            spaces={one: self.spaces[one] for one in known},
            conditions={
                one: _placed(self.spaces[one], patients, self.mean, names, kin) for one in known
            },
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The conditions that it knows."""
        return self.conditions[False][WHOLE].names

    def faces(
        self,
        landmarks: Landmarks,
        *,
        years: Sequence[float | None] | None = None,
        sexes: Sequence[str | None] | None = None,
    ) -> Faces:
        """Aligned faces."""
        return Faces.of(landmarks, self.mean, years=years, sexes=sexes)

    def compare(self, faces: Faces) -> Compared:
        """How like each condition some faces are."""
        whole = self.conditions[False]
        shape = len(faces), len(self.names)
        evidence = np.empty(shape)
        likeness = {region: np.empty(shape) for region in whole}
        dated = faces.causes.age_known & (True in self.spaces)
        for known in (True, False):
            rows = np.flatnonzero(dated == known)
            if not len(rows):
                continue
            some = faces if len(rows) == len(faces) else faces.take(rows)
            for region, scores in self.spaces[known].scores(some).items():
                conditions = self.conditions[known][region]
                found = conditions.evidence(scores)
                likeness[region][rows] = conditions.likeness_of(found)
                if region == WHOLE:
                    evidence[rows] = found
        return Compared(
            names=self.names, people=whole[WHOLE].people, evidence=evidence, likeness=likeness
        )


def faces_of(people: People, mean: Floats) -> Faces:
    """The aligned faces of people."""
    return Faces.of(people.landmarks, mean, years=people.years, sexes=people.sexes)


def _placed(
    space: Space, patients: People, mean: Floats, names: Sequence[str], kin: Floats | None
) -> dict[str, Conditions]:
    """The conditions of patients, by region."""
    scores = space.scores(faces_of(patients, mean))
    labels = [label for label in patients.labels if label]
    return {
        region: Conditions.fit(
            scores[region],
            labels,
            patients.subjects,
            between=whitening.between,
            kin=kin,
            names=names,
        )
        for region, whitening in space.whitenings.items()
    }


def _scales(
    people: People, mean: Floats, causes: Sequence[str], names: Sequence[str], kin: Floats | None
) -> dict[str, Floats]:
    """How like their own condition people are to spaces and conditions that never saw them."""
    found: dict[str, list[Floats]] = {}
    for out in _folds(people):
        rest, left = people.take(~out), people.take(out).affected
        try:
            space = Space.fit(faces_of(rest, mean), rest.labels, taken_out=causes)
        except UserError as error:
            raise UserError(
                f"Without the fifth of the people who are judged, {error.problem}",
                remedy=error.remedy,
            ) from None
        fitted = _placed(space, rest.affected, mean, names, kin)
        counts = dict(zip(names, fitted[WHOLE].people, strict=True))
        left = left.take([row for row, label in enumerate(left.labels) if counts[label or ""] > 0])
        scores = space.scores(faces_of(left, mean))
        for region, one in fitted.items():
            own = one.standing(scores[region], [label or "" for label in left.labels])
            found.setdefault(region, []).append(own)
    return {region: np.sort(np.concatenate(some)) for region, some in found.items()}


def _folds(people: People) -> list[npt.NDArray[np.bool_]]:
    """Who is left out in each fold: every person once, those of one condition spread."""
    order = sorted(set(zip((label or "" for label in people.labels), people.subjects, strict=True)))
    dealt = {subject: number % _FOLDS for number, (_, subject) in enumerate(order)}
    own = np.array([dealt[subject] for subject in people.subjects])
    return [own == number for number in range(_FOLDS)]


def _upright(people: People) -> Floats:
    return upright(people.landmarks.points.astype(np.float64))
