"""Jobs over HTTP: submitted by the same configs as everywhere, watched, stopped, tried again."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Query
from fastapi.responses import PlainTextResponse

from raredx.jobs import (
    Job,
    Kind,
    Metric,
    Status,
    Store,
    all_kinds,
    cancel,
    ensure_worker,
    finish,
    retry,
    submit,
)


def add_jobs(api: FastAPI) -> None:
    """Add what can be asked of jobs, and a way to submit each kind."""
    for kind in all_kinds().values():
        _add_kind(api, kind)

    @api.get("/jobs")
    def list_jobs(
        status: list[Status] = Query(default=[]),  # noqa: B008 - FastAPI reads it so
        kind: list[str] = Query(default=[]),  # noqa: B008
        limit: int = Query(default=50, ge=1, le=1000),
    ) -> list[Job]:
        """The newest jobs first."""
        ensure_worker()
        return Store().jobs(statuses=status, kinds=kind, limit=limit)

    @api.get("/jobs/{job_id}")
    def show_job(job_id: int) -> Job:
        """All that is known of one job."""
        ensure_worker()
        return Store().get(job_id)

    @api.get("/jobs/{job_id}/metrics")
    def job_metrics(job_id: int) -> list[Metric]:
        """The points of a job's curves."""
        Store().get(job_id)
        return Store().metrics(job_id)

    @api.get("/jobs/{job_id}/log", response_class=PlainTextResponse)
    def job_log(job_id: int) -> str:
        """What a job has printed."""
        log = Store().get(job_id).log
        return log.read_text(errors="replace") if log.is_file() else ""

    @api.post("/jobs/{job_id}/cancel")
    def cancel_job(job_id: int) -> Job:
        """Ask a job to stop."""
        return cancel(job_id)

    @api.post("/jobs/{job_id}/finish")
    def finish_job(job_id: int) -> Job:
        """Ask a training to end well with what it has by now."""
        return finish(job_id)

    @api.post("/jobs/{job_id}/retry")
    def retry_job(job_id: int, resume: bool | None = None) -> Job:
        """Queue an ended job again; with `resume` from its checkpoint."""
        return retry(job_id, resume=resume)


def _add_kind(api: FastAPI, kind: Kind) -> None:
    def submit_job(config: Any) -> Job:
        return submit(kind.name, config)

    submit_job.__annotations__["config"] = kind.config
    api.post(
        f"/jobs/{kind.name}",
        summary=kind.title,
        description=kind.help,
        operation_id=kind.name,
        status_code=202,
        response_model=Job,
    )(submit_job)
