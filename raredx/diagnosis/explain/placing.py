"""Grad-CAM for the networks there are: which layers know places, and where these lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import torch
from pytorch_grad_cam import HiResCAM
from torch import Tensor, nn
from torch.nn.functional import interpolate

from raredx.diagnosis.explain.maps import scaled
from raredx.encoders import Encoder

Floats = npt.NDArray[Any]

_watched: WeakKeyDictionary[nn.Module, tuple[nn.Module, Lock]] = WeakKeyDictionary()
_one_at_a_time = Lock()


@contextmanager
def cam_of(network: nn.Module, encoder: Encoder) -> Iterator[PlacedCAM]:
    """Within it there is something that draws maps by a network; its hooks are gone afterwards.

    The network itself stays as it is, and may answer meanwhile. Gradients are not followed below
    the layers that know places. Of two maps by the same network the second waits.
    """
    own, turn = _to_watch(network)
    names = [encoder.cam_layer, *([encoder.near.layer] if encoder.near else [])]
    layers = [own.get_submodule(name) for name in names]
    with turn:
        begun = [layer.register_forward_hook(_begin_here) for layer in layers]
        try:
            with torch.enable_grad(), PlacedCAM(own, layers, encoder) as cam:
                yield cam
        finally:
            for hook in begun:
                hook.remove()


def _to_watch(network: nn.Module) -> tuple[nn.Module, Lock]:
    """A second network on the same numbers, kept for hooks, and whose turn it is."""
    with _one_at_a_time:
        if network not in _watched:
            same = [*network.parameters(), *network.buffers()]
            shared = {id(one): _fixed(one) for one in same}
            _watched[network] = deepcopy(network, shared), Lock()
        return _watched[network]


def _fixed(numbers: Tensor) -> Tensor:
    """The same numbers in the same place, which no gradient is asked of."""
    if isinstance(numbers, nn.Parameter):
        return nn.Parameter(numbers.detach(), requires_grad=False)
    return numbers


def _begin_here(layer: nn.Module, given: Any, made: Tensor) -> Tensor:
    return made.detach().requires_grad_()


class PlacedCAM(HiResCAM):  # type: ignore[misc]
    """Gradients times activations, averaged first where the network does so, each in its place."""

    def __init__(self, network: nn.Module, layers: list[nn.Module], encoder: Encoder) -> None:
        super().__init__(network, layers, reshape_transform=lambda made: as_places(made, network))
        self.encoder = encoder

    def get_cam_image(
        self,
        input_tensor: Tensor,
        target_layer: nn.Module,
        targets: list[Any],
        activations: Floats,
        grads: Floats,
        eigen_smooth: bool = False,
    ) -> Floats:
        """What speaks for the target, place by place: (n, h, w)."""
        if self.encoder.averaged:
            grads = grads.mean((2, 3), keepdims=True)
        return np.asarray((grads * activations).sum(1))

    def compute_cam_per_layer(
        self, input_tensor: Tensor, targets: list[Any], eigen_smooth: bool
    ) -> list[Floats]:
        """One map of all layers: what each says, where in the picture it says it."""
        side, near = input_tensor.shape[-1], self.encoder.near
        own = self.activations_and_grads
        whole = np.zeros((len(input_tensor), side, side), np.float32)
        for number, layer in enumerate(self.target_layers):
            made = own.activations[number].numpy()
            slopes = next(one for one in own.gradients if one.shape == made.shape).numpy()
            said = self.get_cam_image(input_tensor, layer, targets, made, slopes)
            left, top, wide = (near.left, near.top, near.side) if number and near else (0, 0, side)
            dense = said.shape[-1] ** 2 / wide**2  # so that a place weighs as much in either
            part = interpolate(
                torch.from_numpy(np.maximum(said, 0))[:, None], (wide, wide), mode="bilinear"
            )
            whole[:, top : top + wide, left : left + wide] += dense * part[:, 0].numpy()
        return [np.stack([scaled(one) for one in whole])[:, None]]

    def aggregate_multi_layers(self, cam_per_target_layer: list[Floats]) -> Floats:
        """There is one map."""
        return cam_per_target_layer[0][:, 0]


def as_places(made: Tensor, network: nn.Module) -> Tensor:
    """What a layer made as (n, c, h, w): tokens without those that stand for the whole.

    >>> as_places(torch.zeros(1, 50, 8), nn.Identity()).shape          # a class token and 7 x 7
    torch.Size([1, 8, 7, 7])
    >>> as_places(torch.zeros(1, 7, 7, 32), nn.Identity()).shape       # channels last
    torch.Size([1, 32, 7, 7])
    """
    if made.ndim == 3:
        size = int((made.shape[1]) ** 0.5)
        tokens = made[:, made.shape[1] - size**2 :]
        return tokens.transpose(1, 2).reshape(len(made), made.shape[2], size, size)
    if made.shape[1] == made.shape[2] != made.shape[3]:
        return made.permute(0, 3, 1, 2)
    return made
