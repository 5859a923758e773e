"""What a term does to the head can be seen: its landmarks move in the picture, and change it there.

That the true vertices move the right way is tested on twenty people where the terms are.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.cohorts.simulate.photograph import Photograph
from tests.cohorts.simulate.pictures.pairs import calm, someone, with_terms

pytestmark = pytest.mark.slow

SIZE = 160
FRONTAL, TURNED = 0.0, -35.0
# Who is seen from where: a dark young man with short hair, a fair woman whose hair is tied back.
SITTINGS = ((1, FRONTAL), (14, TURNED))
AROUND = 6  # pixels
LEAST = 2.5  # of 255: how much the picture changes there, on the average
TERMS = all_terms()
SHAPES = [id for id, term in TERMS.items() if term.changes]
# The camera steps back for a longer face, which keeps its height in the picture and loses width.
REFRAMED = {"Long face", "Short face", "Short chin"}


@cache
def without(seed: int, yaw: float) -> Photograph:
    person = someone(seed)
    return with_terms(person, {}, calm(person, yaw=yaw), size=SIZE)


def landmarks(taken: Photograph) -> np.ndarray:
    """Column, row, and whether it is seen: (landmarks, 3)."""
    return np.array(list(taken.landmarks.values()), float)


@pytest.mark.parametrize("id", SHAPES, ids=lambda id: TERMS[id].name)
def test_landmarks_move_and_the_picture_changes_there(id):
    for seed, yaw in SITTINGS:
        plain = without(seed, yaw)
        shown = with_terms(plain.patient, {id: 1.0}, plain.photo, size=SIZE)
        before, after = landmarks(plain), landmarks(shown)
        seen = (before[:, 2] > 0) & (after[:, 2] > 0)
        depth = np.linalg.norm(plain.vertices - shown.vertices, axis=1)
        assert depth.max() > 0.001  # metres
        moved = np.hypot(*(after - before)[:, :2].T)  # (landmarks,) pixels
        if yaw == TURNED:  # where width and depth show alike
            assert moved[seen].max() > 0.3
        change = np.abs(shown.portrait.image.astype(float) - plain.portrait.image).mean(2)
        there = near(before[seen & (moved >= moved[seen].max() / 2)])
        assert change[there].mean() > LEAST
        if TERMS[id].name not in REFRAMED:
            assert change[there].mean() > change[~there].mean()


def near(places: np.ndarray) -> np.ndarray:
    """The pixels around places: (s, s)."""
    rows, columns = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    return np.any([np.hypot(columns - x, rows - y) < AROUND for x, y, _ in places], axis=0)
