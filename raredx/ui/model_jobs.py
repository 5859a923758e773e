"""The job that trains a model or takes it elsewhere: watched, and then what it made opens."""

from __future__ import annotations

import streamlit as st

from raredx.jobs import Job, Status, Store
from raredx.learning.external.store import External
from raredx.ui.jobs import live_card

_KINDS = ("train", "external")
_WATCHED = "model.watched"  # the job that was at work when the page was last drawn


def at_work() -> Job | None:
    """What trains or validates a model now, or waits to."""
    jobs = Store().jobs(statuses=[Status.RUNNING, Status.QUEUED], limit=20)
    return next((job for job in jobs if job.kind in _KINDS), None)


def watched(job: Job) -> None:
    """Draw the job; when it has ended well before the reader's eyes, what it made opens."""
    done = job.result if job.status is Status.DONE and job.kind in _KINDS else None
    if done and st.session_state.pop(_WATCHED, None) == job.id:
        st.query_params.from_dict(_made(job.kind, str(done.values["name"])))
        st.rerun()
    if job.status.active:
        st.session_state[_WATCHED] = job.id
    live_card(job.id)


def _made(kind: str, name: str) -> dict[str, str]:
    """The address of what a job made."""
    if kind == "train":
        return {"model": name}
    model = External.open(name).record.bundle
    return {"model": model, "view": "elsewhere", "external": name}
