"""Where the weights of encoders lie, and how each kind of file is read.

    file = require_weights(encoder)         # checked, or an error that says how to get it
    network = read_weights(encoder, file)   # without its classifier, ready to run

There are three ways, each in a module of its own: an installed package, our own in assets/, a hub.
Nothing here opens a connection; `raredx.encoders.fetch` does, when it is asked to.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from raredx.encoders.weights.files import hash_of
from raredx.encoders.weights.hub import Hub
from raredx.encoders.weights.packaged import Packaged
from raredx.encoders.weights.shipped import Shipped
from raredx.errors import UserError

if TYPE_CHECKING:
    from torch import nn

    from raredx.encoders.registry import Encoder

Weights = Annotated[Packaged | Shipped | Hub, Field(discriminator="source")]


def weights_file(encoder: Encoder) -> Path | None:
    """Where an encoder's weights lie, or None if they are not here.

    >>> from raredx.encoders import get_encoder
    >>> weights_file(get_encoder("efficientnet-lite0")).name
    'efficientnet-lite0-57934424.pth'
    """
    return encoder.weights.find()


def require_weights(encoder: Encoder) -> Path:
    """The weights file, checked where its checksum is known, or an error with what gets it.

    >>> from raredx.encoders import get_encoder
    >>> lite0 = get_encoder("efficientnet-lite0")
    >>> require_weights(lite0) == weights_file(lite0)
    True
    """
    file, remedy = encoder.weights.find(), f"Run `{encoder.weights.command(encoder.name)}`"
    if file is None:
        raise UserError(f"The weights of {encoder.name} are not here", remedy=remedy)
    if encoder.weights.sha256 not in (None, hash_of(file)):
        raise UserError(
            f"The weights of {encoder.name} are not those that were tested: {file}", remedy=remedy
        )
    return file


def weights_hash(encoder: Encoder) -> str:
    """The SHA-256 of an encoder's weights: as it is declared, else of the file that is here.

    >>> from raredx.encoders import get_encoder
    >>> weights_hash(get_encoder("efficientnet-lite0"))[:12]
    '579344248a93'
    """
    return encoder.weights.sha256 or hash_of(require_weights(encoder))


def read_weights(encoder: Encoder, file: Path) -> nn.Module:
    """An encoder's network with the weights of a file, without a classifier.

    >>> from raredx.encoders import get_encoder
    >>> lite0 = get_encoder("efficientnet-lite0")
    >>> network = read_weights(lite0, require_weights(lite0))
    >>> sum(values.numel() for values in network.parameters()) == lite0.parameters
    True
    """
    return encoder.weights.read(encoder, file).eval()
