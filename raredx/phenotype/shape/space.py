"""A shape space: fitted on training people only, it says where a face lies among conditions.

faces = Faces.of(landmarks, mean, years=years, sexes=sexes)
space = Space.fit(faces, labels)           # on training people, of any conditions
space.scores(faces)["face"]                # (n, k): within a condition people differ by 1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.landmarks.found import POINTS, Landmarks
from raredx.phenotype.shape.align import Aligned, align, halves, upright
from raredx.phenotype.shape.effects import Causes, Effects, causes_of
from raredx.phenotype.shape.regions import regions
from raredx.phenotype.shape.whitening import Groups, Whitening

Floats = npt.NDArray[Any]

WHOLE = "face"


@dataclass(frozen=True, kw_only=True, eq=False)
class Faces:
    """n aligned faces, and what besides a condition may have formed them."""

    aligned: Aligned
    causes: Causes

    @staticmethod
    def of(
        landmarks: Landmarks,
        mean: Floats,
        *,
        years: Sequence[float | None] | None = None,
        sexes: Sequence[str | None] | None = None,
    ) -> Faces:
        """Faces aligned to a mean; age and sex where they are known."""
        faces = align(upright(landmarks.points.astype(np.float64)), mean)
        causes = causes_of(faces.angles, landmarks.expressions, years=years, sexes=sexes)
        return Faces(aligned=faces, causes=causes)

    @property
    def shapes(self) -> Floats:
        """The aligned points: (n, 478, 3)."""
        return self.aligned.shapes

    def __len__(self) -> int:
        return len(self.shapes)

    def take(self, rows: Any) -> Faces:
        """Some of them, by number or by a mask."""
        return Faces(aligned=_taken(self.aligned, rows), causes=_taken(self.causes, rows))


@dataclass(frozen=True, kw_only=True, eq=False)
class Space:
    """From faces to scores: of the whole face, and of each region."""

    taken_out: tuple[str, ...]
    """The causes whose effects are taken out."""
    effects: Effects
    whitenings: Mapping[str, Whitening]
    """By region; "face" is the whole."""

    @staticmethod
    def fit(
        faces: Faces,
        labels: Sequence[str | None],
        *,
        taken_out: Sequence[str] = ("pose", "age"),
        by_region: bool = True,
        components: int = 100,
        of_region: int = 30,
    ) -> Space:
        """Fit on training people; a label None is somebody without a condition.

        Effects are learned from how people of one condition differ among themselves, so that what
        a condition does is not taken for the effect of a pose.

        Parameters
        ----------
        taken_out : sequence of str
            Groups of causes: "pose", "expression", "age" (with sex).
        by_region : bool
            Whether the regions get a space of their own, too.
        components, of_region : int
            Principal components that are kept of the whole face, and of a region.
        """
        causes = faces.causes.of(taken_out)
        groups = Groups.of(labels)
        within = groups.deviations(faces.shapes.reshape(len(faces), -1))
        shapes = within.reshape(-1, *faces.shapes.shape[1:])
        effects = Effects.fit(shapes, groups.deviations(causes))
        effects = replace(effects, centre=causes.mean(0))
        same = _symmetric(effects.without(faces.shapes, causes))
        whitenings = {WHOLE: Whitening.fit(_flat(same), labels, components=components)}
        for name, points in (regions() if by_region else {}).items():
            part = _flat(same[:, points])
            whitenings[name] = Whitening.fit(part, labels, components=of_region)
        return Space(taken_out=tuple(taken_out), effects=effects, whitenings=whitenings)

    def scores(self, faces: Faces) -> dict[str, Floats]:
        """Where faces lie, for the whole and by region: (n, k) each."""
        axes, slopes, start = self._folded
        causes = faces.causes.of(self.taken_out) - self.effects.centre
        every = _flat(faces.shapes) @ axes - causes @ slopes - start  # (n, all k)
        ends = np.cumsum([len(one.between) for one in self.whitenings.values()])[:-1]
        parts = np.split(every, ends, axis=1)
        return dict(zip(self.whitenings, parts, strict=True))

    @cached_property
    def _folded(self) -> tuple[Floats, Floats, Floats]:
        """Effects, symmetry and all whitenings in one step: what is linear need be done once."""
        points: dict[str, Sequence[int]] = {WHOLE: range(POINTS), **regions()}
        found = []
        for name, whitening in self.whitenings.items():
            axes = np.zeros((POINTS, 3, len(whitening.between)))
            axes[list(points[name])] = whitening.axes.reshape(-1, *axes.shape[1:])
            both = halves(axes.transpose(2, 0, 1))[0]  # (k, 478, 3)
            found.append(both.reshape(len(both), -1).T)
        axes = np.concatenate(found, 1)  # (478 * 3, all k)
        start = np.concatenate([one.centre @ one.axes for one in self.whitenings.values()])
        return axes, self.effects.slopes @ axes, start


def _symmetric(shapes: Floats) -> Floats:
    return halves(shapes)[0]


def _flat(shapes: Floats) -> Floats:
    return shapes.reshape(len(shapes), -1)


def _taken(one: Any, rows: Any) -> Any:
    return replace(one, **{field.name: getattr(one, field.name)[rows] for field in fields(one)})
