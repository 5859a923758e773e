"""Signs of a person on the page: searched for, present or absent, and which to ask about next."""

from __future__ import annotations

import streamlit as st

from raredx.diagnosis.risk.answers import Sign
from raredx.diagnosis.risk.course import Course, questions
from raredx.errors import NotFoundError
from raredx.ontology import body, facts
from raredx.ontology.ids import term_id
from raredx.ui.shell import as_text

ANSWERS = "risk.answers"
_FOUND = 8  # terms that a search offers
_SIGNS = {Sign.PRESENT: "Present", Sign.ABSENT: "Absent"}


def choose_answers() -> dict[str, Sign]:
    """Draw the search for a sign and what is known by now."""
    answers: dict[str, Sign] = st.session_state.setdefault(ANSWERS, {})
    text = st.text_input("A sign", placeholder="such as wide set eyes, seizures", key="risk.search")
    if text.strip():
        found = body.find_terms(text, _FOUND)
        if not found:
            st.caption(as_text(_nothing_found(text)))
        for match in found:
            _offer("find", match.id, f"{as_text(match.name)} :gray[{as_text(match.why)}]")
    for id, sign in list(answers.items()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{as_text(body.term(id).name)}**: {sign}")
            st.button(
                "Take back", key=f"risk.back.{id}", on_click=_say, args=(id, None), type="tertiary"
            )
    return answers


def _nothing_found(text: str) -> str:
    """Why a search has no answer: nothing is called so, or the id is not of this release."""
    if term_id(text):
        try:
            body.term(text)
        except NotFoundError as error:
            return str(error)
    return f"No sign is called so in HPO {facts.version}, the release that is here."


def draw_questions(course: Course) -> None:
    """Draw the signs that would tell most, each with its two answers."""
    asked = questions(course)
    if not asked:
        return
    st.markdown("**What would tell most**")
    for id, bits in asked:
        _offer("next", id, f"{as_text(body.term(id).name)} :gray[{bits:.2f} bits]")


def _offer(where: str, id: str, title: str) -> None:
    """Draw a sign with its two answers."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(title)
        for sign, word in _SIGNS.items():
            st.button(
                word,
                key=f"risk.{where}.{sign}.{id}",
                on_click=_say,
                args=(id, sign),
                type="tertiary",
            )


def _say(id: str, sign: Sign | None) -> None:
    answers: dict[str, Sign] = st.session_state.setdefault(ANSWERS, {})
    answers.pop(id, None)
    if sign is not None:
        answers[id] = sign
