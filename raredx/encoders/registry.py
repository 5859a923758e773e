"""The encoders there are: their architecture, weights, preprocessing, width, licence and cost."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from raredx.errors import NotFoundError

PREPROCESSING = (
    1  # to be raised whenever `preprocess` gives other pixels: cached features are then left
)

_Channels = tuple[float, float, float]


class Weights(BaseModel):
    """A weights file inside an installed package; the package's code is never run."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    package: str
    version: str
    file: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Encoder(BaseModel):
    """A pretrained network without its classifier."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    architecture: str
    size: int = Field(ge=32, le=1024, description="Sides of the square that it sees, in pixels")
    mean: _Channels
    std: _Channels
    interpolation: Literal["bilinear", "bicubic", "lanczos"]
    width: int = Field(ge=1, description="Features of an image")
    cam_layer: str
    licence: str
    parameters: int
    million_macs: int = Field(description="Multiplications and additions for an image, in millions")
    weights: Weights

    @property
    def space(self) -> str:
        """A name for what its features mean: it changes with the weights and the preprocessing.

        >>> get_encoder("efficientnet-lite0").space
        'efficientnet-lite0-579344248a93-p1'
        """
        return f"{self.name}-{self.weights.sha256[:12]}-p{PREPROCESSING}"


@cache
def all_encoders() -> dict[str, Encoder]:
    """Every encoder by name."""
    listed = tomllib.loads(Path(__file__).with_name("registry.toml").read_text())["encoder"]
    return {entry["name"]: Encoder.model_validate(entry) for entry in listed}


def get_encoder(name: str) -> Encoder:
    """The encoder of that name, or an error that lists the names there are."""
    if name not in all_encoders():
        raise NotFoundError(
            f"There is no encoder {name!r}", remedy=f"Choose one of: {', '.join(all_encoders())}"
        )
    return all_encoders()[name]
