"""The backbones there are: what each sees of an image, what it has learned before, and where."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from raredx.encoders.registry import all_encoders, get_encoder, is_encoder
from raredx.encoders.weights import weights_file
from raredx.errors import NotFoundError

View = Literal["whole", "head", "face", "points"]

VIEWS: dict[View, str] = {
    "whole": "the picture as it is",
    "head": "the head with hair and ears, upright and cut out by its landmarks",
    "face": "the face from near, upright and cut out by its landmarks",
    "points": "the 478 landmarks alone",
}
_USUAL: View = "head"


class Backbone(BaseModel):
    """What makes features of images."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    title: str
    when: str = Field(description="When it is the right choice, in one sentence")
    sees: View
    encoder: str | None = Field(None, description="The network, where one looks at pixels")
    learned_from: str = Field(description="What it has seen before")
    width: int = Field(ge=1, description="Features of an image")
    licence: str

    @property
    def needs_a_face(self) -> bool:
        """Whether images without a face have no features."""
        return self.sees != "whole"

    @property
    def is_here(self) -> bool:
        """Whether its weights lie here; where they do not, its features have no meaning yet."""
        return self.encoder is None or weights_file(get_encoder(self.encoder)) is not None


@cache
def all_backbones() -> dict[str, Backbone]:
    """Every backbone by name: those that see points, and each encoder by its usual view.

    >>> list(all_backbones())[:3]
    ['landmarks', 'shape-space', 'face-signs']
    """
    listed = tomllib.loads(Path(__file__).with_name("backbones.toml").read_text())["backbone"]
    own = [Backbone.model_validate(entry) for entry in listed]
    encoders = [_of_encoder(name, _USUAL) for name in all_encoders()]
    return {one.name: one for one in (*own, *encoders)}


def get_backbone(name: str) -> Backbone:
    """The backbone of that name; an encoder's may end in the view that it is to have.

    An encoder is one of those that are listed, or any network of timm, as `timm:NAME`.

    >>> get_backbone("efficientnet-lite0").sees, get_backbone("efficientnet-lite0@whole").sees
    ('head', 'whole')
    >>> get_backbone("timm:test_vit.r160_in1k@face").width
    64
    """
    if name in all_backbones():
        return all_backbones()[name]
    encoder, at, asked = name.partition("@")
    views: list[View] = [one for one in VIEWS if one != "points"]
    for view in views:
        if is_encoder(encoder) and view == (asked if at else _USUAL):
            return _of_encoder(encoder, view)
    raise NotFoundError(
        f"There is no backbone {name!r}",
        remedy=f"Choose one of: {', '.join(all_backbones())}; or any network of timm, as timm:NAME;"
        f" an encoder may be followed by {' or '.join(f'@{one}' for one in views)}",
    )


def _of_encoder(name: str, view: View) -> Backbone:
    encoder = get_encoder(name)
    return Backbone(
        name=name if view == _USUAL else f"{name}@{view}",
        title=f"{encoder.title}; sees {VIEWS[view]}",
        when=encoder.when,
        sees=view,
        encoder=name,
        learned_from=encoder.learned_from,
        width=encoder.width,
        licence=encoder.licence,
    )
