"""The generators there are, on a page: which one is meant, and the jobs that make and use them."""

from __future__ import annotations

import streamlit as st

from raredx.jobs import Job
from raredx.synthesis import all_generators
from raredx.synthesis.store import Listed, list_generators
from raredx.ui.choices import choice
from raredx.ui.shell import as_text
from raredx.words import count

SAMPLE = "generate-sample"
KINDS = (*(f"generate-{method}" for method in all_generators()), SAMPLE)


def made(job: Job) -> None:
    """Open what a job made: images, or the way to draw them."""
    assert job.result
    name = str(job.result.values["name"])
    st.query_params.from_dict(
        {"view": "images", "cohort": name}
        if job.kind == SAMPLE
        else {"view": "draw", "generator": name}
    )
    st.rerun()


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


def _line(one: Listed) -> str:
    assert one.learned
    known = all_generators()
    method = one.learned.generator
    title = known[method].title if method in known else method
    return f"{one.name} ({title}, {count(len(one.learned.conditions), 'condition')})"
