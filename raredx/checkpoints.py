"""How far a training has got: kept whole or not at all, so that it goes on from there.

parts = {"network": network, "optimiser": optimiser, "schedule": schedule}
for epoch in range(restore(file, parts), epochs):
    ...
    keep(file, parts, epoch + 1)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Protocol

from raredx.errors import UserError
from raredx.files import write_whole

CHECKPOINT = "checkpoint.pt"
_DONE = "done"


class Part(Protocol):
    """Something with a state: a network, an optimiser, a schedule, a mean of weights."""

    def state_dict(self) -> Any:
        """What it takes to bring it back."""
        ...

    def load_state_dict(self, state: Any) -> Any:
        """Bring it back."""
        ...


def keep(file: Path, parts: Mapping[str, Part], done: int) -> None:
    """Keep the state of all parts and how much is done; what was kept before is replaced."""
    import torch

    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    torch.save({name: part.state_dict() for name, part in parts.items()} | {_DONE: done}, new)
    new.replace(file)


def restore(file: Path, parts: Mapping[str, Part]) -> int:
    """Bring all parts to where they were kept; how much was done by then, 0 if nothing was kept.

    >>> import tempfile
    >>> from torch import nn
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, CHECKPOINT)
    ...     keep(file, {"layer": nn.Linear(2, 1)}, 3)
    ...     restore(file, {"layer": nn.Linear(2, 1)}), restore(Path(folder, "none"), {})
    (3, 0)
    """
    import torch

    if not file.exists():
        return 0
    try:
        state = torch.load(file, weights_only=True)
        for name, part in parts.items():
            part.load_state_dict(state[name])
        return int(state[_DONE])
    except (OSError, RuntimeError, ValueError, KeyError, EOFError, UnpicklingError) as error:
        raise UserError(
            f"The checkpoint {file} cannot be read ({type(error).__name__})",
            remedy="Remove that file: the training then begins anew",
        ) from None


class Curve:
    """What was measured on the way, kept as it comes.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Curve(Path(folder, "curve.json")).add(epoch=1, loss=0.51234)
    ...     Curve(Path(folder, "curve.json")).points
    [{'epoch': 1, 'loss': 0.5123}]
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.points: list[dict[str, Any]] = json.loads(file.read_text()) if file.exists() else []

    def add(self, **values: float) -> None:
        """Another point; the first value says where."""
        self.points.append({name: round(one, 4) for name, one in values.items()})
        write_whole(self.file, json.dumps(self.points, indent=1) + "\n")

    def copy(self, folder: Path) -> None:
        """Write it into another folder, too, under the same name."""
        write_whole(folder / self.file.name, json.dumps(self.points, indent=1) + "\n")
