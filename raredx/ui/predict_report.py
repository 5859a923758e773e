"""What was found of an image to take along: one page, made when it is asked for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from raredx.diagnosis.explain.explanation import Explanation, checked, explain
from raredx.diagnosis.report.sheet import Sheet
from raredx.diagnosis.report.writing import FORMATS
from raredx.diagnosis.risk.course import Course
from raredx.ui.predict import Asked
from raredx.ui.predict_map import known_map, sight_of
from raredx.ui.predict_risk import course_of
from raredx.words import count


def report_menu(asked: Asked) -> None:
    """Draw the downloads of a report: the answer, its checked map, and the symptoms entered.

    A file is made outside of the page's run, where nothing of its state can be read: what is known
    goes along.
    """
    found = asked.told.differential
    first = known_map(asked, found.ranked[0].name) if found else None
    course = course_of(asked)
    symptoms = count(len(course.answers) if course else 0, "symptom")
    with st.popover("Report", icon=":material/download:"):
        st.caption(
            "One page: the image without metadata, the answer, its map with the checks, and what it"
            f" is not. Of the person nothing but the age, sex and {symptoms} entered here."
        )
        for name, one in FORMATS.items():
            st.download_button(
                one.title,
                partial(_written, asked, name, first, course),
                f"prediction-{asked.subject.image_id[:12]}.{name}",
                one.mime,
                key=f"predict.report.{name}",
                on_click="ignore",
                width="stretch",
            )


def _written(asked: Asked, name: str, known: Explanation | None, course: Course | None) -> bytes:
    subject, found = asked.subject, asked.told.differential
    if known is None and found is not None and asked.bundle.backbone.encoder:
        known = explain(sight_of(asked), found.ranked[0].name)
    if known is not None and not known.checks:
        known = checked(known)
    sheet = Sheet.of(
        subject.image,
        asked.told,
        asked.bundle.card,
        explanation=known,
        course=course,
        years=subject.years,
        sex=subject.sex,
    )
    return FORMATS[name].write(sheet)
