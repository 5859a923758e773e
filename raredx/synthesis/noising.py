"""Noise put into latents, what a denoiser is to say of it, and how much each step of it counts."""

from __future__ import annotations

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


def denoising_loss(
    scheduler: Any, said: Tensor, latents: Tensor, noise: Tensor, times: Tensor
) -> Tensor:
    """How wrong a denoiser is about latents (n, ...) that were noised to some times: (n,).

    Whatever it foretells, the noise or the velocity, errors count by what they do to the picture,
    with nearly clean ones held back.
    """
    kind = scheduler.config.prediction_type
    if kind == "v_prediction":
        wanted = scheduler.get_velocity(latents, noise, times)
    elif kind == "epsilon":
        wanted = noise
    else:
        raise UserError(
            f"This base model foretells {kind!r}, which cannot be trained on here",
            remedy="Take one that foretells the noise (epsilon) or the velocity (v_prediction)",
        )
    wrong: Tensor = (said.float() - wanted.float()).square().flatten(1).mean(1)
    weight: Tensor = _weight(scheduler, times.cpu(), kind)
    return wrong * weight.to(wrong.device)


def _weight(scheduler: Any, times: Tensor, kind: str) -> Tensor:
    kept: Tensor = scheduler.alphas_cumprod.cpu()[times]
    signal = kept / (1 - kept).clamp(min=1e-8)
    held = signal.clamp(max=_MOST)
    if kind == "epsilon":
        return held / signal.clamp(min=1e-4)
    return held / (signal + 1) + _FLOOR * (signal < _DARK)
