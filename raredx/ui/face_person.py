"""Age and sex of whose face is looked at: those of the image's row, until others are set."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from raredx.ui.face_images import Subject

_SEXES = ("female", "male")
_OLDEST = 120.0


def dated(
    found: Subject, slot: str, age: DeltaGenerator, sex: DeltaGenerator, *, linked: bool
) -> Subject:
    """The subject with the age and sex that are set; at first they are those of its row.

    Parameters
    ----------
    linked
        Whether the address names this image, and so its age and sex.
    """
    years_key, sex_key = (f"face.{slot}{what}.{found.image_id}" for what in ("years", "sex"))
    address = st.query_params if linked else {}
    given = {what: address.get(slot + what) for what in ("years", "sex")}
    years = age.number_input(
        "Age in years",
        0.0,
        _OLDEST,
        value=_number(given["years"], found.years),
        step=1.0,
        format="%.1f",
        placeholder="not known",
        key=years_key,
        on_change=lambda: _keep(slot, "years", st.session_state[years_key], linked=linked),
    )
    known = next((one for one in (given["sex"], found.sex) if one in _SEXES), None)
    said = sex.selectbox(
        "Sex",
        _SEXES,
        index=None if known is None else _SEXES.index(known),
        placeholder="not known",
        key=sex_key,
        on_change=lambda: _keep(slot, "sex", st.session_state[sex_key], linked=linked),
    )
    return replace(found, years=years, sex=said)


def _number(text: str | None, otherwise: float | None) -> float | None:
    """The age that an address gives, if it is one."""
    if text is None or not text.replace(".", "", 1).isdecimal() or not text.isascii():
        return otherwise
    return min(float(text), _OLDEST)


def _keep(slot: str, what: str, value: float | str | None, *, linked: bool) -> None:
    if value is None or not linked:
        st.query_params.pop(slot + what, None)
    else:
        st.query_params[slot + what] = f"{value:g}" if isinstance(value, float) else value
