"""LoRA: small matrices beside the layers of a base model learn conditions; the base stays."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from torch import nn

from raredx.errors import UserError
from raredx.synthesis.bases import UNREADABLE, Base
from raredx.synthesis.examples import Examples
from raredx.synthesis.finetuning import Lesson, Turn, finetune
from raredx.synthesis.leading import Led, show_progress
from raredx.synthesis.options import LoRA

WEIGHTS = "pytorch_lora_weights.safetensors"
"""As diffusers calls it, so that `load_lora_weights` of the folder works anywhere."""
_ATTENTION = ["to_q", "to_k", "to_v", "to_out.0"]
_ALL = [*_ATTENTION, "proj_in", "proj_out", "ff.net.0.proj", "ff.net.2", "conv1", "conv2"]
_OF_TEXT = ["q_proj", "k_proj", "v_proj", "out_proj"]
_LEARNING, _WORN = "learning", "worn"  # what adapters are called while they learn, or are used


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedLoRA(Led):
    """A base model with adapters that were trained on examples."""

    @classmethod
    def _teach(
        cls, base: Base, options: LoRA, examples: Examples, folder: Path, turn: Turn
    ) -> list[str]:
        lesson = Lesson.of(examples, base, options, seed=turn.seed)
        preview = partial(show_progress, base, examples, turn.progress)
        with adapter(base, options, seed=turn.seed) as learning:
            said = finetune(base, learning, lesson, options, turn, preview=preview)
            save(base, folder)
        return said

    @contextlib.contextmanager
    def _wearing(self, base: Base, group: str | None) -> Iterator[Any]:
        if group is None:
            yield base.pipeline
            return
        wear(base, self.folder / group / WEIGHTS)
        try:
            yield base.pipeline
        finally:
            base.pipeline.unload_lora_weights()


@contextlib.contextmanager
def adapter(base: Base, options: LoRA, *, seed: int) -> Iterator[list[nn.Parameter]]:
    """Within it a base model has new matrices beside its layers, and these learn."""
    import torch
    from peft import LoraConfig

    torch.manual_seed(seed)
    networks = base.networks() if options.words else {"unet": base.denoiser}
    for name, network in networks.items():
        wanted = _OF_TEXT if name != "unet" else _ALL if options.targets == "all" else _ATTENTION
        network.add_adapter(
            LoraConfig(
                r=options.rank,
                lora_alpha=options.alpha or options.rank,
                target_modules=wanted,
                init_lora_weights="gaussian",
            ),
            adapter_name=_LEARNING,
        )
    learning = [
        one for network in networks.values() for one in network.parameters() if one.requires_grad
    ]
    for one in learning:
        one.data = one.data.float()
    try:
        yield learning
    finally:
        base.pipeline.unload_lora_weights()


def save(base: Base, folder: Path) -> None:
    """Write the matrices that learn, in the format of diffusers."""
    from peft import get_peft_model_state_dict

    kept: dict[str, Any] = {}
    for name, network in base.networks().items():
        config = getattr(network, "peft_config", {}).get(_LEARNING)
        if config is None:
            continue
        state = get_peft_model_state_dict(network, adapter_name=_LEARNING)
        kept[f"{name}_lora_layers"] = {key: one.cpu().contiguous() for key, one in state.items()}
        kept[f"{name}_lora_adapter_metadata"] = config.to_dict()
    base.pipeline.save_lora_weights(folder, **kept)


def wear(base: Base, file: Path) -> None:
    """Put the adapter of a file on a base model, or say in one line why it does not fit."""
    if not file.exists():
        raise UserError(
            f"The adapter {file} is missing", remedy="Bring it back from a copy, or train again"
        )
    try:
        base.pipeline.load_lora_weights(str(file), adapter_name=_WORN)
    except UNREADABLE as error:
        problem = f"The adapter {file.parent.name!r} does not fit the base model {base.name!r}"
        if "size mismatch" not in str(error) and "Target modules" not in str(error):
            problem = f"The adapter {file} cannot be read ({type(error).__name__})"
    else:
        return
    base.pipeline.unload_lora_weights()
    raise UserError(
        problem,
        remedy="It may be damaged, or trained on another base: choose that one, or train again",
    )
