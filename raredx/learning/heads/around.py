"""What is around a training: the network behind the pictures, where to go on from, who listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Around:
    """What heads that train a network are given beside their rows; others do without."""

    encoder: str | None = None
    """The network that they begin with."""
    scratch: Path | None = None
    """Where a long training keeps what it takes to go on; without one it begins anew."""
    generated: Sequence[bool] = ()
    """(n,) images that nobody took: they are learned from, and nothing is ever judged by them."""
    curve: Callable[[str, float, float], None] = lambda name, step, value: None
    """Hears the points of curves: name, step and value."""
    say: Callable[[str], None] = lambda line: None
    """Hears what should be known, such as that a batch did not fit."""
