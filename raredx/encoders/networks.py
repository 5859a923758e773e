"""Networks by the name of their architecture: timm's, and our own."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn

    from raredx.encoders.registry import Encoder

OWN = {"raredx-face": "raredx.encoders.face:FaceNetwork"}
"""Architectures that are not timm's, and the class of each."""


def untrained(encoder: Encoder) -> nn.Module:
    """An encoder's network with random weights and without a classifier.

    >>> from raredx.encoders import get_encoder
    >>> untrained(get_encoder("efficientnet-lite0")).training
    False
    """
    if encoder.architecture in OWN:
        network: nn.Module = resolve_name(OWN[encoder.architecture])()
        return network.eval()
    return timm_network(encoder.architecture, encoder.size, num_classes=0)


def timm_network(architecture: str, size: int, **options: Any) -> nn.Module:
    """A network of timm's for squares of `size` pixels; some are made for one size alone.

    >>> network = timm_network("test_vit.r160_in1k", 96, num_classes=0)
    >>> network.patch_embed.img_size
    (96, 96)
    """
    import timm

    made_for = timm.get_pretrained_cfg(architecture)
    if made_for and made_for.fixed_input_size:
        options["img_size"] = size
    network: nn.Module = timm.create_model(architecture, **options)
    return network.eval()
