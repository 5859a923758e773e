"""A network in fewer passes: what follows a convolution channel by channel becomes part of it."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


def folded(network: nn.Module) -> nn.Module:
    """A copy that gives the same features, but for the last digits, without batch norms.

    Only for networks in which a batch norm follows the convolution that is listed before it, as in
    EfficientNets. What layers make is another thing then: maps need the network as it is.

    >>> from raredx.encoders import get_encoder
    >>> from raredx.encoders.networks import untrained
    >>> network = folded(untrained(get_encoder("efficientnet-lite0")))
    >>> sum("BatchNorm" in type(one).__name__ for one in network.modules())
    0
    """
    import torch
    from torch import nn
    from torch.nn.utils.fusion import fuse_conv_bn_eval

    ready = deepcopy(network)
    for module in [*ready.modules()]:
        for (name, layer), (following, norm) in pairwise(module.named_children()):
            if isinstance(layer, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                setattr(module, name, fuse_conv_bn_eval(layer, norm))
                setattr(module, following, getattr(norm, "act", nn.Identity()))
    return ready.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
