"""The splits of a cohort on a page: how it is divided, and who has read the test part."""

from __future__ import annotations

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.locked import openings
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import load_split, make_split, split_folders
from raredx.cohorts.splits.split import Split
from raredx.ui.forms import config_form
from raredx.ui.shell import as_text, plain_errors
from raredx.words import count


def draw_splits(cohort: Cohort) -> None:
    """Draw each split with its parts and balance, and the form for a new one."""
    found = split_folders(cohort)
    if not found:
        st.info(
            "This cohort has no split yet. A split keeps each subject on one side, locks a test"
            " part away, and is saved, so that every result can name it.",
            icon=":material/call_split:",
        )
    for folder in found:
        only = len(found) == 1
        with st.expander(folder.name, icon=":material/call_split:", expanded=only), plain_errors():
            _draw(load_split(cohort, folder.name))
            read = openings(folder)
            last = f", last {read[-1].when:%Y-%m-%d} by {read[-1].by}" if read else ""
            st.caption(as_text(f"The test part was read {count(len(read), 'time')}{last}."))
    with st.expander("New split", icon=":material/add:", expanded=not found):
        _new(cohort)


def _draw(split: Split) -> None:
    st.markdown("\n".join(f"- {as_text(line)}" for line in split.balance.sentences()))
    plan = split.plan
    st.caption(
        f"{plan.folds} folds, {plan.repeats} repeats, seed {plan.seed} · hash `{split.hash[:16]}`"
    )


@st.fragment
def _new(cohort: Cohort) -> None:
    with plain_errors():
        name = st.text_input("Name of the split", value="main", max_chars=40, key="split.name")
        plan = config_form(Plan, key="split")
        if st.button("Split", type="primary", key="split.make", disabled=plan is None or not name):
            assert isinstance(plan, Plan)
            made = make_split(cohort, name, plan)
            st.success(f"The split {as_text(name)} is made.")
            if made.warning:
                st.warning(as_text(made.warning), icon=":material/content_copy:")
