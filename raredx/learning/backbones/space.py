"""What the features of a backbone mean: the name that a model must find again."""

from __future__ import annotations

from raredx.encoders import get_encoder
from raredx.learning.backbones import Backbone
from raredx.phenotype.landmarks.detect import space as landmark_space
from raredx.phenotype.reference.reference import SIMULATED, hash_of

_SHOWN = 12


def space_of(backbone: Backbone) -> str:
    """A name that changes with weights, preprocessing, landmarks and the shipped reference.

    Weights whose checksum nobody declared must be here: the name is then that of the file.

    >>> from raredx.learning.backbones import get_backbone
    >>> space_of(get_backbone("efficientnet-lite0@whole"))
    'efficientnet-lite0@whole efficientnet-lite0-579344248a93-p1'
    """
    parts = [backbone.name]
    if backbone.encoder:
        parts.append(get_encoder(backbone.encoder).space)
    if backbone.needs_a_face:
        parts.append(landmark_space())
    if backbone.needs_a_face and not backbone.encoder:
        parts.append(f"reference-{hash_of(SIMULATED)[:_SHOWN]}")
    return " ".join(parts)
