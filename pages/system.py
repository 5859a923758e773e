"""See what is installed, what is missing, and fetch or verify the files that models need."""

import itertools

import streamlit as st

from raredx.doctor import Finding, examine
from raredx.jobs import get_kind
from raredx.ui import shell
from raredx.ui.jobs import submit_panel

_ICONS = {"good": "", "note": ":orange[:material/info:]", "problem": ":red[:material/error:]"}


@st.cache_data(ttl=30, show_spinner="Looking at the machine, the files and the workspace…")
def findings() -> list[Finding]:
    """The doctor's report; asking torch for devices takes a second, so it is kept for a while."""
    return examine()


with shell.page("system"):
    report = findings()
    problems = [finding for finding in report if finding.state == "problem"]
    for finding in problems:
        st.error(f"**{finding.name}: {finding.value}.** {finding.remedy}", icon=":material/error:")
    if not problems:
        st.success("All is well.", icon=":material/check_circle:")

    pull, verify = st.columns(2)
    with pull, st.container(border=True):
        submit_panel(get_kind("assets-pull"))
    with verify, st.container(border=True):
        submit_panel(get_kind("assets-verify"))

    columns = st.columns(2)
    groups = itertools.groupby(report, key=lambda finding: finding.topic)
    for number, (topic, group) in enumerate(groups):
        with columns[number % 2]:
            st.subheader(topic.capitalize())
            lines = [f"| {f.name} | {f.value} {_ICONS[f.state]} |" for f in group]
            st.markdown("\n".join(["| | |", "|---|---|", *lines]))
