"""See what the faces of each condition have in common, where they differ, and what they tell."""

import streamlit as st

from raredx.ui import shell
from raredx.ui.choices import views
from raredx.ui.cohorts import choose_cohort
from raredx.ui.phenotypes import headline, how_made, overview_or_way, told
from raredx.ui.phenotypes_condition import draw_condition
from raredx.ui.phenotypes_distances import draw_distances
from raredx.ui.phenotypes_likeness import draw_likeness
from raredx.ui.phenotypes_tables import draw_recognisable

VIEWS = {
    "condition": ":material/face: A condition",
    "recognisable": ":material/fact_check: Is it recognisable?",
    "distances": ":material/grid_view: Distances",
    "likeness": ":material/compare: Images against each other",
    "made": ":material/description: How this was made",
}


with shell.page("phenotypes"):
    chosen = choose_cohort()
    if chosen is None:
        st.info("There is no cohort yet. Import or draw one.", icon=":material/photo_library:")
        st.page_link("app_pages/cohorts.py", label="Cohorts", icon=":material/photo_library:")
    elif overview := overview_or_way(chosen[1], chosen[0]):
        name, cohort = chosen
        headline(overview.card)
        shown = views(VIEWS)
        if shown == "condition":
            draw_condition(overview)
        elif shown == "recognisable":
            if told(overview.card, "recognisable"):
                draw_recognisable(overview)
        elif shown == "distances":
            draw_distances(overview)
        elif shown == "likeness":
            draw_likeness(overview, cohort)
        else:
            how_made(overview.card, name)
