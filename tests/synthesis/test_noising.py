"""How much each time of noising counts, whatever a denoiser foretells."""

from __future__ import annotations

import pytest
import torch
from diffusers import DDIMScheduler

from raredx.errors import UserError
from raredx.synthesis.noising import Noised, denoising_loss


def noised(by, latents, noise, times):
    noisy = by.add_noise(latents, noise, times)
    return Noised(latents=latents, noise=noise, times=times, noisy=noisy)


def scheduler(kind):
    return DDIMScheduler(prediction_type=kind, beta_schedule="scaled_linear", steps_offset=1)


def test_the_same_picture_foretold_as_noise_or_velocity_loses_alike():
    """A picture guessed wrong by the same amount costs the same, but for the floor of the dark."""
    generator = torch.Generator().manual_seed(0)
    latents, noise = torch.randn(8, 2, 4, 4, generator=generator), torch.randn(8, 2, 4, 4)
    times = torch.tensor([5, 50, 100, 200, 300, 350, 400, 450])
    by_noise, by_velocity = scheduler("epsilon"), scheduler("v_prediction")
    kept = by_noise.alphas_cumprod[times].view(-1, 1, 1, 1)
    noisy = by_noise.add_noise(latents, noise, times)
    guess = latents + 0.1
    as_noise = (noisy - kept.sqrt() * guess) / (1 - kept).sqrt()
    as_velocity = kept.sqrt() * as_noise - (1 - kept).sqrt() * guess
    one = denoising_loss(by_noise, as_noise, noised(by_noise, latents, noise, times))
    other = denoising_loss(by_velocity, as_velocity, noised(by_velocity, latents, noise, times))
    bright = (kept / (1 - kept)).flatten() > 0.2
    assert bright.sum() >= 6
    assert torch.allclose(one[bright], other[bright], rtol=1e-3)


def test_what_is_right_costs_nothing():
    latents = torch.randn(4, 2, 3, 3)
    for kind in ("epsilon", "v_prediction"):
        by = scheduler(kind)
        said = by.get_velocity
        put = Noised.of(by, latents, torch.Generator().manual_seed(1))
        right = said(latents, put.noise, put.times) if kind == "v_prediction" else put.noise
        assert denoising_loss(by, right, put).max() == 0


def test_pure_noise_still_counts_where_velocity_is_foretold():
    by = DDIMScheduler(prediction_type="v_prediction", rescale_betas_zero_snr=True, steps_offset=1)
    latents, noise = torch.randn(1, 2, 3, 3), torch.randn(1, 2, 3, 3)
    put = noised(by, latents, noise, torch.tensor([999]))
    lost = denoising_loss(by, torch.zeros(1, 2, 3, 3), put)
    assert lost.item() > 0.05


def test_a_model_that_foretells_the_picture_itself_is_one_line():
    nothing = torch.zeros(1, 1, 2, 2)
    put = noised(scheduler("epsilon"), nothing, nothing, torch.tensor([1]))
    with pytest.raises(UserError, match=r"foretells 'sample'.*Take one that foretells") as caught:
        denoising_loss(scheduler("sample"), nothing, put)
    assert "\n" not in str(caught.value)
