"""The models there are: which one is meant, what is wrong with a broken one, and its removal."""

from __future__ import annotations

import streamlit as st

from raredx.errors import UserError
from raredx.learning.bundle.card import BundleCard
from raredx.learning.bundle.store import (
    DEMONSTRATION,
    WEIGHTS,
    Listed,
    list_bundles,
    open_bundle,
    remove_bundle,
)
from raredx.learning.external.store import External, list_externals
from raredx.ui.choices import choice
from raredx.ui.shell import as_text
from raredx.words import count

_OF_A_MODEL = ("model", "view", "external", "job")
"""What an address says of the model that it names."""


def choose_model() -> Listed:
    """Draw the choice of a model."""
    listed = {one.name: one for one in list_bundles()}
    name = choice(
        "Model",
        {name: _line(one) for name, one in listed.items()},
        key="model",
        default=DEMONSTRATION,
    )
    return listed[name]


def draw_fault(model: Listed) -> None:
    """Draw what is wrong with a model whose card cannot be read."""
    st.error(as_text(model.fault), icon=":material/broken_image:")


def draw_usable(name: str) -> None:
    """Draw why a model cannot be asked here, if it cannot; its card can be read all the same."""
    try:
        open_bundle(name)
    except UserError as error:
        st.error(as_text(str(error)), icon=":material/broken_image:")


def taken_elsewhere(card: BundleCard) -> list[External]:
    """The external validations of these very weights, the latest first."""
    return [one for one in list_externals() if one.record.weights == card.files.get(WEIGHTS)]


def removal(model: Listed) -> None:
    """Draw the way to remove a model, which is asked about once more; a shipped one stays."""
    if model.shipped:
        return
    with st.popover("Remove", icon=":material/delete:"):
        st.markdown(
            f"Its weights, its card and its gallery are deleted and do not come back. External"
            f" validations of **{as_text(model.name)}** stay, and are shown no more."
        )
        st.button(
            f"Remove {as_text(model.name)} for good",
            key="model.remove",
            type="primary",
            on_click=_remove,
            args=(model.name,),
        )


def _remove(name: str) -> None:
    remove_bundle(name)
    for key in _OF_A_MODEL:
        st.query_params.pop(key, None)


def _line(one: Listed) -> str:
    if one.card is None:
        return f"{one.name} (broken)"
    return f"{one.name} ({count(len(one.card.conditions), 'condition')}, {one.card.cohort})"
