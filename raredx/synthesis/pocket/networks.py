"""The parts of the base model, in the classes that Stable Diffusion is made of, but small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from raredx.synthesis.framing import SIDE

if TYPE_CHECKING:
    from transformers import CLIPTokenizer

Autoencoder: TypeAlias = Any
Denoiser: TypeAlias = Any
TextEncoder: TypeAlias = Any
Scheduler: TypeAlias = Any
"""Classes of diffusers and transformers, whose types are not told."""

_GROUPS = 8  # of channels that are normalised together in the autoencoder
_WIDER = 16  # and in the denoiser
_HEAD = 32  # channels that attend to something together
_NOISE = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "v_prediction",
    "rescale_betas_zero_snr": True,
    "timestep_spacing": "trailing",
    "clip_sample": False,
    "steps_offset": 1,
}
"""Stable Diffusion's own, but for velocity instead of noise, and the last step is noise alone."""


def new_autoencoder(channels: tuple[int, ...], latents: int) -> Autoencoder:
    """What turns pictures into latents and back; each stage but the last halves the picture.

    >>> made = new_autoencoder((8, 8), 2)
    >>> made.config.block_out_channels, made.config.latent_channels
    ((8, 8), 2)
    """
    from diffusers import AutoencoderKL

    stages = len(channels)
    return AutoencoderKL(  # type: ignore[no-untyped-call]
        down_block_types=("DownEncoderBlock2D",) * stages,
        up_block_types=("UpDecoderBlock2D",) * stages,
        block_out_channels=channels,
        layers_per_block=1,
        latent_channels=latents,
        norm_num_groups=_GROUPS,
        mid_block_add_attention=False,
        sample_size=SIDE,
        scaling_factor=1.0,  # latents are settled by the network itself: see `settle`
    )


def new_denoiser(channels: tuple[int, ...], *, latents: int, side: int, words: int) -> Denoiser:
    """What takes noise out of latents (n, latents, side, side), led by words of some width.

    >>> made = new_denoiser((16, 32), latents=2, side=4, words=8)
    >>> made.config.cross_attention_dim, made.config.sample_size
    (8, 4)
    """
    from diffusers import UNet2DConditionModel

    stages = len(channels)
    return UNet2DConditionModel(  # type: ignore[no-untyped-call]
        sample_size=side,
        in_channels=latents,
        out_channels=latents,
        layers_per_block=1,
        block_out_channels=channels,
        norm_num_groups=_WIDER,
        down_block_types=("CrossAttnDownBlock2D",) * stages,
        up_block_types=("CrossAttnUpBlock2D",) * stages,
        mid_block_type="UNetMidBlock2DCrossAttn",
        cross_attention_dim=words,
        attention_head_dim=tuple(max(1, width // _HEAD) for width in channels),
    )


def new_text_encoder(tokenizer: CLIPTokenizer, *, width: int, layers: int) -> TextEncoder:
    """What turns the words of a tokenizer into vectors of some width."""
    from transformers import CLIPTextConfig, CLIPTextModel

    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=width,
            intermediate_size=4 * width,
            num_hidden_layers=layers,
            num_attention_heads=max(1, width // _HEAD),
            max_position_embeddings=tokenizer.model_max_length,
            projection_dim=width,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def new_scheduler() -> Scheduler:
    """How noise is put in and taken out."""
    from diffusers import DDIMScheduler

    return DDIMScheduler(**_NOISE)  # type: ignore[no-untyped-call]


def settle(autoencoder: Autoencoder, mean: Any, spread: Any) -> None:
    """Let an autoencoder's latents have mean 0 and spread 1 in every channel, in place.

    Stable Diffusion has one factor for all of them, and they differ: the layers next to the narrow
    place take it in. Pictures come back as before.

    Parameters
    ----------
    mean, spread : Tensor
        Of each channel, (latents,), over many faces.
    """
    import torch

    into, back = autoencoder.quant_conv, autoencoder.post_quant_conv
    with torch.no_grad():
        scale = torch.cat([1 / spread, torch.ones_like(spread)])  # of means and log variances
        into.weight.mul_(scale[:, None, None, None])
        into.bias.mul_(scale)
        into.bias.sub_(torch.cat([mean / spread, 2 * spread.log()]))
        back.bias.add_(back.weight[:, :, 0, 0] @ mean)
        back.weight.mul_(spread[None, :, None, None])
