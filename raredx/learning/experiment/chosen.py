"""Heads as they are written in a config, and which backbone each of them can look through."""

from __future__ import annotations

from collections.abc import Sequence

from raredx.errors import UserError
from raredx.jobs.meaning import written
from raredx.learning.backbones.backbone import get_backbone
from raredx.learning.heads import Head, get_head


def parse_head(text: str) -> Head:
    """A head from how it is written.

    >>> parse_head("nearest:neighbours=3")
    Nearest(neighbours=3, scaling='standardise')
    """
    return written(text, get_head, what="head")


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
