"""Heads and generators as they are written in a config, and who can look through which backbone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from raredx.errors import UserError
from raredx.jobs.meaning import written
from raredx.learning.backbones.backbone import get_backbone
from raredx.learning.heads import Head, get_head
from raredx.synthesis.generator import Generator, get_generator


def parse_head(text: str) -> Head:
    """A head from how it is written.

    >>> parse_head("nearest:neighbours=3")
    Nearest(neighbours=3, scaling='standardise')
    """
    return written(text, get_head, what="head")


def parse_generator(text: str) -> Generator:
    """A generator from how it is written, beginning with a preset where one is named.

    >>> parse_generator("lora:preset=quick,steps=60").steps
    60
    """
    name, _, rest = text.partition(":")
    named = [one for one in rest.split(",") if one.startswith("preset=")]
    kind = get_generator(name.strip())
    if not named:
        return written(text, get_generator, what="generator")
    preset: Any = named[0].partition("=")[2]
    if len(named) > 1 or preset not in kind.presets:
        raise UserError(
            f"The generator {name!r} has no preset {preset!r}",
            remedy=f"Choose one of: {', '.join(kind.presets)}",
        )
    others = ",".join(one for one in rest.split(",") if one not in named)
    begun = {**kind.presets[preset]}
    given = written(f"{name}:{others}" if others else name, get_generator, what="generator")
    return kind.model_validate(begun | given.model_dump(exclude_unset=True))


def pairs(backbones: Sequence[str], heads: Sequence[str]) -> list[tuple[str, str]]:
    """Each backbone with each head that can look through it: backbone and head.

    A head that trains a network goes with encoders alone.

    >>> pairs(["landmarks", "efficientnet-lite0"], ["ridge", "tuned"])[1:]
    [('efficientnet-lite0', 'ridge'), ('efficientnet-lite0', 'tuned')]
    """
    found = [
        (backbone, head)
        for backbone in backbones
        for head in heads
        if parse_head(head).sees == "features" or get_backbone(backbone).encoder
    ]
    if idle := [head for head in heads if head not in {head for _, head in found}]:
        raise UserError(
            f"The head {idle[0]!r} trains a network, and none of the backbones is one",
            remedy="Add one that is an encoder; `raredx backbones` lists them",
        )
    return found
