"""A base model that is loaded: pictures to latents, words to vectors, noise out of latents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from raredx.synthesis.precision import brisk

Pixels = npt.NDArray[np.uint8]

_AT_ONCE = 16  # pictures that are made small together
_LARGE = 20_000  # tokens from which on pieces of words mean something
_FIRST = 16  # numbers of each weight by which a model is told from others


@dataclass(frozen=True, kw_only=True, eq=False)
class Words:
    """n prompts as a denoiser takes them."""

    embedded: Tensor
    """(n, length, width)"""
    pooled: Tensor | None
    """(n, width) of each prompt as a whole, for models that take that, too."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Base:
    """A pipeline of diffusers, by its parts."""

    name: str
    pipeline: Any

    @property
    def denoiser(self) -> Any:
        """What takes noise out."""
        return self.pipeline.unet

    @property
    def is_large(self) -> bool:
        """Whether it is built as Stable Diffusion XL is."""
        return self.pipeline.components.get("text_encoder_2") is not None

    @property
    def scheduler(self) -> Any:
        """How noise is put in."""
        return self.pipeline.scheduler

    @property
    def device(self) -> torch.device:
        """Where it is."""
        return next(self.denoiser.parameters()).device  # type: ignore[no-any-return]

    @property
    def side(self) -> int:
        """Pixels of what it draws, each way."""
        return int(self.denoiser.config.sample_size * self.pipeline.vae_scale_factor)

    @cached_property
    def hash(self) -> str:
        """What tells its denoiser from all others: of the first numbers of every weight.

        Half precision or full, it is the same.
        """
        digest = hashlib.sha256()
        for name, weight in sorted(self.denoiser.state_dict().items()):
            some = weight.detach().flatten()[:_FIRST].to("cpu", torch.float16)
            digest.update(f"{name} {tuple(weight.shape)} ".encode() + some.numpy().tobytes())
        return digest.hexdigest()

    def latents(self, faces: Pixels) -> Tensor:
        """Faces (n, side, side, 3) as the denoiser takes them: (n, latents, s, s), on the CPU."""
        vae, found = self.pipeline.vae, []
        shift = getattr(vae.config, "shift_factor", None) or 0.0
        with torch.inference_mode(), brisk(self.device.type):
            for first in range(0, len(faces), _AT_ONCE):
                some = np.ascontiguousarray(faces[first : first + _AT_ONCE])
                pixels = torch.from_numpy(some).permute(0, 3, 1, 2).to(self.device, vae.dtype)
                mode = vae.encode(pixels / 127.5 - 1).latent_dist.mode().float()
                found.append(((mode - shift) * vae.config.scaling_factor).cpu())
        return torch.cat(found).clone()

    def words(self, prompts: Sequence[str]) -> Words:
        """Prompts as vectors; gradients flow back into text encoders that learn."""
        told = self.pipeline.encode_prompt(
            prompt=list(prompts),
            device=self.device,
            num_images_per_prompt=1,
            do_classifier_free_guidance=False,
        )
        return Words(embedded=told[0], pooled=told[2] if self.is_large else None)

    def denoised(self, noisy: Tensor, times: Tensor, words: Words) -> Tensor:
        """What the denoiser says of noisy latents (n, latents, s, s), led by n prompts."""
        beside = None
        if words.pooled is not None:
            size = [self.side, self.side]
            ids = torch.tensor([*size, 0, 0, *size], device=noisy.device, dtype=noisy.dtype)
            beside = {"text_embeds": words.pooled, "time_ids": ids.expand(len(noisy), -1)}
        said: Tensor = self.denoiser(
            noisy, times, encoder_hidden_states=words.embedded, added_cond_kwargs=beside
        ).sample
        return said

    def unknown_words(self, prompt: str) -> list[str]:
        """The words of a prompt that mean nothing to it, in their order.

        Those are the words that a small tokenizer has to cut into pieces; a large one has learned
        what pieces mean.
        """
        tokenizer = self.pipeline.tokenizer
        if len(tokenizer) > _LARGE:
            return []
        words = dict.fromkeys(re.findall(r"\w+", prompt))
        return [one for one in words if len(tokenizer.tokenize(one)) > 1]

    def networks(self) -> dict[str, Any]:
        """What can learn of it, by the name that it has in the pipeline."""
        names = ["unet", "text_encoder", "text_encoder_2"]
        parts = self.pipeline.components
        return {name: parts[name] for name in names if parts.get(name) is not None}


def with_parts(pipeline: Any, parts: Mapping[str, Any], *, kind: Any = None) -> Any:
    """The same pipeline with some other parts; the one that is given stays as it is.

    Parameters
    ----------
    kind
        The class of pipeline that is wanted, where it is another one.
    """
    every = pipeline.components | dict(parts)
    if "safety_checker" in every:
        every["requires_safety_checker"] = every["safety_checker"] is not None
    made = (kind or type(pipeline))(**every)
    made.set_progress_bar_config(disable=True)
    return made
