"""Noise put into latents, what a denoiser is to say of it, and how much each step of it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from raredx.errors import UserError

_MOST = 5.0  # signal to noise: what is nearly clean counts no more than that (Hang et al. 2023)
_FLOOR, _DARK = 0.15, 0.2  # what nearly pure noise counts at least, where velocity is foretold


def spread_times(scheduler: Any, many: int, generator: torch.Generator) -> Tensor:
    """Times of noising for a batch, one from each part of all of them, so that none is left out.

    >>> from raredx.synthesis.pocket.networks import new_scheduler
    >>> times = spread_times(new_scheduler(), 4, torch.Generator().manual_seed(0))
    >>> [int(time) // 250 for time in times]
    [0, 1, 2, 3]
    """
    whole: int = scheduler.config.num_train_timesteps
    parts = (torch.arange(many) + torch.rand(many, generator=generator)) / many
    return (parts * whole).long().clamp(max=whole - 1)


@dataclass(frozen=True, kw_only=True, eq=False)
class Noised:
    """n latents with noise put in, each to a time of its own."""

    latents: Tensor
    noise: Tensor
    times: Tensor
    """(n,)"""
    noisy: Tensor

    @staticmethod
    def of(scheduler: Any, latents: Tensor, generator: torch.Generator) -> Noised:
        """Put noise in; the generator alone says which."""
        times = spread_times(scheduler, len(latents), generator).to(latents.device)
        noise = torch.randn(latents.shape, generator=generator).to(latents.device)
        noisy = scheduler.add_noise(latents, noise, times)
        return Noised(latents=latents, noise=noise, times=times, noisy=noisy)

    def part(self, rows: slice) -> Noised:
        """Some of them."""
        return Noised(**{name: one[rows] for name, one in vars(self).items()})


def denoising_loss(scheduler: Any, said: Tensor, noised: Noised) -> Tensor:
    """How wrong a denoiser is, that said something (n, ...) of noised latents: (n,).

    Whatever it foretells, the noise or the velocity, errors count by what they do to the picture,
    with nearly clean ones held back.
    """
    kind = scheduler.config.prediction_type
    if kind == "v_prediction":
        wanted = scheduler.get_velocity(noised.latents, noised.noise, noised.times)
    elif kind == "epsilon":
        wanted = noised.noise
    else:
        raise UserError(
            f"This base model foretells {kind!r}, which cannot be trained on here",
            remedy="Take one that foretells the noise (epsilon) or the velocity (v_prediction)",
        )
    wrong: Tensor = (said.float() - wanted.float()).square().flatten(1).mean(1)
    weight: Tensor = _weight(scheduler, noised.times.cpu(), kind)
    return wrong * weight.to(wrong.device)


def _weight(scheduler: Any, times: Tensor, kind: str) -> Tensor:
    kept: Tensor = scheduler.alphas_cumprod.cpu()[times]
    signal = kept / (1 - kept).clamp(min=1e-8)
    held = signal.clamp(max=_MOST)
    if kind == "epsilon":
        return held / signal.clamp(min=1e-4)
    return held / (signal + 1) + _FLOOR * (signal < _DARK)
