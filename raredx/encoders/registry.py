"""The encoders there are: their architecture, weights, preprocessing, width, licence and cost."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from raredx.encoders.weights import Weights, weights_hash
from raredx.errors import NotFoundError

PREPROCESSING = (
    1  # to be raised whenever `preprocess` gives other pixels: cached features are then left
)

TIMM = "timm:"
"""What names begin with that mean any network of timm."""

_Channels = tuple[float, float, float]


class Near(BaseModel):
    """A second path through a network, which sees a square of the picture from near."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    layer: str = Field(description="Its last layer that still knows places")
    left: int
    top: int
    side: int = Field(description="Of the square, in the picture's pixels")


class Encoder(BaseModel):
    """A pretrained network without its classifier."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(pattern=rf"^([a-z0-9-]+|{TIMM}[\w.-]+)$")
    title: str
    when: str = Field(description="When it is the right choice, in one sentence")
    learned_from: str = Field(description="What it has seen before")
    architecture: str
    size: int = Field(ge=32, le=1024, description="Sides of the square that it sees, in pixels")
    mean: _Channels
    std: _Channels
    interpolation: Literal["bilinear", "bicubic", "lanczos"]
    width: int = Field(ge=1, description="Features of an image")
    cam_layer: str = Field(description="The last layer that still knows places")
    near: Near | None = None
    averaged: bool = Field(
        True, description="Whether places are averaged into features; else each has its own weight"
    )
    licence: str
    parameters: int
    million_macs: int = Field(description="Multiplications and additions for an image, in millions")
    weights: Weights

    @property
    def space(self) -> str:
        """A name for what its features mean: it changes with the weights and the preprocessing.

        A file name, too. Where no checksum of the weights is declared the file must be here.

        >>> get_encoder("efficientnet-lite0").space
        'efficientnet-lite0-579344248a93-p1'
        """
        name = self.name.replace(":", "-")
        return f"{name}-{weights_hash(self)[:12]}-p{PREPROCESSING}{self._seen_by_timm}"

    @property
    def _seen_by_timm(self) -> str:
        """What tells preprocessings apart that are not ours to count: another timm, another one."""
        if not self.name.startswith(TIMM):
            return ""
        seen = self.model_dump_json(
            include={"architecture", "size", "mean", "std", "interpolation"}
        )
        return f"-{hashlib.sha256(seen.encode()).hexdigest()[:6]}"


@cache
def all_encoders() -> dict[str, Encoder]:
    """Every encoder that is listed, by name."""
    listed = tomllib.loads(Path(__file__).with_name("registry.toml").read_text())["encoder"]
    return {entry["name"]: Encoder.model_validate(entry) for entry in listed}


def is_encoder(name: str) -> bool:
    """Whether a name is an encoder's, by its form where timm would have to be asked.

    >>> is_encoder("resnet152"), is_encoder("timm:resnet50"), is_encoder("resnet50")
    (True, True, False)
    """
    return name in all_encoders() or name.startswith(TIMM)


def get_encoder(name: str) -> Encoder:
    """The encoder of that name, listed or `timm:NAME`, or an error that lists those there are.

    >>> get_encoder("resnet152").width
    2048
    """
    if name.startswith(TIMM):
        from raredx.encoders.timm_models import timm_encoder

        return timm_encoder(name)
    if name not in all_encoders():
        raise NotFoundError(
            f"There is no encoder {name!r}",
            remedy=f"Choose one of: {', '.join(all_encoders())}; or any of timm, as {TIMM}NAME",
        )
    return all_encoders()[name]
