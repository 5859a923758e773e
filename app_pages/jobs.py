"""See what runs and what ran, watch it, stop it, start it again, or start something new."""

import time

import streamlit as st

from raredx.jobs import Status, Store, all_kinds, ensure_worker
from raredx.ui import shell
from raredx.ui.jobs import job_or_none, live_card, submit_panel

with shell.page("jobs"):
    ensure_worker()
    store, kinds = Store(), all_kinds()

    asked_for = st.query_params.get("kind", "")
    offer = asked_for in kinds or not store.jobs(limit=1)
    with st.expander("Start a job", icon=":material/add:", expanded=offer):
        name = st.selectbox(
            "What",
            list(kinds),
            index=list(kinds).index(asked_for) if asked_for in kinds else 0,
            format_func=lambda name: kinds[name].title,
            key="kind",
        )
        submit_panel(kinds[name])

    counts = store.counts()
    chosen = st.pills(
        "Status",
        [status for status in Status if counts[status]],
        selection_mode="multi",
        format_func=lambda status: f"{status} {counts[status]}",
        key="status",
        label_visibility="collapsed",
    )
    jobs = store.jobs(statuses=chosen)
    selected = job_or_none(st.query_params.get("job")) or (jobs[0] if jobs else None)

    if selected is None:
        st.info("No job has run yet. Start one above: verifying the files takes a second.")
    else:
        listed, shown = st.columns([5, 6])
        with listed:
            rows = [
                {
                    "Job": job.id,
                    "What": kinds[job.kind].title if job.kind in kinds else job.kind,
                    "Status": job.status.value,
                    "Submitted": time.strftime("%d %b %H:%M", time.localtime(job.created)),
                }
                for job in jobs
            ]
            clicked = st.dataframe(
                rows,
                hide_index=True,
                key="list",
                on_select="rerun",
                selection_mode="single-row-required",
                selection_default={
                    "selection": {
                        "rows": [i for i, job in enumerate(jobs) if job.id == selected.id]
                    }
                },
            )
            picked = clicked["selection"]["rows"]
            if picked and jobs[picked[0]].id != selected.id:
                st.query_params["job"] = str(jobs[picked[0]].id)
                st.rerun()
        with shown:
            live_card(selected.id)
