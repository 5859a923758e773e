"""Drawing: a seed is a picture, whatever is beside it; what a safety checker blanks is told."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from raredx.jobs import Progress
from raredx.synthesis import drawing
from raredx.synthesis.bases import open_base
from raredx.synthesis.drawing import Wish, draw
from raredx.synthesis.sampling import Sampling

WISHES = [Wish(prompt="photo of a girl", seed=seed) for seed in range(5)]


def pictures(pipeline, how, wishes=WISHES):
    return list(draw(pipeline, wishes, how, progress=Progress()))


@pytest.mark.parametrize("sampler", ["ddim", "dpm++"])
def test_a_picture_does_not_depend_on_those_beside_it(base, sampler):
    pipeline = open_base(base).pipeline
    together = pictures(pipeline, Sampling(sampler=sampler, steps=3, batch=5))
    apart = pictures(pipeline, Sampling(sampler=sampler, steps=3, batch=2))
    for one, other in zip(together, apart, strict=True):
        assert np.abs(one.astype(int) - other).max() <= 1
    assert not np.array_equal(together[0], together[1])


def test_guidance_and_what_is_not_wanted_change_the_picture(base):
    pipeline = open_base(base).pipeline
    plain, led, without = (
        pictures(pipeline, Sampling(steps=3, **asked), WISHES[:1])[0]
        for asked in ({"guidance": 1.0}, {"guidance": 8.0}, {"guidance": 8.0, "negative": "a boy"})
    )
    assert not np.array_equal(plain, led)
    assert not np.array_equal(led, without)


def test_memory_that_runs_out_halves_the_batch(base, monkeypatch):
    said, real = [], drawing._together

    def small(sampler, wishes, how):
        if len(wishes) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return real(sampler, wishes, how)

    monkeypatch.setattr(drawing, "_together", small)
    progress = Progress(send=lambda message: said.append(str(message)))
    found = list(draw(open_base(base).pipeline, WISHES, Sampling(steps=2), progress=progress))
    assert len(found) == 5
    assert any("The batch does not fit in memory: 2 images at a time now" in one for one in said)


def test_what_a_safety_checker_blanks_is_told_and_not_dropped(base):
    from diffusers import StableDiffusionPipeline
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import CLIPConfig, CLIPImageProcessor, CLIPTextConfig, CLIPVisionConfig

    vision = CLIPVisionConfig(
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        image_size=32,
        patch_size=16,
        projection_dim=8,
    )
    config = CLIPConfig(
        text_config=CLIPTextConfig(hidden_size=16, num_hidden_layers=1).to_dict(),
        vision_config=vision.to_dict(),
        projection_dim=8,
    )
    checker = StableDiffusionSafetyChecker(config)
    parts = open_base(base).pipeline.components | {
        "safety_checker": checker,
        "feature_extractor": CLIPImageProcessor(
            size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}
        ),
    }
    pipeline = StableDiffusionPipeline(**parts)
    checker.concept_embeds_weights.data.fill_(10.0)  # nothing is so like any concept
    assert all(one is not None for one in pictures(pipeline, Sampling(steps=2)))
    checker.concept_embeds_weights.data.fill_(-10.0)  # everything is
    assert pictures(pipeline, Sampling(steps=2)) == [None] * 5
