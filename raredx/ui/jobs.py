"""Jobs on a page: a panel that submits one, a card that shows one, a strip of those at work."""

from __future__ import annotations

import time
from typing import Any

import streamlit as st

from raredx.errors import UserError
from raredx.jobs import (
    Job,
    Kind,
    Metric,
    Status,
    Store,
    all_kinds,
    cancel,
    ensure_worker,
    estimate,
    finish,
    retry,
    submit,
)
from raredx.ui.forms import config_form
from raredx.ui.marks import STATUS_COLOUR, STATUS_ICON
from raredx.ui.shell import as_text, plain_errors
from raredx.words import duration

POLL = 1.0  # seconds between two looks at a running job
_LOG_TAIL = 20_000  # characters of a log that are shown
_PREVIEW = 160  # pixels of a picture
_LEGEND = 6  # curves that are named beside a chart; of more of them each says who it is


@st.fragment
def submit_panel(kind: Kind, *, initial: dict[str, Any] | None = None) -> None:
    """Draw the form of a job kind, what the job will cost, and the button that starts it."""
    with plain_errors():
        st.caption(kind.help)
        config = config_form(kind.config, key=f"new.{kind.name}", initial=initial)
        cost = config and estimate(kind.name, config)
        if cost:
            st.caption(f":material/timer: {cost}")
        start = st.button(
            kind.title, type="primary", key=f"start.{kind.name}", disabled=config is None
        )
        if start and config is not None:
            job = submit(kind.name, config)
            st.switch_page("app_pages/jobs.py", query_params={"job": str(job.id)})


def live_card(job_id: int) -> None:
    """Draw a job's card; while the job can still change, keep it fresh."""
    active = Store().get(job_id).status.active
    st.fragment(_card, run_every=POLL if active else None)(job_id, active)


def running_strip() -> None:
    """Draw a line for each job that waits or runs, kept fresh while there are any."""
    active = bool(_active())
    st.fragment(_strip, run_every=POLL if active else None)(active)


def _active() -> list[Job]:
    return Store().jobs(statuses=[Status.RUNNING, Status.QUEUED], limit=20)


def _strip(was_active: bool) -> None:
    with plain_errors():
        ensure_worker()
        jobs = _active()
        for job in reversed(jobs):
            with st.container(horizontal=True, vertical_alignment="center"):
                _badge(job)
                st.markdown(f"[{_title(job)}](/jobs?job={job.id})")
                st.progress(job.fraction or 0.0, text=_standing(job))
        if not jobs:
            st.caption("Nothing runs. What you start is shown here and goes on if you leave.")
            if was_active:
                st.rerun()


def _card(job_id: int, was_active: bool) -> None:
    with plain_errors():
        ensure_worker()
        store = Store()
        job = store.get(job_id)
        if was_active and not job.status.active:
            st.rerun()  # before anything is drawn: a browser would fetch pictures that are gone
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.subheader(f"{_title(job)} · job {job.id}")
                _badge(job)
            if job.status.active or job.fraction not in (None, 1.0):
                st.progress(job.fraction or 0.0, text=_standing(job))
            _outcome(job)
            _buttons(job)
            _curves(job, store)
            _previews(job, store)
            _details(job)


def _badge(job: Job) -> None:
    st.badge(job.status.value, icon=STATUS_ICON[job.status], color=STATUS_COLOUR[job.status])  # type: ignore[arg-type]


def _title(job: Job) -> str:
    kind = all_kinds().get(job.kind)
    return kind.title if kind else job.kind


def _standing(job: Job) -> str:
    """How far a job is, in words."""
    if job.status is Status.QUEUED:
        return "Waits for its turn"
    if job.silent:
        return "Gives no sign of life; if this lasts, see the System page"
    parts = [as_text(job.message) or "Running"]
    if job.fraction is not None:
        parts.append(f"{job.fraction:.0%}")
    if job.rate:
        parts.append(f"{job.rate:,.3g} per second")
    if job.seconds_left is not None:
        parts.append(f"{duration(job.seconds_left)} left")
    return " · ".join(parts)


def _outcome(job: Job) -> None:
    if job.result is not None:
        st.markdown(as_text(job.result.summary))
        for output in job.result.outputs:
            st.caption(f":material/folder: {as_text(output)}")
    if job.error:
        st.error(as_text(job.error), icon=STATUS_ICON[job.status])


def _buttons(job: Job) -> None:
    with st.container(horizontal=True):
        if job.status.active:
            asked = job.cancel_asked
            label = "Stopping…" if asked else "Cancel"
            if st.button(label, key=f"cancel.{job.id}", icon=":material/stop:", disabled=asked):
                cancel(job.id)
                st.rerun()
            if job.status is Status.RUNNING and _finishable(job):
                _finish_button(job)
            return
        kind = all_kinds().get(job.kind)
        if kind is None:
            return
        resumes = kind.resumable and job.status is not Status.DONE
        if resumes and st.button("Resume", key=f"resume.{job.id}", icon=":material/play_arrow:"):
            retry(job.id, resume=True)
            st.rerun()
        again = "Start over" if resumes else "Run again" if job.status is Status.DONE else "Retry"
        if st.button(again, key=f"retry.{job.id}", icon=":material/replay:"):
            retry(job.id, resume=False)
            st.rerun()


def _finishable(job: Job) -> bool:
    kind = all_kinds().get(job.kind)
    return kind is not None and kind.finishable


def _finish_button(job: Job) -> None:
    said = st.button(
        "Finish now",
        key=f"finish.{job.id}",
        icon=":material/flag:",
        help="Ends here and keeps what it has learned so far",
    )
    if said:
        finish(job.id)


def _curves(job: Job, store: Store) -> None:
    """A chart for each quantity; a curve called "somebody: quantity" is one of its lines."""
    charts: dict[str, dict[str, list[Metric]]] = {}
    for point in store.metrics(job.id):
        whose, _, quantity = point.name.rpartition(": ")
        charts.setdefault(quantity, {}).setdefault(whose, []).append(point)
    if not charts:
        return
    import plotly.graph_objects as go

    for quantity, lines in charts.items():
        chart = go.Figure(
            [
                go.Scatter(
                    x=[point.step for point in points],
                    y=[point.value for point in points],
                    mode="lines" if len(points) > 1 else "markers",
                    name=whose,
                    hovertemplate=f"{whose}<br>%{{x}}: %{{y:.3g}}<extra></extra>",
                )
                for whose, points in lines.items()
            ]
        )
        chart.update_layout(height=220, margin={"l": 0, "r": 0, "t": 8, "b": 0})
        chart.update_layout(showlegend=1 < len(lines) <= _LEGEND, legend={"orientation": "h"})
        chart.update_xaxes(title="step")
        chart.update_yaxes(title=quantity)
        key = f"curve.{job.id}.{quantity}"
        st.plotly_chart(chart, key=key, config={"displayModeBar": False})


def _previews(job: Job, store: Store) -> None:
    shown = [p for p in store.previews(job.id)[-4:] if (job.folder / p.file).is_file()]
    if shown:
        with st.container(horizontal=True, gap="small"):
            for one in shown:
                st.image(str(job.folder / one.file), one.caption, width=_PREVIEW)


def _details(job: Job) -> None:
    submitted = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(job.created))
    took = ""
    if job.seconds_taken is not None:
        verb = "running for" if job.status.active else "took"
        took = f" · {verb} {duration(job.seconds_taken)}"
    st.caption(f"Submitted {submitted} · attempt {job.attempt}{took} · RareDx {job.version}")
    settings_tab, log_tab = st.tabs(["Settings", "Log"])
    settings_tab.json(job.config or {}, expanded=False)
    if job.log.is_file():
        text = job.log.read_text(errors="replace")[-_LOG_TAIL:]
        log_tab.code(text, language=None, height=260)
    else:
        log_tab.caption("The log appears when the job starts.")


def job_or_none(job_id: str | None) -> Job | None:
    """The job that an address names, or None with a line that says why."""
    if not job_id:
        return None
    try:
        return Store().get(int(job_id))
    except (ValueError, UserError):
        st.warning(f"The address names job {as_text(job_id)}, which is not in this workspace.")
        return None
