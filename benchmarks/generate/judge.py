"""People with five conditions, and a judge of faces who has seen others of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.generate.faces import Pixels, landmarks, taken
from raredx.cohorts.simulate.knowledge.conditions import condition
from raredx.cohorts.simulate.sittings import UNAFFECTED, plan_sittings
from raredx.encoders.encode import encode
from raredx.learning.heads import Logistic
from raredx.statistics.shares import Share, share
from raredx.synthesis.examples import Examples
from raredx.synthesis.pocket.plan import Plan

Floats = npt.NDArray[Any]

CODES = ("ORPHA:870", "ORPHA:904", "ORPHA:648", "ORPHA:199", "ORPHA:87")
"""Down, Williams, Noonan, Cornelia de Lange and Apert syndrome: from subtle to plain."""
_PART = 12  # of the simulated people: nobody of any other part
_SEED = 20261122
_SEES = "face-encoder"
_RARELY = 0.05  # share of people who are so near to another one


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """n people in frontal view, those of one condition in a row."""

    faces: Pixels
    labels: tuple[str, ...]
    sexes: tuple[str | None, ...]
    years: tuple[float | None, ...]

    def of(self, label: str) -> Pixels:
        """The faces of one condition."""
        return self.faces[[own == label for own in self.labels]]

    def examples(self, most: int) -> Examples:
        """So many of each condition, for a generator to learn from."""
        rows = [
            row
            for label in dict.fromkeys(self.labels)
            for row in [row for row, own in enumerate(self.labels) if own == label][:most]
        ]
        return Examples(
            ids=tuple(f"person {row}" for row in rows),
            faces=self.faces[rows],
            labels=tuple(self.labels[row] for row in rows),
            subjects=tuple(str(row) for row in rows),
            sexes=tuple(self.sexes[row] for row in rows),
            years=tuple(self.years[row] for row in rows),
            codes={},
            lost={},
        )


def people(part: int, images: int, unaffected: int = 0) -> People:
    """People with the five conditions, and without one; each part has others."""
    plan = Plan.shipped().people
    sittings = plan_sittings(
        list(CODES) if images else [],
        seed=_SEED + part,
        part=_PART,
        images=images,
        unaffected=unaffected,
        turned=0.0,
    )
    faces, shown = taken(sittings, plan)
    named = [condition(one.condition).name if one.condition else UNAFFECTED for one in sittings]
    return People(
        faces=faces,
        labels=tuple(named),
        sexes=tuple(one.sex for one in shown),
        years=tuple(one.years for one in shown),
    )


class Judge:
    """Tells the five conditions and nobody's apart, by other people than generators learn from."""

    def __init__(self) -> None:
        known = people(1, images=60, unaffected=120)
        self.classes = sorted({*known.labels})
        subjects = [str(row) for row in range(len(known.labels))]
        self.head = Logistic(weighting="balanced").fit(
            seen(known.faces), known.labels, subjects, classes=self.classes, seed=0
        )

    def scores(self, faces: Pixels, label: str) -> Floats:
        """The log-probability of a condition, face by face: (n,)."""
        return np.asarray(self.head.scores(seen(faces))[:, self.classes.index(label)])

    def own(self, faces: Pixels, label: str) -> tuple[Share, float]:
        """How many faces are taken for their condition first, and its mean probability."""
        scores = self.head.scores(seen(faces))
        column = self.classes.index(label)
        first = int((scores.argmax(1) == column).sum())
        return share(first, len(faces)), float(np.exp(scores[:, column]).mean())


def seen(faces: Pixels) -> Floats:
    """What the face encoder makes of framed faces."""
    return encode(_SEES, [Image.fromarray(face) for face in faces])


def spread(faces: Pixels) -> float:
    """How different faces are from each other, by what the encoder sees: the mean distance."""
    apart = _apart(faces, faces)
    return float(apart[np.triu_indices(len(faces), 1)].mean())


def copies(faces: Pixels, learned: Pixels, people: Pixels) -> int:
    """How many faces are nearer to a learned one than all but one in twenty people are to others.

    Parameters
    ----------
    people
        People of the same condition, nobody of whom was learned from.
    """
    among = _apart(people, people)
    np.fill_diagonal(among, np.inf)
    near = np.quantile(among.min(1), _RARELY)
    return int((_apart(faces, learned).min(1) < near).sum())


def _apart(some: Pixels, others: Pixels) -> Floats:
    """The distance of each face from each other one, by what the encoder sees: (n, m)."""
    return np.asarray(np.linalg.norm(seen(some)[:, None] - seen(others)[None], axis=2))


def with_face(faces: Pixels) -> Share:
    """In how many pictures exactly one face is found."""
    return share(int(landmarks(faces).usable.sum()), len(faces))
