"""The autoencoder learns, and an interruption changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from raredx.errors import UserError
from raredx.synthesis.pocket import autoencoding
from raredx.synthesis.pocket.autoencoding import CHECKPOINT, decibels, through, train
from raredx.synthesis.pocket.plan import Plan

SHORT = replace(
    Plan.shipped().autoencoder,
    **{"channels": (8, 16), "latents": 4, "steps": 6, "every": 2, "rising": 2, "batch": 3},
)


def faces(many=8, side=32):
    """Blobs of colour on another colour."""
    chance = np.random.default_rng(4)
    rows, columns = np.mgrid[:side, :side]
    found = np.empty((many, side, side, 3), np.uint8)
    for one in found:
        one[:] = chance.integers(0, 256, 3)
        middle = chance.integers(8, side - 8, 2)
        one[(rows - middle[0]) ** 2 + (columns - middle[1]) ** 2 < 36] = chance.integers(0, 256, 3)
    return found


def weights(made):
    return torch.cat([one.flatten() for one in made.state_dict().values()])


def test_faces_come_back_better_the_longer_it_learns(tmp_path):
    longer = replace(SHORT, steps=50, every=25, rate=2e-3, average=0.9)
    said = []
    made = train(faces(), faces(4), longer, folder=tmp_path, tell=lambda *told: said.append(told))
    assert [step for step, _ in said] == [25, 50]
    assert said[1][1]["decibels"] > said[0][1]["decibels"] > 8
    assert decibels(faces(4), through(made, faces(4))) == pytest.approx(said[1][1]["decibels"])


@pytest.mark.parametrize("at", [1, 3, 4, 5])
def test_interrupted_anywhere_it_ends_with_the_same_weights(tmp_path, at):
    whole = train(faces(), faces(2), SHORT, folder=tmp_path / "whole")

    def stop(done):
        if done == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(faces(), faces(2), SHORT, folder=tmp_path / "other", tick=stop)
    again = train(faces(), faces(2), SHORT, folder=tmp_path / "other")
    assert torch.equal(weights(again), weights(whole))


def test_a_loss_that_is_no_number_ends_it_and_keeps_what_was_good(tmp_path, monkeypatch):
    real, calls = autoencoding.Unlikeness.forward, []

    def breaks(self, made, true):
        calls.append(1)
        return real(self, made, true) * (float("nan") if len(calls) == 5 else 1)

    monkeypatch.setattr(autoencoding.Unlikeness, "forward", breaks)
    with pytest.raises(UserError, match=r"loss of step 5 is no number.*step 4") as caught:
        train(faces(), faces(2), SHORT, folder=tmp_path)
    assert "\n" not in str(caught.value)
    assert torch.load(tmp_path / CHECKPOINT, weights_only=True)["done"] == 4


def test_a_checkpoint_that_was_cut_in_half_is_one_line(tmp_path):
    train(faces(), faces(2), replace(SHORT, steps=2), folder=tmp_path)
    file = tmp_path / CHECKPOINT
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(UserError, match=r"autoencoder.pt cannot be read .*Remove that file"):
        train(faces(), faces(2), SHORT, folder=tmp_path)
