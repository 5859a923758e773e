"""The straightforward way: the base anew for each condition, everything encoded at each step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import mse_loss

from benchmarks.generate.faces import Pixels
from raredx.synthesis.noising import spread_times
from raredx.synthesis.pocket.autoencoding import as_input

_RATE = 1e-3


def loaded(place: Path) -> Any:
    """The base model as any script opens it."""
    from diffusers import StableDiffusionPipeline

    pipeline: Any = StableDiffusionPipeline.from_pretrained(
        place, dtype=torch.float32, safety_checker=None
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def steps(
    pipeline: Any, faces: Pixels, prompt: str, *, batch: int, rank: int, seed: int
) -> Iterator[None]:
    """Train an adapter, a step for each that is asked for: pictures and prompt encoded anew."""
    from peft import LoraConfig

    pipeline.vae.requires_grad_(False)
    pipeline.text_encoder.requires_grad_(False)
    pipeline.unet.requires_grad_(False)
    wanted = ["to_q", "to_k", "to_v", "to_out.0"]
    pipeline.unet.add_adapter(LoraConfig(r=rank, lora_alpha=rank, target_modules=wanted))
    learning = [one for one in pipeline.unet.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(learning, _RATE)
    generator = torch.Generator().manual_seed(seed)
    while True:
        rows = torch.randint(len(faces), (batch,), generator=generator)
        pictures = as_input(faces[rows.numpy()])
        latents = pipeline.vae.encode(pictures).latent_dist.sample(generator)
        latents = latents * pipeline.vae.config.scaling_factor
        noise = torch.randn(latents.shape, generator=generator)
        times = spread_times(pipeline.scheduler, batch, generator)
        told = pipeline.tokenizer(
            [prompt] * batch, padding="max_length", truncation=True, return_tensors="pt"
        )
        words = pipeline.text_encoder(told.input_ids).last_hidden_state
        noisy = pipeline.scheduler.add_noise(latents, noise, times)
        said = pipeline.unet(noisy, times, words).sample
        loss = mse_loss(said, pipeline.scheduler.get_velocity(latents, noise, times))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        yield


def drawn(pipeline: Any, prompt: str, seeds: range, *, steps: int, guidance: float) -> None:
    """Draw as published: one image after another."""
    for seed in seeds:
        pipeline(
            prompt,
            num_inference_steps=steps,
            guidance_scale=guidance,
            generator=torch.Generator().manual_seed(seed),
        )
