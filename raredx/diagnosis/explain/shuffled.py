"""Whether maps show what a network has learned: they must change when its weights are shuffled.

References
----------
Adebayo et al., Sanity checks for saliency maps, NeurIPS 2018.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from raredx.diagnosis.explain import maps
from raredx.diagnosis.explain.sight import Sight
from raredx.statistics.bootstrap import mean_interval
from raredx.statistics.estimate import Estimate


@dataclass(frozen=True, kw_only=True, eq=False)
class _ByOther(Sight):
    """The same picture, seen by another network."""

    other: Any

    @property
    def network(self) -> Any:
        return self.other


def alike(sights: Iterable[Sight], other: Any) -> Estimate:
    """Mean rank correlation of first answers' maps with those by another network; the head stays.

    Of maps that are empty it is 0.
    """
    from scipy.stats import spearmanr

    found: list[float] = []
    for sight in sights:
        column = int(sight.logits(sight.picture[None])[0].argmax())
        by_other = _ByOther(
            bundle=sight.bundle, picture=sight.picture, points=sight.points, other=other
        )
        one, changed = (maps.by_gradients(each, column) for each in (sight, by_other))
        drawn = one.any() and changed.any()
        found.append(float(spearmanr(one, changed, axis=None).statistic) if drawn else 0.0)
    return mean_interval(found, list(range(len(found))))


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
