"""A step of the two networks: each learns from its own loss alone, in parts where it must."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from raredx.memory import InParts
from raredx.synthesis.fastgan.drawer import Drawer
from raredx.synthesis.fastgan.lesson import Batch, Lesson
from raredx.synthesis.fastgan.match import Match, NoNumberError
from raredx.synthesis.fastgan.teller import Teller
from tests.synthesis.pocket.test_autoencoding import faces


@pytest.fixture
def batch():
    lesson = Lesson(faces=faces(6), own=np.arange(6) % 2, told=True)
    return Batch.of(lesson, 4, np.random.default_rng(1), mirror=True)


@pytest.fixture
def match():
    torch.manual_seed(1)
    made = Drawer(side=32, width=4, conditions=2), Teller(side=32, width=4, conditions=2)
    return Match(*made, rate=1e-3, parts=InParts(at_once=4, say=[].append))


def weights(network):
    return torch.cat([one.detach().flatten() for one in network.parameters()])


def test_both_learn_in_a_step(match, batch):
    before = weights(match.drawer), weights(match.teller)
    lost = match.step(batch, [1, 0])
    assert [*lost] == ["telling", "drawing"]
    assert not torch.equal(before[0], weights(match.drawer))
    assert not torch.equal(before[1], weights(match.teller))


def test_what_draws_does_not_move_what_tells(match, batch):
    told = []
    real = match.tellers.step
    match.tellers.step = lambda: (real(), told.append(weights(match.teller)))
    match.step(batch, [1, 0])
    assert torch.equal(told[0], weights(match.teller))


def test_it_tells_better_and_better_if_nothing_new_is_drawn(match, batch):
    match.drawers.param_groups[0]["lr"] = 0
    lost = [match.step(batch, [1, step])["telling"] for step in range(25)]
    assert np.mean(lost[-5:]) < 0.7 * np.mean(lost[:5])


def test_what_does_not_fit_in_memory_is_done_in_parts(match, batch, monkeypatch):
    real, said, sizes = Teller.forward, [], []

    def narrow(self, pictures, shares):
        if len(pictures) > 2:
            raise torch.OutOfMemoryError
        sizes.append(len(pictures))
        return real(self, pictures, shares)

    monkeypatch.setattr(Teller, "forward", narrow)
    match.parts.say = said.append
    assert np.isfinite([*match.step(batch, [1, 0]).values()]).all()
    assert said == ["The batch does not fit in memory: 2 images at a time now"]
    assert sizes == [2] * 6  # true and drawn ones to tell, drawn ones to draw, in two parts each


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_nothing_is_learned_from_a_loss_that_is_no_number(match, batch, monkeypatch, value):
    real = Teller.missed
    monkeypatch.setattr(Teller, "missed", lambda *given: real(*given) * value)
    before = weights(match.drawer), weights(match.teller)
    with pytest.raises(NoNumberError):
        match.step(batch, [1, 0])
    assert torch.equal(before[0], weights(match.drawer))
    assert torch.equal(before[1], weights(match.teller))
