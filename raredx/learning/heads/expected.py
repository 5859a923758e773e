"""Classes of which little is known: their means are not those of their images, but expected ones.

How much classes differ and how much people within one differ is learned from all of them together
(probabilistic linear discriminant analysis). The mean of a class with one image then lies between
that image and the mean of all, and the doubt that is left about it counts when an image is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import FittedHead, frequencies
from raredx.learning.heads.inner import sharpness
from raredx.learning.heads.options import Expected
from raredx.learning.heads.rows import Rows
from raredx.learning.heads.space import Scale
from raredx.phenotype.shape.conditions import Conditions
from raredx.phenotype.shape.whitening import Whitening

Floats = npt.NDArray[Any]

_INSTEAD = "Take the head `nearest` or `prototype`"


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedExpected(FittedHead):
    """Classes in a space where people of one class differ alike in all k directions."""

    shapes: ClassVar[Mapping[str, str]] = {
        **FittedHead.shapes,
        "centre": "w",
        "axes": "wk",
        "between": "k",
        "middle": "k",
        "means": "tk",
        "doubt": "tk",
    }

    centre: Floats
    """(w,) in features as they are."""
    axes: Floats
    """(w, k)"""
    between: Floats
    """(k,) how much classes differ along each axis."""
    middle: Floats
    """(k,) the mean over classes."""
    means: Floats
    """(t, k) as they are to be expected."""
    doubt: Floats
    """(t, k) variance of that."""

    @classmethod
    def learn(cls, head: Expected, rows: Rows, *, seed: int, around: Around) -> Self:
        """Fit on rows that were checked."""
        scale = Scale.fit(rows.features, head.scaling)
        points, every = scale.place(rows.features), np.ones(len(rows.own), bool)

        def fitted(inside: Any) -> tuple[Whitening, Conditions]:
            labels = [f"{place:06d}" for place in rows.own[inside]]
            people = [str(one) for one in rows.people[inside]]
            try:
                space = Whitening.fit(points[inside], labels, components=head.components)
            except UserError as error:
                raise UserError(error.problem, remedy=_INSTEAD) from None
            found = Conditions.fit(
                space.scores(points[inside]), labels, people, between=space.between
            )
            return space, found

        def answer(inside: Any, outside: Any) -> Floats:
            space, found = fitted(inside)
            return found.evidence(space.scores(points[outside]))

        space, found = fitted(every)
        try:
            sure = sharpness(rows, answer, seed=seed, otherwise=1.0)
        except UserError:  # enough images for all of them together, and too few in a fold
            sure = np.array(1.0)
        return cls(
            head=head,
            classes=rows.classes,
            width=points.shape[1],
            trained=rows.trained,
            offset=frequencies(rows, 0.0),
            sharpness=sure,
            centre=scale.centre + scale.spread * space.centre,
            axes=space.axes / scale.spread[:, None],
            between=space.between,
            middle=found.centre,
            means=found.means,
            doubt=found.doubt,
        )

    def logits(self, features: Floats) -> Floats:
        """The log of how much likelier an image is in each class than in all: (m, t)."""
        known = Conditions(
            names=(),
            people=np.empty(0, np.intp),
            means=self.means,
            doubt=self.doubt,
            centre=self.middle,
            between=self.between,
            kin_weight=0.0,
            held_out=np.empty(0),
        )
        return known.evidence((features - self.centre) @ self.axes)
