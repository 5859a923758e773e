"""The parts of the base model, in the classes that Stable Diffusion is made of, but small."""

from __future__ import annotations

from typing import Any, TypeAlias

from raredx.synthesis.framing import SIDE

Autoencoder: TypeAlias = Any
"""An `AutoencoderKL` of diffusers, whose types are not told."""
_GROUPS = 8  # of channels that are normalised together


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
        scaling_factor=1.0,  # latents are settled by the network itself: see `settling`
    )
