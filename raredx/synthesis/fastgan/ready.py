"""A drawing network that is ready: it lies in a file, and gives pixels by seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from raredx.memory import InParts
from raredx.settings import device
from raredx.synthesis.fastgan.drawer import Drawer
from raredx.synthesis.fitted import damaged

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[Any]

_MEANS = "mean faces"  # beside the weights: (conditions, 25)


@dataclass(frozen=True, kw_only=True, eq=False)
class Ready:
    """A network on the device where it draws."""

    drawer: Drawer
    conditions: tuple[str, ...]
    """Those that it is told, in order; none if it is told nothing."""
    means: Mapping[str, Floats]
    """The mean face of each condition, (25,), where labels are given afterwards."""

    def pixels(self, seeds: Sequence[int], labels: Sequence[str | None], parts: InParts) -> Pixels:
        """Images by their seeds and conditions, None for nobody's: (n, side, side, 3)."""
        shares = self._shares(labels)

        def draw(rows: slice) -> Pixels:
            return as_pixels(self.drawer(self.drawer.chance(seeds[rows]), shares[rows]))

        with torch.inference_mode():
            return np.concatenate([*parts.each(len(seeds), draw)])

    def _shares(self, labels: Sequence[str | None]) -> Tensor:
        """What is told: a condition, or all of them alike for nobody's: (n, conditions)."""
        told = len(self.conditions)
        shares = torch.full((len(labels), told), 1 / max(1, told))
        for row, label in enumerate(labels):
            if told and label is not None:
                shares[row] = torch.eye(told)[self.conditions.index(label)]
        return shares.to(device())


def as_pixels(pictures: Tensor) -> Pixels:
    """What is drawn (n, 3, side, side) from -1 to 1, as pixels (n, side, side, 3)."""
    whole = ((pictures + 1) * 127.5).round().byte()
    return np.asarray(whole.permute(0, 2, 3, 1).contiguous().cpu().numpy())


def save(drawer: Drawer, means: Mapping[str, Floats], file: Path) -> None:
    """Write a network, in half of the digits, and the mean faces that belong to it."""
    arrays = {
        name: (one.half() if one.is_floating_point() else one).cpu()
        for name, one in drawer.state_dict().items()
    }
    if means:
        arrays[_MEANS] = torch.from_numpy(np.stack([*means.values()]))
    save_file(arrays, file)


def opened(file: Path, conditions: Sequence[str], *, side: int, width: int, told: bool) -> Ready:
    """The network of a file, or one line that says what is wrong with it.

    Parameters
    ----------
    conditions
        Which it has learned, in order.
    told
        Whether it is told them; if not, the file may have their mean faces.
    """
    try:
        arrays = load_file(file)
    except (OSError, SafetensorError):
        raise damaged(file.parent, f"{file.name} cannot be read") from None
    means = arrays.pop(_MEANS, torch.empty(0, 0)).numpy()
    known = tuple(conditions) if told else ()
    drawer = Drawer(side=side, width=width, conditions=len(known))
    try:
        drawer.load_state_dict(arrays)
    except RuntimeError:
        raise damaged(file.parent, f"{file.name} is not what was saved") from None
    return Ready(
        drawer=drawer.to(device()).eval(),
        conditions=known,
        means=dict(zip(conditions, means, strict=bool(len(means)))),
    )
