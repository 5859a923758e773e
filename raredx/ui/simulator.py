"""The simulator on a page: who is drawn, how, the face beside the same one without, and a strip."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from raredx.cohorts.simulate.knowledge.conditions import usable_conditions
from raredx.cohorts.simulate.knowledge.identity import FEMALE, MALE
from raredx.cohorts.simulate.knowledge.patient import Patient
from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.ui.portraits import SMALL, pair, picture
from raredx.ui.scene import KEY, NONE, STRIP, Scene, bounds, from_address, show
from raredx.ui.shell import as_text, plain_errors
from raredx.ui.signs import signs
from raredx.words import count

_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
_SLIDERS = {
    "years": ("Age", "%d years"),
    "skin": ("Skin tone", "%.2f"),
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
        faces, terms = st.columns([3, 2])
        with faces:
            _faces(scene, patient)
            _camera(scene, patient)
        with terms:
            signs(scene, patient)
        _strip(scene, patient)


def _who(scene: Scene) -> None:
    names = {NONE: "No condition: set terms yourself"}
    names |= {one.id: f"{one.name} ({one.id})" for one in usable_conditions().values()}
    chosen, another = st.columns([4, 1], vertical_alignment="bottom")
    st.session_state[f"{KEY}condition"] = scene.condition
    chosen.selectbox(
        f"Condition, one of {len(names) - 1:,}",
        list(names),
        format_func=names.__getitem__,
        key=f"{KEY}condition",
        on_change=lambda: show(
            replace(scene, condition=st.session_state[f"{KEY}condition"], terms=None)
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
    pair(scene, (twin, patient), said)
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
    sex, *columns = st.columns([3, 2, 2, 2, 2])
    with sex:
        _sex(scene, patient)
    for column, (name, (title, form)) in zip(columns, _SLIDERS.items(), strict=True):
        low, high = bounds(name)
        value = min(max(scene.numbers.get(name, drawn[name]), low), high)
        st.session_state[KEY + name] = value
        column.slider(
            title,
            low,
            high,
            step=0.01 if name == "skin" else 1.0,
            format=form,
            key=KEY + name,
            on_change=_set,
            args=(scene, name),
        )


def _sex(scene: Scene, patient: Patient) -> None:
    st.session_state[f"{KEY}sex"] = patient.identity.sex
    st.segmented_control(
        "Sex",
        (FEMALE, MALE),
        key=f"{KEY}sex",
        required=True,
        on_change=lambda: show(replace(scene, sex=st.session_state[f"{KEY}sex"])),
    )


def _strip(scene: Scene, patient: Patient) -> None:
    """One sign at several severities: the one that was moved last, until another is chosen."""
    ids = [*patient.severities, *(id for id in all_terms() if id not in patient.severities)]
    id = st.selectbox(
        "One sign, more and more severe, with all else as it is",
        ids,
        format_func=lambda id: all_terms()[id].name,
        key=STRIP,
    )
    others = {other: value for other, value in patient.severities.items() if other != id}
    faces = [replace(patient, severities={**others, id: step}) for step in _STEPS]
    with st.container(horizontal=True, gap="small"):
        for step, face in zip(_STEPS, faces, strict=True):
            st.image(picture(scene, face, size=SMALL), f"{step:g}", width=SMALL)


def _set(scene: Scene, name: str) -> None:
    numbers = {**scene.numbers, name: round(st.session_state[KEY + name], 2)}
    show(replace(scene, numbers=numbers))
