"""Train classifiers on a cohort and judge each by people it has not seen, fold by fold."""

import streamlit as st

from raredx.jobs import ensure_worker
from raredx.ui import shell
from raredx.ui.cohorts import choose_cohort
from raredx.ui.starting import watched
from raredx.ui.train import KIND, new_experiment, split_or_way, to_results, way_to_results

with shell.page("train"):
    ensure_worker()
    if job := watched((KIND,), to_results):
        way_to_results(job)
        st.subheader("Another experiment")
    chosen = choose_cohort()
    if chosen is None:
        st.info("There is no cohort yet. Import or draw one.", icon=":material/photo_library:")
        st.page_link("app_pages/cohorts.py", label="Cohorts", icon=":material/photo_library:")
    else:
        name, cohort = chosen
        if split := split_or_way(cohort, name):
            new_experiment(cohort, name, split)
