"""Images in, features out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from raredx.encoders.preprocess import as_array
from raredx.encoders.registry import Encoder, get_encoder
from raredx.encoders.weights import read_weights, require_weights
from raredx.settings import device

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image
    from torch import nn

BATCH = 8
"""Images at a time: on a processor more of them only leave its caches."""


def encode(
    name: str,
    images: Iterable[Image.Image],
    *,
    batch: int = BATCH,
    tick: Callable[[int], None] = lambda done: None,
) -> NDArray[np.float32]:
    """The features of images by the encoder of that name: an array of (n, width).

    No more than `batch` images are held at a time; `tick` hears how many are done after each
    batch. Nothing is fetched: weights that are not here are an error that says how to get them.
    """
    encoder = get_encoder(name)
    return run(load(name), encoder, images, batch=batch, tick=tick)


def run(
    network: nn.Module,
    encoder: Encoder,
    images: Iterable[Image.Image],
    *,
    batch: int = BATCH,
    tick: Callable[[int], None] = lambda done: None,
) -> NDArray[np.float32]:
    """`encode` by a network that is at hand."""
    import numpy as np
    import torch

    where = next(network.parameters()).device
    form = torch.channels_last  # three times as fast as channel by channel
    found = [np.empty((0, encoder.width), np.float32)]
    done = 0
    for some in _batches(images, batch):
        pixels = torch.from_numpy(as_array(some, encoder)).to(
            where, memory_format=form
        )  # (b, 3, s, s)
        with torch.inference_mode():
            vectors = network(pixels)  # (b, width)
        found.append(vectors.float().cpu().numpy())
        done += len(some)
        tick(done)
    return np.concatenate(found)  # (n, width)


def load(name: str) -> nn.Module:
    """The network with its trained weights, ready to run on the device that is set.

    The last ones stay in memory, until their weights are others.
    """
    return _loaded(name, get_encoder(name).space)


@lru_cache(maxsize=2)
def _loaded(name: str, space: str) -> nn.Module:
    import torch

    encoder = get_encoder(name)
    network = read_weights(encoder, require_weights(encoder))
    return network.to(device()).to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _batches(images: Iterable[Image.Image], batch: int) -> Iterator[list[Image.Image]]:
    left = iter(images)
    while some := list(islice(left, batch)):
        yield some
