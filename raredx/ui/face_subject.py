"""Choosing whose face is looked at: an image of a cohort, as the address says, or a dropped one."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from raredx.cohorts.intake import Refused, admit
from raredx.cohorts.store import list_cohorts, open_cohort
from raredx.phenotype.looking import KNOWN, find_image
from raredx.ui.choices import choice
from raredx.ui.face_images import (
    Part,
    Subject,
    examples,
    offered,
    state_of,
    subject_of_file,
    subject_of_row,
)
from raredx.ui.face_person import dated
from raredx.ui.shell import as_text

FIRST, BESIDE = "", "beside."
"""How the names in the address begin: of the image, and of one beside it."""
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
    kind, choices = st.columns([2, 7])
    source = kind.segmented_control(
        "Image from", ("A cohort", "A file"), default="A cohort", required=True,
        key=f"face.{slot}source",
    )  # fmt: skip
    linked = source != "A file"
    with choices:
        found = _chosen(slot, begin) if linked else _dropped(slot)
    return dated(found, slot, age, sex, linked=linked) if found else None


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


def _dropped(slot: str) -> Subject | None:
    file = st.file_uploader("A picture of a face", key=f"face.{slot}file")
    if file is None:
        st.caption(
            "PNG, JPEG, WebP, TIFF, BMP or DICOM. It stays in this machine's memory and is gone"
            " when you leave the page; a link to the page does not show it."
        )
        return None
    try:
        admitted = admit(file.getvalue())
    except Refused as refused:
        st.error(as_text(str(refused)), icon=":material/block:")
        st.caption(f"Reason in short: `{refused.code}`")
        return None
    for warning in admitted.warnings:
        st.warning(as_text(warning), icon=":material/warning:")
    held = find_image(admitted.image_id)
    return subject_of_row(*held) if held else subject_of_file(file.name, admitted)


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
