"""See which classifier is better, by how much and how surely, and what each takes for what."""

import streamlit as st

from raredx.ui import shell
from raredx.ui.choices import views
from raredx.ui.compare import choose
from raredx.ui.compare_calibration import draw_calibration
from raredx.ui.compare_conditions import draw_conditions
from raredx.ui.compare_errors import draw_errors
from raredx.ui.compare_export import export_menu
from raredx.ui.compare_frame import headline
from raredx.ui.compare_method import draw_method
from raredx.ui.compare_pairs import draw_pairs
from raredx.ui.compare_ranking import draw_ranking

VIEWS = {
    "ranking": ":material/leaderboard: Ranking",
    "pairs": ":material/compare: Pairs",
    "errors": ":material/rule: Errors",
    "conditions": ":material/diversity_2: Conditions",
    "calibration": ":material/balance: Calibration",
    "method": ":material/description: Method",
}
DRAWN = {
    "ranking": draw_ranking,
    "pairs": draw_pairs,
    "errors": draw_errors,
    "conditions": draw_conditions,
    "calibration": draw_calibration,
    "method": draw_method,
}

with shell.page("compare"):
    compared = choose()
    if compared is not None:
        headline(compared)
        with st.container(horizontal=True, vertical_alignment="center"):
            shown = views(VIEWS)
            export_menu(compared)
        DRAWN[shown](compared)
