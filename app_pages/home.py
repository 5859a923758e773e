"""What the workbench holds, what you can do next, and what is running."""

import streamlit as st

from raredx.assets import all_assets, read_card, shipped_folders
from raredx.jobs import Status, Store
from raredx.settings import ROOT
from raredx.ui import shell
from raredx.ui.jobs import running_strip
from raredx.words import size

ACROSS = 4
DATA, TOLD = ROOT / "data", 2

with shell.page("home"):
    st.title("RareDx Workbench")
    st.markdown(
        "From a gap in the literature to an honestly tested model, on one laptop: computer vision"
        " for rare diseases, without code."
    )

    st.subheader("What you can do")
    offered = [entry for entry in shell.PAGES if entry.section]
    for start in range(0, len(offered), ACROSS):
        row = offered[start : start + ACROSS]
        for column, entry in zip(st.columns(ACROSS), row, strict=False):
            with column, st.container(border=True, height="stretch"):
                st.page_link(entry.file, label=f"**{entry.title}**", icon=entry.icon)
                st.caption(entry.purpose)

    st.subheader("Now running")
    running_strip()

    st.subheader("What is here")
    counts = Store().counts()
    assets = list(all_assets().values())
    here = [asset for asset in assets if asset.path.is_file()]
    figures = [
        (name.capitalize(), f"{number:,}", card.title)
        for card in (read_card(folder) for folder in shipped_folders() if folder.parent == DATA)
        for name, number in list(card.counts.items())[:TOLD]
    ]
    figures += [
        ("Jobs done", f"{counts[Status.DONE]:,}", "in this workspace"),
        ("Model files", f"{len(here)} of {len(assets)}", "third-party, fetched"),
        ("Their size", size(sum(asset.size for asset in here)), "on disk"),
    ]
    with st.container(horizontal=True):
        for label, value, note in figures:
            st.metric(label, value, delta=note, delta_color="off", delta_arrow="off", border=True)
