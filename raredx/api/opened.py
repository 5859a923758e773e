"""Models as they are asked over HTTP: opened once, as long as they stay as they are."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


def opened(name: str | None) -> Any:
    """A model, or the shipped one where none is named."""
    from raredx.learning.bundle.store import DEMONSTRATION, state_of

    meant = DEMONSTRATION if name is None else name
    return _kept(meant, state_of(meant))


@lru_cache(maxsize=4)
def _kept(name: str, state: str) -> Any:
    from raredx.learning.bundle.store import open_bundle

    return open_bundle(name)
