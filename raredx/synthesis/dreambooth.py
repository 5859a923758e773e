"""DreamBooth: a base model is trained further, whole, beside pictures that keep it as it was."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch

from raredx.synthesis.bases import UNREADABLE, Base, with_parts
from raredx.synthesis.examples import Examples
from raredx.synthesis.finetuning import Lesson, Turn, finetune
from raredx.synthesis.fitted import damaged
from raredx.synthesis.leading import Led, show_progress
from raredx.synthesis.options import DreamBooth


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedDreamBooth(Led):
    """A denoiser, and text encoders where they have learned, in place of the base model's."""

    @classmethod
    def _teach(
        cls, base: Base, options: DreamBooth, examples: Examples, folder: Path, turn: Turn
    ) -> list[str]:
        lesson = Lesson.of(examples, base, options, seed=turn.seed)
        own = _copied(base, words=options.words)
        learned = [*own.networks()] if options.words else ["unet"]
        weights = [one for part in learned for one in own.networks()[part].parameters()]
        preview = partial(show_progress, own, examples, turn.progress)
        said = finetune(own, weights, lesson, options, turn, preview=preview)
        for part in learned:
            halved = own.networks()[part].to(torch.float16)
            halved.save_pretrained(folder / part, safe_serialization=True)
        return said

    @contextlib.contextmanager
    def _wearing(self, base: Base, group: str | None) -> Iterator[Any]:
        if group is None:
            yield base.pipeline
            return
        parts: dict[str, Any] = {}
        for name, network in base.networks().items():
            place = self.folder / group / name
            if not place.exists() and name != "unet":
                continue
            try:
                parts[name] = (
                    type(network)
                    .from_pretrained(place, dtype=network.dtype, local_files_only=True)
                    .to(base.device)
                )
            except UNREADABLE as error:
                fault = f"{group}/{name} cannot be read ({type(error).__name__})"
                raise damaged(self.folder, fault) from None
        yield with_parts(base.pipeline, parts)


def _copied(base: Base, *, words: bool) -> Base:
    """A base model whose parts that are to learn are its own, in full precision."""
    parts = base.networks() if words else {"unet": base.denoiser}
    own = {name: copy.deepcopy(network).float() for name, network in parts.items()}
    for network in own.values():
        network.requires_grad_(True)
    return Base(name=base.name, pipeline=with_parts(base.pipeline, own))
