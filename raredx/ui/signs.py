"""The signs of a simulated face as sliders: each says how often patients have it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from raredx.cohorts.simulate.knowledge.conditions import Condition
from raredx.cohorts.simulate.knowledge.patient import Patient
from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.cohorts.store import plain
from raredx.jobs import get_kind
from raredx.ui.jobs import submit_panel
from raredx.ui.scene import KEY, MOST, STRIP, Scene, show
from raredx.ui.shell import as_text
from raredx.ui.terms import HPO_PAGE, how_often, term_name

ORPHANET = "https://www.orpha.net/en/disease/detail/"


def signs(scene: Scene, patient: Patient) -> None:
    """Draw a slider for each sign of the condition, and for whatever else the patient shows."""
    known = scene.known
    often = known.frequencies if known else {}
    shown = sorted({*often, *patient.severities}, key=lambda id: (-often.get(id, 0), id))
    if known:
        link = f"{ORPHANET}{known.id.removeprefix('ORPHA:')}"
        st.markdown(f"**Signs of [{as_text(known.name)}]({link})**")
    with st.container(height=430):
        for id in shown:
            _sign(scene, patient, id, known)
        others = [id for id in all_terms() if id not in shown]
        st.selectbox(
            "Another sign",
            others,
            index=None,
            format_func=lambda id: all_terms()[id].name,
            placeholder=f"any of {len(others)}",
            key=f"{KEY}more",
            on_change=lambda: _add(scene, patient),
        )
    _whole_face(scene, known)


def _sign(scene: Scene, patient: Patient, id: str, known: Condition | None) -> None:
    st.session_state[KEY + id] = min(patient.severities.get(id, 0.0), MOST)
    st.slider(
        f"[{all_terms()[id].name}]({HPO_PAGE}{id}){_said(id, known)}",
        0.0,
        MOST,
        step=0.05,
        key=KEY + id,
        on_change=_weigh,
        args=(scene, patient, id),
    )


def _said(id: str, known: Condition | None) -> str:
    """How often patients have a sign, as it is annotated."""
    if known is None:
        return ""
    sign = known.signs.get(id)
    if sign is None:
        return " · not annotated here"
    narrower = "" if sign.annotated == id else f", as {as_text(term_name(sign.annotated)).lower()}"
    return f" · {how_often(sign.frequency)}{narrower}"


def _whole_face(scene: Scene, known: Condition | None) -> None:
    """Buttons for all signs at once."""
    with st.container(horizontal=True):
        st.button(
            "As drawn",
            icon=":material/undo:",
            disabled=scene.terms is None,
            on_click=show,
            args=(replace(scene, terms=None),),
        )
        st.button(
            "No signs", icon=":material/close:", on_click=show, args=(replace(scene, terms={}),)
        )
        if known:
            with st.popover("Draw a cohort", icon=":material/group_add:"):
                initial = {"conditions": [known.id], "name": plain(known.name), "images": 20}
                submit_panel(get_kind("cohort-simulate"), initial=initial)


def _weigh(scene: Scene, patient: Patient, id: str) -> None:
    severity = round(st.session_state[KEY + id], 2)
    terms = {**_rounded(patient), id: severity}
    st.session_state[STRIP] = id
    show(replace(scene, terms={id: value for id, value in terms.items() if value}))


def _add(scene: Scene, patient: Patient) -> None:
    if id := st.session_state[f"{KEY}more"]:
        st.session_state[STRIP] = id
        show(replace(scene, terms={**_rounded(patient), id: 1.0}))


def _rounded(patient: Patient) -> dict[str, float]:
    return {id: round(min(value, MOST), 2) for id, value in patient.severities.items()}
