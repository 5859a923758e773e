"""Weights of our own, which come with the repository in assets/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from raredx.encoders.networks import untrained
from raredx.encoders.weights.files import check_whole, misfit
from raredx.settings import ROOT

if TYPE_CHECKING:
    from torch import nn

    from raredx.encoders.registry import Encoder

ASSETS = ROOT / "assets"


class Shipped(BaseModel):
    """A safetensors file in assets/, with every tensor under the name that the network gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: Literal["assets"]
    file: str = Field(pattern=r"^[\w/-]+\.safetensors$", description="Its path below assets/")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    def find(self) -> Path | None:
        """Where the file lies, or None if it is not there."""
        file = ASSETS / self.file
        return file if file.is_file() else None

    def command(self, name: str) -> str:
        """What brings the file back."""
        return f"git checkout assets/{self.file}"

    def read(self, encoder: Encoder, file: Path) -> nn.Module:
        """The network with the tensors of a file."""
        from safetensors.torch import load_model

        check_whole(file)
        network = untrained(encoder)
        try:
            load_model(network, file)
        except RuntimeError:
            raise misfit(file, encoder.architecture) from None
        return network
