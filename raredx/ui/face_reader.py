"""Asking a vision-language model about the image, if one is configured and it may be sent there."""

from __future__ import annotations

import streamlit as st

from raredx.phenotype.report.endpoint import EndpointReader
from raredx.phenotype.report.local_model import TransformersReader
from raredx.phenotype.report.reader import Reader, Reading, ask
from raredx.settings import settings
from raredx.ui.face_images import Subject
from raredx.ui.face_signs import draw_unseen, sign_table
from raredx.ui.shell import as_text, plain_errors
from raredx.words import count

_ANSWERS = "face.readings"


def configured() -> Reader | None:
    """The reader that the settings name, or None."""
    given = settings()
    if given.reader_endpoint:
        return EndpointReader(
            address=given.reader_endpoint,
            model=given.reader_model,
            key=given.reader_key,
            seconds=given.reader_seconds,
        )
    return TransformersReader(model=given.reader_model) if given.reader_model else None


def draw_reader(subject: Subject) -> None:
    """Draw the way to ask, and what the reader answered of this image."""
    with plain_errors():
        reader = configured()
        if reader is None:
            st.caption(
                "A vision-language model can read the picture, too: set RAREDX_READER_ENDPOINT or"
                " RAREDX_READER_MODEL (docs/commands.md)."
            )
            return
        _ask(reader, subject)
        answers: dict[str, Reading] = st.session_state.setdefault(_ANSWERS, {})
        if reading := answers.get(subject.image_id):
            _draw(reading, subject)


def _ask(reader: Reader, subject: Subject) -> None:
    stays = reader.is_here or subject.origin not in (None, "real")
    allowed = stays or st.checkbox(
        f"I have the right to send this picture to {as_text(reader.name)}, and want to",
        key=f"face.allow.{subject.image_id}",
    )
    if st.button(f"Ask {as_text(reader.name)}", icon=":material/neurology:", disabled=not allowed):
        with st.spinner("The reader looks…"):
            reading = ask(
                reader,
                subject.image,
                origin=subject.origin or "real",  # type: ignore[arg-type]
                allow_real=allowed,
            )
        st.session_state[_ANSWERS][subject.image_id] = reading


def _draw(reading: Reading, subject: Subject) -> None:
    st.caption(as_text(f"{reading.reader} says; nobody has calibrated it."))
    if reading.trouble:
        st.error(as_text(reading.trouble), icon=":material/error:")
        return
    parsed = reading.parsed
    noted = subject.noted or None
    for title, rows in (("present or possible", parsed.findings), ("absent", parsed.absent)):
        st.markdown(f"**{count(len(rows), 'sign')}** {title}")
        if rows:
            sign_table(rows, noted=noted, key=f"face.reader.{title}")
    draw_unseen(parsed.unseen)
    if parsed.not_understood:
        with st.expander(f"Not understood ({len(parsed.not_understood)})"):
            for one in parsed.not_understood:
                st.markdown(f"- {as_text(one.text)}: {as_text(one.why)}")
    with st.expander("The answer as it came"):
        st.text(reading.answer)
