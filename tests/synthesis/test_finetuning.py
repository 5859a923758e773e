"""What is shown in a step: every condition as likely, ordinary people among them, at any noise."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import torch

from raredx.synthesis import DreamBooth
from raredx.synthesis.captions import Shown
from raredx.synthesis.finetuning import Lesson

OPTIONS = DreamBooth(batch=8, prior=0.5)
NAMES = ["Rare"] * 1 + ["Frequent"] * 9
ORDINARY = 6
STEPS = 600


@pytest.fixture
def batches():
    """Of every step, the faces that were shown: each is told by its number."""
    many = len(NAMES) + ORDINARY
    lesson = Lesson(
        latents=torch.arange(many).float()[:, None, None, None, None].expand(-1, 2, 1, 1, 1),
        shown=[Shown(condition=name) for name in NAMES] + [Shown()] * ORDINARY,
        ordinary=ORDINARY,
    )
    found = [lesson.batch(OPTIONS, np.random.default_rng([3, step])) for step in range(STEPS)]
    return [(latents.flatten().int().tolist(), captions) for latents, captions in found]


def test_every_condition_is_as_likely_however_many_faces_it_has(batches):
    counts = Counter(NAMES[row] for rows, _ in batches for row in rows if row < len(NAMES))
    assert counts["Rare"] == pytest.approx(counts["Frequent"], rel=0.15)


def test_half_of_a_step_are_ordinary_people_at_any_place(batches):
    """The noise put in goes by the place: nobody is to be seen through little noise alone."""
    places = np.array([[row >= len(NAMES) for row in rows] for rows, _ in batches])
    assert (places.sum(1) == 4).all()
    assert places.mean(0) == pytest.approx(np.full(8, 0.5), abs=0.1)


def test_captions_belong_to_their_faces(batches):
    for rows, captions in batches:
        for row, caption in zip(rows, captions, strict=True):
            if caption:
                named = f" with {NAMES[row].casefold()}" if row < len(NAMES) else ""
                assert caption == f"photo of a person{named}"
    unsaid = np.mean([not caption for _, captions in batches for caption in captions])
    assert unsaid == pytest.approx(0.1, abs=0.02)
