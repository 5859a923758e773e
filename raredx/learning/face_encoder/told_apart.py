"""How well conditions that were kept apart are told by a few people of each: the learning curve."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.face_encoder.lesson import Lesson
from raredx.learning.heads import get_head
from raredx.statistics.shares import Share, share

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

SHOWN = 4
"""People of each condition by whom it is known."""
ASKED = 8
"""People of each who are asked about."""


def judged_rows(lesson: Lesson, conditions: list[str]) -> tuple[Whole, Whole]:
    """The rows of people who show some conditions, and of those who are asked about."""
    shown, asked = [], []
    for condition in conditions:
        rows = lesson.having([condition])
        shown.append(rows[:SHOWN])
        asked.append(rows[SHOWN : SHOWN + ASKED])
    return np.concatenate(shown), np.concatenate(asked)


def told_apart(shown: Floats, asked: Floats, names: tuple[list[str], list[str]]) -> Share:
    """How many of those who are asked about (m, w) get their own condition.

    Parameters
    ----------
    shown : ndarray of shape (n, w)
        Features of those by whom conditions are known.
    names
        The conditions of those who are shown, and of those who are asked about.
    """
    known, truth = names
    classes = sorted(set(known))
    people = [str(number) for number in range(len(known))]
    fitted = get_head("expected")().fit(shown, known, people, classes=classes, seed=0)
    said = fitted.scores(asked).argmax(1)
    right = sum(classes[place] == name for place, name in zip(said, truth, strict=True))
    return share(right, len(truth))
