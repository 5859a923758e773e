"""The simulator on a page: terms as sliders, the face that they make, and the same one without."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from raredx.cohorts.simulate.knowledge.conditions import usable_conditions
from raredx.cohorts.simulate.knowledge.patient import Patient
from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.cohorts.store import plain
from raredx.jobs import get_kind
from raredx.ui.jobs import submit_panel
from raredx.ui.scene import MOST, NONE, Scene, bounds, from_address
from raredx.ui.shell import as_text, plain_errors
from raredx.ui.terms import HPO_PAGE
from raredx.words import count

ORPHANET = "https://www.orpha.net/en/disease/detail/"
_KEY = "scene."
_BIG, _SMALL = 320, 176  # pixels
_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
_SLIDERS = {
    "years": ("Age", "%d years"),
    "skin": ("Skin, from light to dark", "%.2f"),
    "turn": ("Head turned", "%d°"),
    "light": ("Light from", "%d°"),
}


@st.fragment
def simulator() -> None:
    """Draw the scene that the address asks for, with everything that changes it."""
    with plain_errors():
        given = {name: st.query_params.get_all(name) for name in st.query_params}
        scene, notes = from_address(given)
        for note in notes:
            st.warning(as_text(note), icon=":material/link_off:")
        _who(scene)
        patient = scene.patient()
        faces, signs = st.columns([3, 2])
        with faces:
            _faces(scene, patient)
            _camera(scene, patient)
        with signs:
            _signs(scene, patient)
        _strip(scene, patient)


def show(scene: Scene) -> None:
    """Put a scene into the address."""
    st.query_params.from_dict(scene.parameters)


def _who(scene: Scene) -> None:
    names = {NONE: "No condition: set terms yourself"}
    names |= {one.id: f"{one.name} ({one.id})" for one in usable_conditions().values()}
    chosen, another = st.columns([4, 1], vertical_alignment="bottom")
    st.session_state[f"{_KEY}condition"] = scene.condition
    chosen.selectbox(
        f"Condition, one of {len(names) - 1:,}",
        list(names),
        format_func=names.__getitem__,
        key=f"{_KEY}condition",
        on_change=lambda: show(
            replace(scene, condition=st.session_state[f"{_KEY}condition"], terms=None)
        ),
    )
    another.button(
        "Another patient",
        icon=":material/shuffle:",
        type="primary",
        width="stretch",
        on_click=show,
        args=(replace(scene, person=scene.person % 999_999_999 + 1, terms=None),),
    )


def _faces(scene: Scene, patient: Patient) -> None:
    twin = replace(patient, severities={}, condition=None)
    who = f"{patient.identity.years:.0f} years, {patient.identity.sex}"
    said = f"Unaffected: {who}", f"The same person with {count(len(patient.severities), 'sign')}"
    for column, one, caption in zip(st.columns(2), (twin, patient), said, strict=True):
        column.image(scene.take(one, size=_BIG).portrait.image, caption, width="stretch")
    st.caption(
        "Simulated: a rendering of a parametric head, drawn from annotations. Nobody's photograph,"
        " no clinical validity."
    )


def _camera(scene: Scene, patient: Patient) -> None:
    from raredx.cohorts.simulate.photograph import look_of, photo_of  # it compiles the renderer

    look, photo = look_of(patient), photo_of(patient, 0)
    drawn = {
        "years": patient.identity.years,
        "skin": look.melanin,
        "turn": photo.yaw,
        "light": photo.light.azimuth,
    }
    for column, (name, (title, form)) in zip(st.columns(4), _SLIDERS.items(), strict=True):
        low, high = bounds(name)
        value = min(max(scene.numbers.get(name, drawn[name]), low), high)
        st.session_state[_KEY + name] = value
        column.slider(
            title,
            low,
            high,
            step=0.01 if name == "skin" else 1.0,
            format=form,
            key=_KEY + name,
            on_change=_set,
            args=(scene, name),
        )


def _signs(scene: Scene, patient: Patient) -> None:
    """The terms: those of the condition with their frequencies, and whatever else is there."""
    known = scene.known
    frequencies = dict(known.frequencies) if known else {}
    shown = sorted({*frequencies, *patient.severities}, key=lambda id: -frequencies.get(id, 0))
    if known:
        link = f"{ORPHANET}{known.id.removeprefix('ORPHA:')}"
        st.markdown(f"**Signs of [{as_text(known.name)}]({link})**")
    with st.container(height=430):
        for id in shown:
            _sign(scene, patient, id, frequencies.get(id))
        others = [id for id in all_terms() if id not in shown]
        st.selectbox(
            "Another sign",
            others,
            index=None,
            format_func=lambda id: all_terms()[id].name,
            placeholder=f"any of {len(others)}",
            key=f"{_KEY}more",
            on_change=lambda: _add(scene, patient),
        )
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


def _sign(scene: Scene, patient: Patient, id: str, frequency: float | None) -> None:
    often = f"in about {frequency:.0%} of patients" if frequency else "by chance"
    st.session_state[_KEY + id] = min(patient.severities.get(id, 0.0), MOST)
    st.slider(
        f"[{all_terms()[id].name}]({HPO_PAGE}{id}) · {often}",
        0.0,
        MOST,
        step=0.05,
        key=_KEY + id,
        on_change=_weigh,
        args=(scene, patient, id),
    )


def _strip(scene: Scene, patient: Patient) -> None:
    ids = [*patient.severities, *(id for id in all_terms() if id not in patient.severities)]
    id = st.selectbox(
        "One sign, more and more severe, with all else as it is",
        ids,
        format_func=lambda id: all_terms()[id].name,
        key=f"{_KEY}strip",
    )
    others = {other: value for other, value in patient.severities.items() if other != id}
    faces = [replace(patient, severities={**others, id: step}) for step in _STEPS]
    pictures = [scene.take(face, size=_SMALL).portrait.image for face in faces]
    st.image(pictures, [f"{step:g}" for step in _STEPS], width=_SMALL)


def _set(scene: Scene, name: str) -> None:
    numbers = {**scene.numbers, name: round(st.session_state[_KEY + name], 2)}
    show(replace(scene, numbers=numbers))


def _weigh(scene: Scene, patient: Patient, id: str) -> None:
    severity = round(st.session_state[_KEY + id], 2)
    terms = {**_rounded(patient), id: severity}
    show(replace(scene, terms={id: value for id, value in terms.items() if value}))


def _add(scene: Scene, patient: Patient) -> None:
    if id := st.session_state[f"{_KEY}more"]:
        show(replace(scene, terms={**_rounded(patient), id: 1.0}))


def _rounded(patient: Patient) -> dict[str, float]:
    return {id: round(min(value, MOST), 2) for id, value in patient.severities.items()}
