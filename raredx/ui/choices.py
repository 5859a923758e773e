"""Choices of a page that live in its address, so that a link shows the same view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from raredx.ui.shell import as_text

Option = TypeVar("Option", bound=str)

_NAMED = 8  # options that a warning lists


def choice(label: str, options: Mapping[Option, str], *, key: str, default: Option) -> Option:
    """Draw a choice; an address that asks for something unknown is told, and gets the default."""
    wanted = st.query_params.get(key, default)
    asked = next((option for option in options if option == wanted), default)
    if asked != wanted:
        named = ", ".join(list(options)[:_NAMED])
        more = f" and {len(options) - _NAMED} more" if len(options) > _NAMED else ""
        st.warning(as_text(f"{label} has no {wanted[:60]!r}. There are: {named}{more}"))
    st.session_state[f"choice.{key}"] = asked
    chosen: Option = st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=f"choice.{key}",
        on_change=_read,
        args=(key, default),
    )
    return chosen


def views(options: Mapping[str, str], *, key: str = "view", label: str = "View") -> str:
    """Draw options beside each other; the first is the default."""
    first = next(iter(options))
    asked = st.query_params.get(key, first)
    widget = f"choice.{key}"
    st.session_state[widget] = asked if asked in options else first
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=widget,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: st.query_params.update({key: st.session_state[widget]}),
    )
    return chosen or first


def _read(key: str, default: str) -> None:
    chosen = st.session_state[f"choice.{key}"]
    if chosen == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = chosen
