"""What was made for a visitor and takes long: kept for the visit, the last ones of each kind."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

Made = TypeVar("Made")

_KEPT = 8


def kept(kind: str, key: Hashable, make: Callable[[], Made]) -> Made:
    """What lies under a key, made if it is not there; the oldest ones go."""
    album = album_of(kind)
    if key not in album:
        album[key] = make()
    album[key] = album.pop(key)
    for oldest in list(album)[:-_KEPT]:
        del album[oldest]
    return album[key]  # type: ignore[return-value]


def album_of(kind: str) -> dict[Hashable, object]:
    """All that is kept of a kind, the oldest first."""
    album: dict[Hashable, object] = st.session_state.setdefault(f"{kind}.kept", {})
    return album
