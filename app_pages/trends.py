"""See how the field grows, what it uses, and whether its rigour keeps up with its claims."""

import streamlit as st

from raredx.evidence.facets import BY_NAME, MISSING
from raredx.evidence.gaps import crossing
from raredx.evidence.imported import current
from raredx.evidence.trends import growth, sample_sizes, yearly
from raredx.ui import charts, shell
from raredx.ui.choices import choice
from raredx.ui.evidence import studies_of
from raredx.ui.filters import filter_bar

OVER_TIME = ("architecture", "modality", "task", "theme", "class", "limit", "claim")
RIGOUR = {
    "validation": ("External", "Validated on data from elsewhere"),
    "availability": ("Public", "Data that others can get"),
}

with shell.page("trends"):
    store = current()
    wanted, answer = filter_bar(store)
    counts = growth(store, wanted)
    missing = counts.pop(MISSING, 0)
    said = f"n = {answer.rows - missing:,}; {missing:,} without a year are in none of these charts"
    clicked: dict[str, str] = {}

    if not counts:
        st.info("No study with a year has all of this. Take a filter away, or clear them.")
        st.stop()

    st.subheader("Growth")
    st.caption(f"Studies by year of publication ({said}). The search of the review ended in 2025.")
    if year := charts.bars(counts, key=f"growth.{wanted.address}", alt="Studies by year"):
        clicked = {"year": year[0]}

    st.subheader("What is used")
    facet = choice(
        "Shares of", {name: BY_NAME[name].title for name in OVER_TIME}, key="of", default="theme"
    )
    series = yearly(store, wanted, facet, most=6)
    st.caption(
        f"The six most frequent, as shares of each year's studies ({said}); the number in all"
        " years in brackets. A study may have several. Years with few studies jump."
    )
    if mark := charts.shares(series, key=f"used.{facet}.{wanted.address}", alt="Shares by year"):
        clicked = {facet: mark[0], "year": mark[1]}

    st.subheader("Rigour")
    for column, (name, (value, title)) in zip(st.columns(2), RIGOUR.items(), strict=True):
        with column:
            one = [s for s in yearly(store, wanted, name, most=99) if s.value == value]
            st.caption(f"{title}: share of each year's studies, with 95 % intervals ({said}).")
            if one and (mark := charts.shares(one, key=f"{name}.{wanted.address}", alt=title)):
                clicked = {name: mark[0], "year": mark[1]}
    sizes = sample_sizes(store, wanted)
    known, of = sum(one.known for one in sizes), sum(one.of for one in sizes)
    st.caption(
        f"Sample sizes: median and quartiles of the years that state at least five (known for"
        f" {known:,} of {of:,} studies in these years; what is not stated is not zero). Patients,"
        " images and eyes are counted alike here, as the studies do."
    )
    if sizes and (mark := charts.sizes(sizes, key=f"sizes.{wanted.address}", alt="Sample sizes")):
        clicked = {"year": mark[0]}

    st.subheader("Declared limits against claims")
    st.caption(
        "How many studies declare a limit and make a claim. Both are what the review wrote down"
        " of each study, found by words; a study without a tag may still have the limit."
    )
    mark = charts.gap_map(
        crossing(store, wanted, "limit", "claim"),
        bubbles=False,
        key=f"limits.{wanted.address}",
        alt="Studies by declared limit and claim",
    )
    if mark:
        clicked = {"limit": mark[0], "claim": mark[1]}
    if clicked:
        studies_of(store, wanted.also(**clicked))
