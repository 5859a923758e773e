"""See what is installed, what is missing, and fetch or verify the files that models need."""

import itertools

import streamlit as st

from raredx import doctor
from raredx.jobs import get_kind
from raredx.ui import shell
from raredx.ui.jobs import submit_panel

ICONS = {"good": "", "note": ":orange[:material/info:]", "problem": ":red[:material/error:]"}

with shell.page("system"):
    with st.spinner("Looking at the machine, the files and the workspace…"):
        report = doctor.examine()
    problems = [finding for finding in report if finding.state == "problem"]
    for finding in problems:
        found = shell.as_text(f"{finding.name}: {finding.value}")
        st.error(f"**{found}.** {shell.as_text(finding.remedy)}", icon=":material/error:")
    if not problems:
        st.success("All is well.", icon=":material/check_circle:")

    for column, kind in zip(st.columns(2), ("assets-pull", "assets-verify"), strict=True):
        with column, st.container(border=True, height="stretch"):
            submit_panel(get_kind(kind))

    by_topic = itertools.groupby(report, key=lambda finding: finding.topic)
    for topic, findings in by_topic:
        st.subheader(topic.capitalize())
        rows = {f.name: f"{ICONS[f.state]} {shell.as_text(f.value)}" for f in findings}
        st.table(rows, border="horizontal")
