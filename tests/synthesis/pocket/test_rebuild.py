"""The whole of the base model, made small: drawn, learned, kept, and gone on with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from raredx.assets.cards import read_card
from raredx.jobs import Progress
from raredx.synthesis.bases import open_base
from raredx.synthesis.pocket import rebuild
from raredx.synthesis.pocket.plan import Plan

_SHIPPED = Plan.shipped()
SMALL = Plan(
    people=replace(_SHIPPED.people, number=12, held_out=4, shard=6, size=64),
    autoencoder=replace(
        _SHIPPED.autoencoder, channels=(8, 8, 8, 8), latents=4, steps=2, every=1, batch=2
    ),
    denoiser=replace(
        _SHIPPED.denoiser, channels=(16, 16), words=32, layers=1, steps=2, every=1, batch=2
    ),
)


def test_a_small_base_model_is_made_once_and_draws(tmp_path, monkeypatch):
    progress = Progress(scratch=tmp_path / "scratch")
    place = rebuild.rebuild(tmp_path / "made", SMALL, progress=progress)
    card = read_card(place)
    assert card.counts == {"people": 8, "held out": 4}
    assert {"model_index.json", "autoencoder-curve.json", "denoiser-curve.json"} <= {*card.files}
    pipeline = open_base(str(place)).pipeline
    drawn = pipeline("photo of a girl", num_inference_steps=2, height=128, width=128)
    assert drawn.images[0].size == (128, 128)

    def never(*given, **asked):
        raise AssertionError("drawn again")

    monkeypatch.setattr("raredx.synthesis.pocket.corpus.draw_one", never)
    made = rebuild.rebuild(tmp_path / "again", SMALL, progress=progress)
    again = open_base(str(made)).pipeline
    for name in ("vae", "unet", "text_encoder"):
        one, other = (getattr(by, name).state_dict() for by in (pipeline, again))
        assert all(torch.equal(one[key], other[key]) for key in one)


def test_latents_of_the_model_are_settled(tmp_path):
    place = rebuild.rebuild(tmp_path / "made", SMALL, progress=Progress(scratch=tmp_path / "s"))

    latents = np.load(tmp_path / "s" / "latents.npy").astype(np.float32)
    assert latents.shape == (12, 2, 4, 16, 16)
    assert latents[:8].std((0, 1, 3, 4)) == pytest.approx(np.ones(4), abs=0.02)
    assert open_base(str(place)).pipeline.vae.config.scaling_factor == 1
