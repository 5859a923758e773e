"""What draws learns, is interrupted without a trace, and comes back from disk as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from raredx.synthesis.bases import open_base
from raredx.synthesis.captions import Shown
from raredx.synthesis.pocket import model
from raredx.synthesis.pocket.networks import new_autoencoder, settle
from raredx.synthesis.pocket.painting import Lesson, encoded, train
from raredx.synthesis.pocket.plan import Plan
from raredx.synthesis.pocket.words import new_tokenizer
from tests.synthesis.pocket.test_autoencoding import faces, weights

SHORT = replace(
    Plan.shipped().denoiser,
    **{"channels": (16, 32), "words": 32, "layers": 1, "batch": 4, "rising": 2},
    **{"steps": 6, "every": 2},
)


@pytest.fixture(scope="module")
def tokenizer():
    return new_tokenizer(["photo of a girl boy"] * 5, size=700)


def small_autoencoder():
    torch.manual_seed(1)
    return new_autoencoder((8, 8, 8), 4).eval()


def lesson(many=8):
    shown = [Shown(years=8, sex=("female", "male")[row % 2]) for row in range(many)]
    return Lesson(latents=encoded(small_autoencoder(), faces(many)), shown=shown)


def test_settled_latents_are_standard_and_pictures_come_back_as_before():
    made, pictures = small_autoencoder(), torch.rand(16, 3, 32, 32) * 2 - 1
    with torch.inference_mode():
        before = made.encode(pictures).latent_dist
        back = made.decode(before.mode()).sample
        mean, spread = before.mean.mean((0, 2, 3)), before.mean.std((0, 2, 3))
    settle(made, mean, spread)
    with torch.inference_mode():
        after = made.encode(pictures).latent_dist
        assert torch.allclose(after.mean.mean((0, 2, 3)), torch.zeros(4), atol=1e-5)
        assert torch.allclose(after.mean.std((0, 2, 3)), torch.ones(4), atol=1e-4)
        channels = spread[None, :, None, None]
        assert torch.allclose(after.std * channels, before.std, rtol=1e-3)
        assert torch.allclose(made.decode(after.mode()).sample, back, atol=1e-4)


def test_it_learns_what_it_is_shown(tokenizer, tmp_path):
    longer = replace(SHORT, steps=60, every=12, average=0.9)
    said = []
    train(lesson(), lesson(), tokenizer, longer, folder=tmp_path, tell=lambda *o: said.append(o))
    assert said[-1][1]["held out"] < 0.85 * said[0][1]["held out"]


@pytest.mark.parametrize("at", [1, 4, 5])
def test_interrupted_anywhere_it_ends_with_the_same_weights(tokenizer, tmp_path, at):
    given = lesson(), lesson(2), tokenizer, SHORT
    whole = train(*given, folder=tmp_path / "whole")

    def stop(done):
        if done == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(*given, folder=tmp_path / "other", tick=stop)
    assert torch.equal(weights(train(*given, folder=tmp_path / "other")), weights(whole))


def test_what_is_kept_draws_the_same(tokenizer, tmp_path):
    painter = train(lesson(), lesson(2), tokenizer, SHORT, folder=tmp_path)
    pipeline = model.assembled(small_autoencoder(), painter, tokenizer)
    model.save(pipeline, tmp_path / "model")
    again = open_base(str(tmp_path / "model")).pipeline

    def drawn(by):
        chance = torch.Generator().manual_seed(3)
        asked = {"num_inference_steps": 3, "height": 32, "width": 32, "output_type": "np"}
        return by("photo of a girl", generator=chance, **asked).images[0]

    assert drawn(again).shape == (32, 32, 3)
    assert np.abs(drawn(again) - drawn(pipeline)).mean() < 0.01
    assert next(again.unet.parameters()).dtype == torch.float32
    files = [*(tmp_path / "model").rglob("*.safetensors")]
    assert len(files) == 3
    assert all(next(iter_types(file)) == torch.float16 for file in files)


def iter_types(file):
    from safetensors import safe_open

    with safe_open(file, "pt") as arrays:
        for name in arrays.keys():  # noqa: SIM118
            yield arrays.get_tensor(name).dtype
