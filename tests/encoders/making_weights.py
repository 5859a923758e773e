"""Random weights in the files that publishers make, so that the code which loads real ones runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from raredx.encoders.networks import timm_network
from raredx.settings import settings

if TYPE_CHECKING:
    from torch import Tensor

    from raredx.encoders.registry import Encoder

COMMIT = "0" * 40


@contextmanager
def places(folder: Path) -> Iterator[None]:
    """Empty places where weights are looked for: the user's folder, and the hub's cache."""
    from huggingface_hub import constants

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAREDX_ASSETS", str(folder / "third-party"))
        patch.setattr(constants, "HF_HUB_CACHE", str(folder / "hub"))
        settings.cache_clear()
        yield
    settings.cache_clear()


def publish(encoder: Encoder, *, seed: int = 0) -> Path:
    """Put an encoder's weights, as its maker publishes them, where a user would put them."""
    from safetensors.torch import save_file

    file = encoder.weights.by_hand
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(as_published(encoder, seed=seed), file)
    return file


def as_published(encoder: Encoder, *, seed: int = 0) -> dict[str, Tensor]:
    """All tensors of the network at the size it was made for, with its classifier."""
    import timm
    import torch

    size = timm.get_pretrained_cfg(encoder.architecture).input_size[-1]
    with torch.device("meta"):
        network = timm_network(encoder.architecture, size)
    torch.manual_seed(seed)
    drawn = {name: random_like(name, tensor) for name, tensor in network.state_dict().items()}
    return of_open_clip(drawn) if "open_clip" in encoder.weights.file else drawn


def random_like(name: str, tensor: Tensor) -> Tensor:
    """Weights that let a signal through: what multiplies is about 1, what adds about 0."""
    import torch

    if not tensor.is_floating_point():
        return torch.zeros(tensor.shape, dtype=tensor.dtype)
    if tensor.ndim > 1:
        return torch.randn(tensor.shape) / tensor[0].numel() ** 0.5
    small = torch.randn(tensor.shape) / 10
    return small if name.endswith(("bias", "running_mean")) else 1 + small.abs()


def of_open_clip(given: dict[str, Tensor]) -> dict[str, Tensor]:
    """Tensors of timm's CLIP under the names of the program that it was published with."""
    import torch

    names = {
        "patch_embed.proj": "conv1",
        "norm_pre": "ln_pre",
        "blocks.": "transformer.resblocks.",
        ".norm": ".ln_",
        "norm.": "ln_post.",
        "qkv.": "in_proj_",
        "attn.proj": "attn.out_proj",
        "mlp.fc1": "mlp.c_fc",
        "mlp.fc2": "mlp.c_proj",
    }
    made = {
        "class_embedding": given["cls_token"][0, 0],
        "positional_embedding": given["pos_embed"][0],
        "proj": given["head.weight"].T,
    }
    for name, tensor in given.items():
        if name not in ("cls_token", "pos_embed", "head.weight", "head.bias"):
            for ours, theirs in names.items():
                name = name.replace(ours, theirs)
            made[name] = tensor
    words = {"token_embedding.weight": torch.zeros(8, 4), "logit_scale": torch.ones(1)}
    return {f"visual.{name}": tensor.contiguous() for name, tensor in made.items()} | words


def cache(encoder: Encoder, folder: Path) -> Path:
    """Lay out a file in a hub's cache, as its own program does, and say where it is."""
    place = folder / f"models--{encoder.weights.repo.replace('/', '--')}"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text(COMMIT)
    file = place / "snapshots" / COMMIT / encoder.weights.file
    file.parent.mkdir(parents=True)
    return file
