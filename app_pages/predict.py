"""Ask a trained model about one image: a ranked answer, and whether to believe it."""

import streamlit as st

from raredx.ui import shell
from raredx.ui.choices import views
from raredx.ui.face_subject import FIRST, choose_subject
from raredx.ui.predict import Asked, ask, choose_bundle, choose_coverage, choose_teaching
from raredx.ui.predict_answer import draw_answer, draw_head, draw_nearest
from raredx.ui.predict_face import draw_face
from raredx.ui.predict_hidden import draw_what_if
from raredx.ui.predict_map import draw_map
from raredx.ui.predict_pair import draw_pair, others
from raredx.ui.predict_report import report_menu
from raredx.ui.predict_risk import draw_risk

VIEWS = {
    "answer": ":material/format_list_numbered: Answer",
    "map": ":material/local_fire_department: Map",
    "hide": ":material/visibility_off: What if",
    "nearest": ":material/diversity_1: Nearest",
    "face": ":material/face: Face",
    "symptoms": ":material/stethoscope: Symptoms",
}
PAIR = {"pair": ":material/compare: Two models"}


@st.fragment
def answer(asked: Asked) -> None:
    """Draw what is said of an image; a click draws this much again."""
    with shell.plain_errors():
        draw_head(asked)
        offered = VIEWS | PAIR if others(asked.bundle.name) else VIEWS
        with st.container(horizontal=True, vertical_alignment="center"):
            view, menu = views(offered), st.container(width="content")
        picture, told = st.columns([2, 3], gap="medium")
        with picture:
            shown = st.empty()
            shown.image(asked.subject.image, shell.as_text(asked.subject.title), width="stretch")
        with told:
            if view == "symptoms":
                draw_risk(asked)
            elif view == "pair":
                draw_pair(asked)
            elif asked.told.differential is None:
                st.caption("There is nothing to show without an answer.")
            elif view == "answer":
                draw_answer(asked)
            elif view == "map":
                draw_map(asked, shown)
            elif view == "hide":
                draw_what_if(asked, shown)
            elif view == "nearest":
                draw_nearest(asked)
            else:
                draw_face(asked)
        with menu:
            report_menu(asked)


with shell.page("predict"):
    name = choose_bundle()
    top = st.container()
    age, sex, coverage, teaching = st.columns([2, 2, 4, 3], vertical_alignment="bottom")
    with coverage:
        wanted = choose_coverage()
    with teaching:
        deliberate = choose_teaching()
    with top:
        subject = choose_subject(FIRST, age=age, sex=sex, begin="calibration")
    if subject is not None:
        answer(ask(subject, name, coverage=wanted, teaching=deliberate))
