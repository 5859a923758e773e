"""Base models: by name or path, small or large; what cannot be opened is one line."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.synthesis import LoRA, Order
from raredx.synthesis.bases import open_base, with_parts
from raredx.synthesis.sampling import Sampling
from tests.synthesis.conftest import RED


def test_a_folder_is_opened_once(base):
    found = open_base(base)
    assert found is open_base(base)
    assert found.side == 32
    assert not found.is_large
    assert not any(one.requires_grad for one in found.denoiser.parameters())
    assert found.unknown_words("photo of a girl with zebras") == ["zebras"]


def test_the_hash_is_of_the_weights_in_any_precision(base, other_base):
    found = open_base(base)
    assert found.hash != open_base(other_base).hash
    half = copy.deepcopy(found.denoiser).half().float()
    halved = type(found)(name="halved", pipeline=with_parts(found.pipeline, {"unet": half}))
    assert halved.hash == found.hash


def test_faces_become_latents_and_prompts_vectors(base):
    found = open_base(base)
    faces = np.random.default_rng(0).integers(0, 255, (3, 32, 32, 3), np.uint8)
    assert found.latents(faces).shape == (3, 4, 8, 8)
    words = found.words(["photo of a girl", "a boy"])
    assert words.embedded.shape == (2, 48, 32)
    assert words.pooled is None


def test_what_is_not_there_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UserError, match=r"no base model 'nobody/nothing' here") as caught:
        open_base("nobody/nothing")
    assert "\n" not in str(caught.value)


def test_a_base_that_was_cut_in_half_is_one_line(base, tmp_path):
    place = tmp_path / "cut"
    shutil.copytree(base, place)
    file = next((place / "unet").glob("*.safetensors"))
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(UserError, match=r"cannot be opened .*copy it again") as caught:
        open_base(str(place))
    assert "\n" not in str(caught.value)


def test_a_base_without_words_is_one_line(tmp_path):
    from diffusers import DDPMPipeline, DDPMScheduler, UNet2DModel

    denoiser = UNet2DModel(
        sample_size=8,
        block_out_channels=(32, 32),
        down_block_types=("DownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "UpBlock2D"),
    )
    DDPMPipeline(denoiser, DDPMScheduler()).save_pretrained(tmp_path / "mute")
    with pytest.raises(UserError, match=r"no vae and no text_encoder and no tokenizer.*by words"):
        open_base(str(tmp_path / "mute"))


def test_a_file_that_can_run_code_is_refused(tmp_path):
    file = tmp_path / "model.ckpt"
    file.write_bytes(b"0")
    with pytest.raises(UserError, match=r"model.ckpt is no safetensors file"):
        open_base(str(file))


@pytest.fixture
def large(base, tmp_path) -> str:
    """Built as Stable Diffusion XL is, with two text encoders, but tiny."""
    from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModelWithProjection

    small = open_base(base).pipeline
    torch.manual_seed(3)
    width, length = 32, small.tokenizer.model_max_length
    config = CLIPTextConfig(
        vocab_size=len(small.tokenizer),
        hidden_size=width,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=length,
        projection_dim=width,
        bos_token_id=small.tokenizer.bos_token_id,
        eos_token_id=small.tokenizer.eos_token_id,
        pad_token_id=small.tokenizer.pad_token_id,
    )
    one, other = CLIPTextModelWithProjection(config), CLIPTextModelWithProjection(config)
    denoiser = UNet2DConditionModel(
        sample_size=8,
        in_channels=4,
        out_channels=4,
        layers_per_block=1,
        block_out_channels=(16, 32),
        norm_num_groups=8,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=8,
        cross_attention_dim=2 * width,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=6 * 8 + width,
    )
    made = StableDiffusionXLPipeline(
        vae=small.vae,
        text_encoder=one,
        text_encoder_2=other,
        tokenizer=small.tokenizer,
        tokenizer_2=small.tokenizer,
        unet=denoiser,
        scheduler=small.scheduler,
        add_watermarker=False,
    )
    place = tmp_path / "large"
    made.save_pretrained(place, safe_serialization=True)
    return str(place)


def test_a_large_one_learns_and_draws_by_the_same_code(large, examples, tmp_path):
    found = open_base(large)
    assert found.is_large
    assert found.words(["a girl"]).pooled.shape == (1, 32)
    made = LoRA(steps=2, batch=2, rank=2, words=True, prior=0.5).fit(
        examples, tmp_path / "made", base=large, progress=Progress(scratch=tmp_path / "scratch")
    )
    for how in (Sampling(steps=2), Sampling(steps=4, strength=0.5)):
        (drawn,) = made.draw([Order(label=RED, seed=1)], how, examples=examples)
        assert drawn.pixels.shape == (32, 32, 3)
    assert (Path(made.folder) / "together").exists()
