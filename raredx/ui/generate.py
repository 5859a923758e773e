"""The generators there are, on a page: which one is meant, and the jobs that make and use them."""

from __future__ import annotations

import streamlit as st

from raredx.jobs import Job, Status, Store
from raredx.synthesis import all_generators
from raredx.synthesis.store import Listed, list_generators
from raredx.ui.choices import choice
from raredx.ui.jobs import live_card
from raredx.ui.shell import as_text
from raredx.words import count

SAMPLE = "generate-sample"
KINDS = (*(f"generate-{method}" for method in all_generators()), SAMPLE)
_WATCHED = "generate.watched"  # the job that was at work when the page was last drawn


def watched(job: Job | None) -> None:
    """Draw the job at work; when it has ended well before the reader's eyes, what it made opens."""
    job = job or _at_work()
    if job is None:
        return
    done = job.result if job.status is Status.DONE and job.kind in KINDS else None
    if done and st.session_state.pop(_WATCHED, None) == job.id:
        name = str(done.values["name"])
        st.query_params.from_dict(
            {"view": "images", "cohort": name}
            if job.kind == SAMPLE
            else {"view": "draw", "generator": name}
        )
        st.rerun()
    if job.status.active:
        st.session_state[_WATCHED] = job.id
    live_card(job.id)


def choose_generator() -> Listed | None:
    """Draw the choice of a generator, told which cannot be opened; None while there is none."""
    listed = {one.name: one for one in list_generators()}
    for one in listed.values():
        if one.fault:
            st.warning(as_text(f"{one.name}: {one.fault}"), icon=":material/broken_image:")
    whole = {name: _line(one) for name, one in listed.items() if one.learned}
    if not whole:
        return None
    name = choice("Generator", whole, key="generator", default=next(iter(whole)))
    return listed[name]


def way_to_draw() -> None:
    """Draw what to do while there is no generator."""
    st.info(
        "No generator has learned anything yet. Train one on a few images of two or three"
        " conditions: on a laptop that takes minutes.",
        icon=":material/model_training:",
    )
    st.button("Train a generator", type="primary", on_click=go, kwargs={"view": "train"})


def go(**asked: str) -> None:
    """Open a view of the page."""
    st.query_params.from_dict(asked)


def _at_work() -> Job | None:
    jobs = Store().jobs(statuses=[Status.RUNNING, Status.QUEUED], limit=20)
    return next((job for job in jobs if job.kind in KINDS), None)


def _line(one: Listed) -> str:
    assert one.learned
    known = all_generators()
    method = one.learned.generator
    title = known[method].title if method in known else method
    return f"{one.name} ({title}, {count(len(one.learned.conditions), 'condition')})"
