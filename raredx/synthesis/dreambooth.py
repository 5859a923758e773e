"""DreamBooth: a base model is trained further, whole, beside pictures that keep it as it was."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch

from raredx.jobs.progress import Progress
from raredx.synthesis.bases import UNREADABLE, Base, open_base
from raredx.synthesis.examples import Examples
from raredx.synthesis.finetuning import Lesson, finetune
from raredx.synthesis.fitted import damaged
from raredx.synthesis.leading import Led, groups_of, show_progress, told
from raredx.synthesis.options import DreamBooth


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedDreamBooth(Led):
    """A denoiser, and text encoders where they have learned, in place of the base model's."""

    @classmethod
    def learn(
        cls,
        generator: DreamBooth,
        examples: Examples,
        folder: Path,
        *,
        base: str,
        seed: int,
        progress: Progress,
    ) -> Mapping[str, Any]:
        """Train one model for all conditions, or one for each, always from the base on."""
        found, remarks = open_base(base), []
        groups = groups_of(generator, examples)
        for number, (name, some) in enumerate(groups.items()):
            if number and progress.enough:
                break
            lesson = Lesson.of(some, found, generator, seed=seed)
            own = _copied(found, words=generator.words)
            learned = [*own.networks()] if generator.words else ["unet"]
            weights = [one for part in learned for one in own.networks()[part].parameters()]
            remarks += finetune(
                own,
                weights,
                lesson,
                generator,
                seed=seed,
                scratch=progress.scratch / name,
                progress=progress,
                preview=partial(show_progress, own, some, progress),
                already=number,
                of=len(groups),
            )
            for part in learned:
                network = own.networks()[part].to(torch.float16)
                network.save_pretrained(folder / name / part, safe_serialization=True)
        return told(found, groups, folder, remarks)

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
        yield _with(base, parts).pipeline


def _copied(base: Base, *, words: bool) -> Base:
    """A base model whose parts that are to learn are its own, in full precision."""
    parts = base.networks() if words else {"unet": base.denoiser}
    own = {name: copy.deepcopy(network).float() for name, network in parts.items()}
    for network in own.values():
        network.requires_grad_(True)
    return _with(base, own)


def _with(base: Base, parts: Mapping[str, Any]) -> Base:
    components = base.pipeline.components | dict(parts)
    if "safety_checker" in components:
        components["requires_safety_checker"] = components["safety_checker"] is not None
    pipeline = type(base.pipeline)(**components)
    pipeline.set_progress_bar_config(disable=True)
    return Base(name=base.name, pipeline=pipeline)
