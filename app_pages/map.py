"""See where the evidence is dense and where it is empty, and how surprising each gap is."""

import streamlit as st

from raredx.evidence.facets import BY_NAME
from raredx.evidence.gaps import crossing
from raredx.evidence.imported import current
from raredx.evidence.trends import concentration, coverage
from raredx.ui import charts, shell
from raredx.ui.choices import choice
from raredx.ui.evidence import draw_gaps, studies_of
from raredx.ui.filters import filter_bar

SIDES = ("class", "category", "disease", "modality", "architecture", "task", "year", "validation")

with shell.page("map"):
    store = current()
    wanted, answer = filter_bar(store)
    by, against, look = st.columns(3)
    titles = {name: BY_NAME[name].title for name in SIDES}
    with by:
        down = choice("Rows", titles, key="down", default="class")
    with against:
        across = choice("Columns", titles, key="across", default="modality")
    with look:
        style = choice("Marks", {"heat": "Heat", "bubbles": "Bubbles"}, key="marks", default="heat")

    if not answer.rows:
        st.info("No study has all of this. Take a filter away, or clear them.")
    elif down == across:
        st.info("Choose two different questions for rows and columns.")
    else:
        found = crossing(store, wanted, down, across)
        pairs = len(found.down) * len(found.across)
        st.caption(
            f"{found.empty:,} of {pairs:,} pairs are empty. A study with several values counts in"
            " each. Click a mark for its studies."
        )
        clicked = charts.gap_map(
            found,
            bubbles=style == "bubbles",
            key=f"map.{down}.{across}.{style}.{wanted.address}",
            alt=f"Studies by {titles[down]} and {titles[across]}",
        )
        if clicked:
            studies_of(store, wanted.also(**{down: clicked[0], across: clicked[1]}))
        draw_gaps(found, titles[down], titles[across])

        st.subheader("How far Orphanet's diseases are covered")
        held = concentration(store, wanted)
        st.markdown(
            f"**{held.studies:,}** studies are linked to **{held.diseases:,}** diseases;"
            f" {held.single:,} of these have one study. On the ten most studied diseases are"
            f" {held.top_ten} of the linked studies."
        )
        category = charts.coverage(
            coverage(store, wanted),
            key=f"coverage.{wanted.address}",
            alt="The share of each Orphanet category's diseases that have a study",
        )
        if category:
            studies_of(store, wanted.also(category=category[0]))
