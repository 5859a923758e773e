"""Drawing with a base model: prompts and seeds in, pictures out, the blanked ones counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from raredx.jobs.progress import Progress
from raredx.memory import InParts
from raredx.synthesis.bases import with_parts
from raredx.synthesis.sampling import Sampling

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, eq=False)
class Wish:
    """One picture that is wanted."""

    prompt: str
    seed: int
    start: Pixels | None = None
    """(side, side, 3) what it begins with, where that is not noise alone."""


def draw(
    pipeline: Any, wishes: Sequence[Wish], how: Sampling, *, progress: Progress
) -> Iterator[Pixels | None]:
    """Pictures (side, side, 3) in the order of the wishes; None for one that was blanked.

    Each begins with noise of its own seed, whichever others are drawn beside it.
    """
    sampler = sampler_of(pipeline, how)
    parts = InParts(at_once=how.batch, say=lambda text: progress.tick(message=text))
    progress.tick(0, total=len(wishes))
    done = 0
    for found in parts.each(len(wishes), lambda rows: _together(sampler, wishes[rows], how)):
        yield from found
        done += len(found)
        progress.tick(done, total=len(wishes))


def sampler_of(pipeline: Any, how: Sampling) -> Any:
    """The same model with another way to take noise out; the one that is given stays as it is."""
    from diffusers import (
        DDIMScheduler,
        DPMSolverMultistepScheduler,
        StableDiffusionImg2ImgPipeline,
        StableDiffusionXLImg2ImgPipeline,
    )

    schedulers = {"ddim": DDIMScheduler, "dpm++": DPMSolverMultistepScheduler}
    scheduler = schedulers[how.sampler].from_config(pipeline.scheduler.config)
    kind: Any = type(pipeline)
    if how.strength is not None:
        large = pipeline.components.get("text_encoder_2") is not None
        kind = StableDiffusionXLImg2ImgPipeline if large else StableDiffusionImg2ImgPipeline
    return with_parts(pipeline, {"scheduler": scheduler}, kind=kind)


def _together(sampler: Any, wishes: Sequence[Wish], how: Sampling) -> list[Pixels | None]:
    asked: dict[str, Any] = {
        "prompt": [one.prompt for one in wishes],
        "num_inference_steps": how.steps,
        "guidance_scale": how.guidance,
        "generator": [torch.Generator().manual_seed(one.seed) for one in wishes],
        "output_type": "np",
    }
    if how.negative:
        asked["negative_prompt"] = [how.negative] * len(wishes)
    if how.strength is not None:
        starts = np.stack([one.start for one in wishes if one.start is not None])
        asked["image"] = torch.from_numpy(starts).permute(0, 3, 1, 2).float() / 255
        asked["strength"] = how.strength
        asked["num_inference_steps"] = max(how.steps, int(np.ceil(1 / how.strength)))
    else:
        side = sampler.unet.config.sample_size * sampler.vae_scale_factor
        asked["height"] = asked["width"] = side
    with torch.inference_mode():
        told = sampler(**asked)
    flagged = getattr(told, "nsfw_content_detected", None) or [False] * len(wishes)
    pixels = np.rint(np.asarray(told.images) * 255).astype(np.uint8)
    return [None if blank else one for one, blank in zip(pixels, flagged, strict=True)]
