"""Look at one face: points, measures, signs, the conditions it comes close to, a report."""

import streamlit as st

from raredx.ui import shell
from raredx.ui.choices import views
from raredx.ui.face_conditions import draw_conditions
from raredx.ui.face_lab import Looked, choose_reference, draw_basis, draw_summary, look
from raredx.ui.face_marked import choose_measure
from raredx.ui.face_measures import draw_measures
from raredx.ui.face_overlay import DRAWN
from raredx.ui.face_pair import draw_pair
from raredx.ui.face_picture import STAYS, draw_picture
from raredx.ui.face_reader import draw_reader
from raredx.ui.face_signs import draw_signs
from raredx.ui.face_subject import BESIDE, FIRST, choose_subject, turn_beside

VIEWS = {
    "measures": ":material/straighten: Measures",
    "signs": ":material/checklist: Signs",
    "conditions": ":material/diversity_2: Conditions",
    "report": ":material/description: Report",
}


def draw_view(view: str, looked: Looked) -> None:
    """Draw one of the views of an analysis."""
    if view == "measures":
        draw_measures(looked.analysis)
    elif view == "signs":
        draw_signs(looked.analysis.findings, looked.subject)
        draw_reader(looked.subject)
    elif view == "conditions":
        draw_conditions(looked)
    elif looked.analysis.report:
        st.markdown(looked.analysis.report.text)
    else:
        st.caption("Without signs there is no report.")


@st.fragment
def one_image(looked: Looked) -> None:
    """Draw an image and what is said of it; a click draws this much again."""
    with shell.plain_errors():
        face, told = st.columns([2, 3], gap="medium")
        with told:
            draw_summary(looked)
            if looked.upright:
                draw_view(views(VIEWS), looked)
            draw_basis([looked])
        with face.container(key=STAYS):
            drawn = views(DRAWN, key="drawn", label="Drawn over it")
            picture = st.container()
            measure = choose_measure(looked.analysis.measures) if looked.upright else None
            with picture:
                draw_picture(looked, drawn, measure.points if measure else ())


@st.fragment
def two_images(both: tuple[Looked, Looked]) -> None:
    """Draw two images beside each other and what is said of both."""
    with shell.plain_errors():
        drawn = views(DRAWN, key="drawn", label="Drawn over both")
        faces = st.container()
        if all(one.upright for one in both):
            draw_pair(*both)
        draw_basis(both)
        asked = st.query_params.get("measure")
        with faces:
            for column, one in zip(st.columns(2, gap="medium"), both, strict=True):
                marked = [each.points for each in one.analysis.measures if each.name == asked]
                with column:
                    draw_picture(one, drawn, marked[0] if marked else ())
                    draw_summary(one)


with shell.page("face_lab"):
    top = st.container()
    age, sex, against, also = st.columns([2, 2, 4, 3], vertical_alignment="bottom")
    with against:
        name, state = choose_reference()
    with also:
        two = turn_beside()
    with top:
        first = choose_subject(FIRST, age=age, sex=sex)
    second = None
    if two:
        top = st.container()
        age, sex, _ = st.columns([2, 2, 7], vertical_alignment="bottom")
        with top:
            second = choose_subject(BESIDE, age=age, sex=sex)
    if first and second:
        two_images((look(first, name, state), look(second, name, state)))
    elif first:
        one_image(look(first, name, state))
