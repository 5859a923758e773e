"""A network that is to learn classes: which of its weights move, and what they move from."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from raredx.encoders import get_encoder
from raredx.encoders.encode import load
from raredx.learning.heads.options import Tuned

Floats = npt.NDArray[Any]
Pixels = npt.NDArray[np.uint8]

_LAST = 0.25  # of the layers learn where it is the last ones
_LEAST_SPREAD = 1e-6  # of the largest: below it there is but rounding
_ALWAYS_KEPT = {"centre", "spread"}


class Classifier(nn.Module):
    """An encoder's network with a layer of classes on top; what does not learn stands still.

    Its running means stay as they were learned, at any depth: a few hundred pictures would only
    spoil them.
    """

    centre: Tensor
    """(w,) what is taken off features before the top layer sees them."""
    spread: Tensor
    """(w,) what they are divided by."""
    mean: Tensor
    std: Tensor

    def __init__(self, encoder: str, classes: int, head: Tuned) -> None:
        super().__init__()
        told = get_encoder(encoder)
        self.network = copy.deepcopy(load(encoder)).requires_grad_(head.depth == "full")
        if head.depth == "partial":
            layers = [one for one in self.network.modules() if [*one.parameters(recurse=False)]]
            for layer in layers[-max(1, round(_LAST * len(layers))) :]:
                layer.requires_grad_(True)
        if head.depth == "lora":
            _insert_adapters(self.network, head.rank)
        self.top = nn.Linear(told.width, classes)
        nn.init.zeros_(self.top.weight)
        nn.init.zeros_(self.top.bias)
        self.register_buffer("centre", torch.zeros(told.width))
        self.register_buffer("spread", torch.ones(told.width))
        self.register_buffer("mean", torch.tensor(told.mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(told.std).view(1, 3, 1, 1))
        self.to(next(self.network.parameters()).device)

    @staticmethod
    def again(encoder: str, classes: int, head: Tuned, changed: Mapping[str, Floats]) -> Classifier:
        """One that has learned already, from what `changed` gave of it.

        Raises
        ------
        ValueError
            If that is of another network.
        """
        made = Classifier(encoder, classes, head)
        wanted = {name: one.shape for name, one in made.changed().items()}
        given = {name: one.shape for name, one in changed.items()}
        if wanted != given:
            wrong = {*wanted.items()} ^ {*given.items()}
            raise ValueError(f"{min(wrong)[0]} is missing, too much or of another size")
        made.load_state_dict(
            {name: torch.from_numpy(one) for name, one in changed.items()}, strict=False
        )
        return made.train(False)

    def train(self, mode: bool = True) -> Classifier:
        """Set it to learning or to answering; running means stand still in both."""
        super().train(mode)
        for layer in self.modules():
            if isinstance(layer, _BatchNorm):
                layer.eval()
        return self

    def forward(self, features: Tensor) -> Tensor:
        """What speaks for each class, by features (n, w): (n, t)."""
        return self.top((features - self.centre) / self.spread)  # type: ignore[no-any-return]

    def features(self, pictures: Pixels) -> Tensor:
        """What the network makes of pictures (n, side, side, 3): (n, w)."""
        pixels = torch.from_numpy(np.ascontiguousarray(pictures)).to(self.mean.device)
        shaped = (pixels.permute(0, 3, 1, 2).float() / 255 - self.mean) / self.std
        found: Tensor = self.network(shaped.contiguous(memory_format=torch.channels_last))
        return found

    def settle(self, features: Floats) -> None:
        """Let the top layer see features as far from 0 as those of the training images are wide."""
        spread = features.std(0)
        least = _LEAST_SPREAD * max(float(spread.max()), 1.0)
        with torch.no_grad():
            self.centre.copy_(torch.from_numpy(features.mean(0)))
            self.spread.copy_(torch.from_numpy(np.maximum(spread, least)))

    def on_top(self) -> dict[str, Floats]:
        """What turns features into classes: centre, spread, weight and bias."""
        found = {"centre": self.centre, "spread": self.spread, **dict(self.top.named_parameters())}
        return {name: one.detach().cpu().numpy() for name, one in found.items()}

    def changed(self) -> dict[str, Floats]:
        """All that a training changes, by name: the rest comes with the encoder."""
        moving = {name for name, one in self.named_parameters() if one.requires_grad}
        return {
            name: one.detach().cpu().numpy().copy()
            for name, one in self.state_dict().items()
            if name in moving | _ALWAYS_KEPT
        }


def _insert_adapters(network: nn.Module, rank: int) -> None:
    """Small matrices beside every dense layer and convolution, which alone learn."""
    from peft import LoraConfig, inject_adapter_in_model

    wanted = [
        name
        for name, layer in network.named_modules()
        if isinstance(layer, nn.Linear) or (isinstance(layer, nn.Conv2d) and layer.groups == 1)
    ]
    adapters = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=wanted)
    inject_adapter_in_model(adapters, network)
