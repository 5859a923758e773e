"""What a network gives and costs, measured on its structure: nothing is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn

_BLOCK = re.compile(r"blocks\.\d+\.norm1")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What is known of a network without its weights."""

    width: int
    """Features of an image."""
    cam_layer: str
    """The last layer that still knows where in the image something is."""
    parameters: int
    million_macs: int
    """Multiplications and additions for an image, in millions: of convolutions, linear layers and
    the products of attention."""


def measured(network: nn.Module, size: int) -> Measured:
    """Measure a network that lies on torch's meta device, by one image of `size` pixels each way.

    In a transformer what is told from after the last block is the class token alone, so that its
    last layer which knows places is where that block begins.

    >>> import torch
    >>> from raredx.encoders.networks import timm_network
    >>> with torch.device("meta"):
    ...     network = timm_network("test_vit.r160_in1k", 160, num_classes=0)
    >>> found = measured(network, 160)
    >>> found.width, found.cam_layer, found.million_macs
    (64, 'blocks.5.norm1', 38)
    """
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    network.requires_grad_(False)
    image = torch.empty(1, 3, size, size, device="meta")
    with (
        _shapes(network) as made,
        sdpa_kernel(SDPBackend.MATH),  # attention as products, which are counted
        FlopCounterMode(display=False) as counter,
    ):
        features = network(image)  # (1, w)
    blocks = [name for name in made if _BLOCK.fullmatch(name)]
    places = [name for name, shape in made.items() if name and _knows_places(shape)]
    return Measured(
        width=features.shape[1],
        cam_layer=(blocks or places)[-1],
        parameters=sum(values.numel() for values in network.parameters()),
        million_macs=round(counter.get_total_flops() / 2e6),
    )


def _knows_places(shape: tuple[int, ...]) -> bool:
    """Whether a layer gives a map (1, c, h, w) or (1, h, w, c), or tokens (1, t, c)."""
    return (len(shape) == 4 and shape[2] > 1) or (len(shape) == 3 and shape[1] > 1)


@contextmanager
def _shapes(network: nn.Module) -> Iterator[dict[str, tuple[int, ...]]]:
    """The shapes of what each layer gives, in the order in which they are ready."""
    import torch

    made: dict[str, tuple[int, ...]] = {}

    def listen(name: str, layer: nn.Module) -> Any:
        def note(layer: nn.Module, given: object, out: object) -> None:
            if isinstance(out, torch.Tensor):
                made[name] = tuple(out.shape)

        return layer.register_forward_hook(note)

    handles = [listen(name, layer) for name, layer in network.named_modules()]
    try:
        yield made
    finally:
        for handle in handles:
            handle.remove()
