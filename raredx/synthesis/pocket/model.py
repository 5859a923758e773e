"""The parts of the base model put together, as a pipeline of diffusers, and on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from raredx.synthesis.bases import with_parts
from raredx.synthesis.pocket.networks import Autoencoder, new_scheduler

if TYPE_CHECKING:
    from transformers import CLIPTokenizer

    from raredx.synthesis.pocket.painting import Painter


def assembled(autoencoder: Autoencoder, painter: Painter, tokenizer: CLIPTokenizer) -> Any:
    """A `StableDiffusionPipeline` of its parts."""
    from diffusers import StableDiffusionPipeline

    pipeline: Any = StableDiffusionPipeline(  # type: ignore[no-untyped-call]
        vae=autoencoder,
        text_encoder=painter.text,
        tokenizer=tokenizer,
        unet=painter.denoiser,
        scheduler=new_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def save(pipeline: Any, folder: Path) -> None:
    """Write a pipeline into a folder, in half precision; the one that is given stays as it is."""
    import copy

    import torch

    networks = ("vae", "text_encoder", "unet")
    halved = {name: copy.deepcopy(getattr(pipeline, name)).to(torch.float16) for name in networks}
    with_parts(pipeline, halved).save_pretrained(folder, safe_serialization=True)
