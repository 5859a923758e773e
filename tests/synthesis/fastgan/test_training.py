"""A training: interrupted without a trace, told on the way, ended in one line where it breaks."""

from __future__ import annotations

import copy
import re

import numpy as np
import pytest
import torch
from PIL import Image

from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.synthesis.fastgan import training
from raredx.synthesis.fastgan.drawer import Drawer
from raredx.synthesis.fastgan.lesson import Lesson
from raredx.synthesis.fastgan.teller import Teller
from raredx.synthesis.fastgan.training import CHECKPOINT, normalised, train
from raredx.synthesis.options import FastGAN
from tests.synthesis.pocket.test_autoencoding import faces, weights

SHORT = FastGAN(steps=6, batch=2, width=4, average=0.5)
LESSON = Lesson(faces=faces(6), own=np.arange(6) % 2, told=True)


def trained(scratch, course=SHORT, kind=Progress, **beside):
    progress = kind(scratch=scratch, **beside) if scratch else kind(**beside)
    return train(LESSON, course, seed=3, progress=progress, every=2)


def stopping(at):
    class Stopped(Progress):
        def tick(self, done=0, **beside):
            if done == at:
                raise KeyboardInterrupt

    return Stopped


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return weights(trained(tmp_path_factory.mktemp("whole")))


@pytest.mark.parametrize("at", [1, 2, 3, 5, 6])
def test_interrupted_anywhere_it_ends_with_the_same_weights(tmp_path, whole, at):
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path, kind=stopping(at))
    assert (tmp_path / CHECKPOINT).exists() == (at > 1)
    assert torch.equal(weights(trained(tmp_path)), whole)
    assert not (tmp_path / CHECKPOINT).exists()  # another training begins anew


def test_without_a_folder_it_learns_the_same(whole):
    assert torch.equal(weights(trained(None)), whole)


def test_another_seed_learns_otherwise(whole):
    assert not torch.equal(weights(train(LESSON, SHORT, seed=4, progress=Progress())), whole)


def test_it_says_how_far_it_is_what_was_lost_and_what_it_draws(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "_TOLD_EVERY", 3)
    said = []
    trained(tmp_path / "scratch", send=said.append)
    metrics = [one["metric"] for one in said if "metric" in one]
    assert [(one["name"], one["step"]) for one in metrics] == [
        *[("loss of telling", 3), ("loss of drawing", 3)],
        *[("loss of telling", 6), ("loss of drawing", 6)],
    ]
    ticks = [one["progress"] for one in said if "progress" in one]
    assert (ticks[-1]["done"], ticks[-1]["total"]) == (6, 6)
    (shown,) = [one["preview"] for one in said if "preview" in one]
    assert shown["caption"] == "Step 6"
    with Image.open(tmp_path / shown["file"]) as picture:
        assert picture.size == (6 * 32, 2 * 32)


@pytest.mark.parametrize("kept", [True, False])
def test_a_loss_that_is_no_number_ends_it_and_keeps_what_was_good(tmp_path, monkeypatch, kept):
    real, calls = Teller.missed, []

    def breaks(*given):
        calls.append(1)
        return real(*given) * (float("nan") if len(calls) == 6 else 1)

    monkeypatch.setattr(Teller, "missed", breaks)
    with pytest.raises(UserError, match=r"loss of step 6 is no number.*earn more slowly") as caught:
        trained(tmp_path if kept else None)
    assert "\n" not in str(caught.value)
    assert bool(re.search("What was good at step 4 is kept", str(caught.value))) == kept
    if kept:
        assert torch.load(tmp_path / CHECKPOINT, weights_only=True)["done"] == 4


def test_a_checkpoint_that_was_cut_in_half_is_one_line(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path, kind=stopping(2))
    file = tmp_path / CHECKPOINT
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(UserError, match=r"fastgan.pt cannot be read .*Remove that file"):
        trained(tmp_path)


def test_layers_know_what_goes_through_them_when_they_are_normalised():
    torch.manual_seed(1)
    drawer, shares = Drawer(side=32, width=4, conditions=2), torch.eye(2)[np.arange(64) % 2]
    for one in drawer.parameters():
        torch.nn.init.normal_(one, std=0.3)
    with torch.no_grad():
        true = copy.deepcopy(drawer)(drawer.chance(range(64)), shares)
        before = drawer.eval()(drawer.chance(range(64)), shares)
        found = normalised(drawer, shares, many=64)(drawer.chance(range(64)), shares)
    assert float((found - true).abs().max()) < 0.05
    assert float((before - true).abs().max()) > 0.5
    assert not drawer.training
