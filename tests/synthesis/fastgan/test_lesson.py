"""What is shown in a step: every condition as often, mirrored half of the time or never."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from raredx.synthesis.fastgan.lesson import Batch, Lesson


@pytest.fixture
def lesson():
    """Thirty dark faces of one condition, two light ones of another."""
    faces = np.zeros((32, 4, 4, 3), np.uint8)
    faces[30:] = 255
    faces[:, :, 0] = np.arange(32)[:, None, None] * 3 + 100  # a rim on one side
    return Lesson(faces=faces, own=np.repeat([0, 1], [30, 2]), told=True)


def test_a_rare_condition_is_shown_as_often(lesson):
    rows = lesson.drawn(400, np.random.default_rng(1))
    assert np.mean(lesson.own[rows] == 1) == pytest.approx(0.5, abs=0.08)
    assert len({*rows.tolist()}) == 32


def test_a_batch_says_what_it_shows(lesson):
    batch = Batch.of(lesson, 20, np.random.default_rng(1), mirror=False)
    assert batch.true.shape == (20, 3, 4, 4)
    light = batch.true[:, 0, 0, 2] > 0
    assert torch.equal(batch.shares, torch.eye(2)[light.long()])
    assert 0 < int(light.sum()) < 20
    assert len({*batch.seeds}) == 20


def test_a_part_of_a_batch_is_of_the_same_images(lesson):
    batch = Batch.of(lesson, 6, np.random.default_rng(1), mirror=True)
    part = batch.part(slice(2, 4), torch.device("cpu"))
    assert torch.equal(part.true, batch.true[2:4])
    assert part.seeds == batch.seeds[2:4]
    assert len(part.shares) == 2


def test_faces_are_mirrored_half_of_the_time_if_wanted(lesson):
    def turned(mirror):
        true = Batch.of(lesson, 200, np.random.default_rng(1), mirror=mirror).true
        return float((true[:, 0, 0, 3].abs() < 0.9).float().mean())  # the rim is on the other side

    assert turned(False) == 0
    assert turned(True) == pytest.approx(0.5, abs=0.1)


def test_nothing_is_told_where_labels_come_afterwards(lesson):
    silent = Lesson(faces=lesson.faces, own=lesson.own, told=False)
    assert silent.conditions == 0
    assert Batch.of(silent, 5, np.random.default_rng(1), mirror=True).shares.shape == (5, 0)
