"""Choosing whose face is looked at: an image of a cohort, as the address says, or a dropped one."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from raredx.cohorts.store import list_cohorts, open_cohort
from raredx.phenotype.looking import KNOWN
from raredx.ui.choices import choice
from raredx.ui.face_examples import draw_examples
from raredx.ui.face_file import dropped, photographed
from raredx.ui.face_images import (
    Part,
    Subject,
    examples,
    offered,
    state_of,
    subject_of_row,
)
from raredx.ui.face_person import dated
from raredx.ui.face_several import choose_face
from raredx.ui.shell import as_text

FIRST, BESIDE = "", "beside."
"""How the names in the address begin: of the image, and of one beside it."""
_COHORT = "A cohort"
_BROUGHT = {"A file": dropped, "The camera": photographed}
_MOST = 3_000  # images that a list offers; an address takes any


def choose_subject(
    slot: str, *, age: DeltaGenerator, sex: DeltaGenerator, begin: Part = "development"
) -> Subject | None:
    """Draw the choice of an image, and of age and sex in their places; None while there is none.

    Parameters
    ----------
    begin
        The part of a split that the first image is of.
    """
    kind, choices = st.columns([3, 7])
    source = kind.segmented_control(
        "Image from", (_COHORT, *_BROUGHT), default=_COHORT, required=True,
        key=f"face.{slot}source",
    )  # fmt: skip
    with choices:
        found = _chosen(slot, begin) if source == _COHORT else _BROUGHT[source](slot)
        meant = choose_face(found, slot) if found else None
    return dated(meant, slot, age, sex, linked=source == _COHORT) if meant else None


def turn_beside() -> bool:
    """Draw the switch that puts another image beside the first."""
    return st.toggle(
        "Another image beside it",
        key="face.beside",
        value="beside" in st.query_params,
        on_change=_turn,
    )


def _chosen(slot: str, begin: Part) -> Subject | None:
    whole = {one.name: one.name for one in list_cohorts() if not one.fault}
    if not whole:
        st.info("There is no cohort yet: import one on the page Cohorts, or choose a file here.")
        return None
    narrow, wide, last = st.columns([2, 4, 1], vertical_alignment="bottom")
    with narrow:
        name = choice("Cohort", whole, key=f"{slot}cohort", default=next(iter(whole)))
    cohort = open_cohort(name)
    state = state_of(cohort)
    ids = offered(name, state)
    if not ids:
        st.info("All images of this cohort are kept for a test. Choose another one.")
        return None
    asked = _asked(slot, name)
    if asked is not None and asked not in ids:
        kept = len(cohort.select(image_id=asked)) > 0
        why = "is kept for a test, and is not looked at before" if kept else f"is not in {name}"
        st.warning(as_text(f"Image {asked[:40]} {why}."), icon=":material/link_off:")
        asked = None
    shown = asked or examples(name, state, begin)[slot == BESIDE]
    with wide:
        _list(slot, ids, shown)
    if begin == "calibration":
        draw_examples(cohort, name, begin, shown, partial(_show, slot))
    order = list(ids)
    following = order[(order.index(shown) + 1) % len(order)]
    last.button(
        "Next", key=f"face.{slot}next", width="stretch", on_click=_show, args=(slot, following)
    )
    return subject_of_row(name, *cohort.select(image_id=shown).rows(*KNOWN).to_pylist())


def _asked(slot: str, cohort: str) -> str | None:
    """The image that the address names; one that was chosen in another cohort is forgotten."""
    key = f"face.{slot}in"
    if st.session_state.get(key, cohort) != cohort:
        _show(slot, None)
    st.session_state[key] = cohort
    return st.query_params.get(f"{slot}image")


def _list(slot: str, ids: dict[str, str], shown: str) -> None:
    key = f"face.{slot}image"
    st.session_state[key] = shown
    st.selectbox(
        f"Image, one of {len(ids):,}",
        list(dict.fromkeys([*list(ids)[:_MOST], shown])),
        format_func=ids.__getitem__,
        key=key,
        on_change=lambda: _show(slot, st.session_state[key]),
        help="Type the name of a condition. Images that a split keeps for a test are not offered.",
    )


def _turn() -> None:
    if st.session_state["face.beside"]:
        st.query_params["beside"] = "yes"
        return
    for name in [name for name in st.query_params if name.startswith("beside")]:
        st.query_params.pop(name)


def _show(slot: str, image_id: str | None) -> None:
    for what in ("years", "sex", "image"):
        st.query_params.pop(slot + what, None)
    if image_id:
        st.query_params[f"{slot}image"] = image_id
