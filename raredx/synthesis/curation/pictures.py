"""Synthetic pictures of anything but faces, judged by how alike they are to a network.

judge = PictureFilter.fit(sight, conditions, subjects)    # of the training part
table = judge.look(drawn, learned)                        # as a `Filter` gives it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from raredx.errors import UserError
from raredx.synthesis.curation.filter import (
    COSINE,
    EVIDENCE,
    LIKENESS,
    RANK,
    Drawn,
    as_table,
    refuse_known,
)
from raredx.synthesis.curation.novelty import Novelty
from raredx.synthesis.curation.sight import Sight

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class PictureFilter:
    """What was learned from a training part, to judge pictures by that show no faces."""

    names: tuple[str, ...]
    means: Floats
    """(c, w) of each condition, of length 1, the mean of all taken off before."""
    centre: Floats
    """(w,)"""
    held_out: Floats
    """How like their own condition images were whose subject was left out, in order."""
    novelty: Novelty
    known: frozenset[str]
    """The pictures that it was fitted on."""

    @staticmethod
    def fit(
        sight: Sight, conditions: Sequence[str | None], subjects: Sequence[str]
    ) -> PictureFilter:
        """Fit on pictures of the training part, row by row."""
        names = tuple(sorted({one for one in conditions if one}))
        if not names:
            raise UserError(
                "No picture of the training part has a condition",
                remedy="Give its images labels, or choose another cohort",
            )
        centre = sight.look.mean(0)
        looks, whose = sight.look - centre, np.array(subjects)
        own = np.array([names.index(one) if one else -1 for one in conditions])
        means = _unit(np.stack([looks[own == number].mean(0) for number in range(len(names))]))
        held_out = []
        for row in np.flatnonzero(own >= 0):
            others = (own == own[row]) & (whose != whose[row])
            if others.any():
                mean = _unit(looks[others].mean(0)[None])[0]
                held_out.append(float(_unit(looks[row][None])[0] @ mean))
        return PictureFilter(
            names=names,
            means=means,
            centre=centre,
            held_out=np.sort(held_out),
            novelty=Novelty.fit(sight, subjects),
            known=frozenset(sight.ids),
        )

    @property
    def calibrated(self) -> bool:
        """Whether some condition has two subjects, so that likeness says more than evidence."""
        return len(self.held_out) > 0

    def look(self, drawn: Drawn, learned: Sight) -> pa.Table:
        """A row for each picture, by which every policy decides."""
        refuse_known(self.known, drawn)
        sight = drawn.sight
        near = self.novelty.nearest(sight, learned)
        alike = _unit(sight.look - self.centre) @ self.means.T  # (n, c)
        told = [row for row, one in enumerate(drawn.conditions) if one in self.names]
        column = np.array([self.names.index(str(drawn.conditions[row])) for row in told], np.intp)
        found = {name: np.full(len(sight), np.nan) for name in (LIKENESS, EVIDENCE, RANK, COSINE)}
        own = alike[told, column]
        found[EVIDENCE][told] = own
        found[RANK][told] = 1 + (alike[told] > own[:, None]).sum(1)
        below = np.searchsorted(self.held_out, own) / max(1, len(self.held_out))
        found[LIKENESS][told] = below if self.calibrated else 0.5
        columns: dict[str, Any] = {
            "image_id": list(sight.ids),
            "label": list(drawn.labels),
            "face": ["one"] * len(sight),  # nobody asked for one
            "doubts": [""] * len(sight),
            "sharpness": sight.sharpness,
            **found,
        }
        return as_table(columns, near)


def _unit(rows: Floats) -> Floats:
    """Rows of length 1."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12))
