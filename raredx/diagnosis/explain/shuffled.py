"""Whether maps show what a network has learned: they must change when its weights are shuffled.

References
----------
Adebayo et al., Sanity checks for saliency maps, NeurIPS 2018.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from raredx.diagnosis.explain import maps
from raredx.diagnosis.explain.sight import Sight

if TYPE_CHECKING:
    from raredx.learning.bundle.card import Maps


@dataclass(frozen=True, kw_only=True, eq=False)
class _Shuffled(Sight):
    """The same picture, seen by a network that has forgotten everything."""

    other: Any

    @property
    def network(self) -> Any:
        return self.other


def compared(sights: Iterable[Sight]) -> Maps | None:
    """How like maps of the first answers are to those by a network with shuffled weights.

    The head stays as it is. None where nothing is seen.
    """
    from scipy.stats import spearmanr

    from raredx.learning.bundle.card import Maps
    from raredx.statistics.bootstrap import mean_interval

    found: list[float] = []
    other = None
    for sight in sights:
        other = other or shuffled(sight.network)
        column = int(sight.logits(sight.picture[None])[0].argmax())
        blank = _Shuffled(
            bundle=sight.bundle, picture=sight.picture, points=sight.points, other=other
        )
        one, changed = (maps.by_gradients(each, column) for each in (sight, blank))
        alike = one.any() and changed.any()
        found.append(float(spearmanr(one, changed, axis=None).statistic) if alike else 0.0)
    if not found:
        return None
    mean, low, high = mean_interval(found, range(len(found)))
    return Maps(images=len(found), agreement=mean, low=low, high=high)


def shuffled(network: Any, *, seed: int = 0) -> Any:
    """A copy of a network with the weights of each layer in another order.

    So each layer's weights are as large as they were, and nothing that was learned is left.
    """
    import torch

    copied = copy.deepcopy(network)
    chance = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weights in copied.parameters():
            order = torch.randperm(weights.numel(), generator=chance).to(weights.device)
            weights.copy_(weights.flatten()[order].reshape(weights.shape))
    return copied
