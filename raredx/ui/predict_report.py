"""What was found of an image to take along: one page, made when it is asked for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from raredx.diagnosis.report.sheet import Sheet
from raredx.diagnosis.report.writing import FORMATS
from raredx.ui.predict import Asked
from raredx.ui.predict_map import map_of
from raredx.ui.predict_risk import course_of


def report_menu(asked: Asked) -> None:
    """Draw the downloads of a report: the answer, its checked map, and the symptoms entered."""
    with st.popover("Report", icon=":material/download:"):
        st.caption(
            "One page: the image without metadata, the answer, its map with the checks, and what it"
            " is not. Of the person nothing but the age, sex and symptoms entered here."
        )
        for name, one in FORMATS.items():
            st.download_button(
                one.title,
                partial(_written, asked, name),
                f"prediction-{asked.subject.image_id[:12]}.{name}",
                one.mime,
                key=f"predict.report.{name}",
                on_click="ignore",
                width="stretch",
            )


def _written(asked: Asked, name: str) -> bytes:
    subject, found = asked.subject, asked.told.differential
    sheet = Sheet.of(
        subject.image,
        asked.told,
        asked.bundle.card,
        explanation=map_of(asked, found.ranked[0].name, check=True) if found else None,
        course=course_of(asked),
        years=subject.years,
        sex=subject.sex,
    )
    return FORMATS[name].write(sheet)
