"""From a form to the job that it starts, and from the job to what it made: on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import streamlit as st

from raredx.errors import UserError
from raredx.jobs import Job, Status, Store, estimate, get_kind, submit
from raredx.ui.jobs import job_or_none, live_card
from raredx.ui.shell import as_text


def free_name(stem: str, taken: Iterable[str]) -> str:
    """A name that nothing has yet.

    >>> free_name("lora", ["lora-1", "lora-3", "other"])
    'lora-2'
    """
    known = {*taken}
    return next(name for n in range(1, len(known) + 2) if (name := f"{stem}-{n}") not in known)


def start(
    kind: str, config: Any, kept_at: Callable[[Any], Path] | None = None, *, cost: str | None = None
) -> None:
    """Draw what a job costs, and the button that starts it; the page then watches it.

    Parameters
    ----------
    config
        What is asked for; None while it is not whole.
    kept_at
        The card of what comes of a config: where one lies, the name is taken. Without it, what is
        there may be made again.
    cost
        What is said of the cost, where it is not the estimate of its kind.
    """
    refused = ""
    if config is not None:
        told = estimate(kind, config) if cost is None else cost
        if told:
            st.markdown(f":material/timer: {as_text(str(told).rstrip('.'))}.")
        refused = _refused(config, kept_at) if kept_at else ""
    if refused:
        st.warning(as_text(refused), icon=":material/label:")
    title, ready = get_kind(kind).title, config is not None and not refused
    if st.button(title, type="primary", key=f"start.{kind}", disabled=not ready):
        st.query_params["job"] = str(submit(kind, config).id)
        st.rerun()


def watched(kinds: Iterable[str], opens: Callable[[Job], None]) -> Job | None:
    """Draw the job that the address names or that is at work; `opens` is called when it is done.

    It is called before the eyes of whoever saw it at work, not when an old job is looked at.
    """
    job = job_or_none(st.query_params.get("job")) or _at_work({*kinds})
    if job is None:
        return None
    seen = f"watched.{job.id}"
    if job.status.active:
        st.session_state[seen] = True
    elif st.session_state.pop(seen, False) and job.status is Status.DONE and job.kind in kinds:
        opens(job)
    live_card(job.id)
    return job


def _at_work(kinds: set[str]) -> Job | None:
    jobs = Store().jobs(statuses=[Status.RUNNING, Status.QUEUED], limit=20)
    return next((job for job in jobs if job.kind in kinds), None)


def _refused(config: Any, kept_at: Callable[[Any], Path]) -> str:
    """Why the name cannot be had; empty if it can."""
    try:
        kept = kept_at(config)
    except UserError as error:
        return f"{error.problem}. {error.remedy}."
    if kept.exists() and not config.replace:
        return (
            f"There is one called {kept.parent.name!r} already. Choose another name, or Replace,"
            " below Advanced."
        )
    return ""
