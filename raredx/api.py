"""The HTTP API: the same jobs, files and report as the pages and the command line.

It listens on this machine alone by default, answers only to its own name, and takes nothing from
a page of another site: a browser that visits a hostile page cannot be made to use it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal
from urllib.parse import urlsplit

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel
from starlette.middleware.trustedhost import TrustedHostMiddleware

import raredx
from raredx.assets import all_assets
from raredx.doctor import Finding, examine
from raredx.errors import NotFoundError, UserError, explain
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

_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]", "testserver")


class KindEntry(BaseModel):
    """A job kind, as a client sees it."""

    name: str
    title: str
    help: str
    lane: str
    resumable: bool
    config_schema: dict[str, Any]


class AssetEntry(BaseModel):
    """A third-party file, and whether it is here."""

    name: str
    title: str
    licence: str
    size: int
    state: Literal["present", "missing", "damaged"]


def make_api(*, hosts: tuple[str, ...] = ()) -> FastAPI:
    """The API as an ASGI application. `hosts` are further names that it answers to."""
    api = FastAPI(
        title="RareDx Workbench",
        version=raredx.__version__,
        description=raredx.NOT_A_DEVICE,
        docs_url=None,  # its page loads scripts from another host
        redoc_url=None,
    )
    api.middleware("http")(_own_pages_only)
    api.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_OWN_NAMES, *hosts])
    api.exception_handler(UserError)(_user_error)
    api.exception_handler(Exception)(_fault)
    _add_reading(api)
    _add_jobs(api)
    for kind in all_kinds().values():
        _add_kind(api, kind)
    return api


def _add_reading(api: FastAPI) -> None:
    @api.get("/doctor")
    def doctor() -> list[Finding]:
        """What is installed, what is missing, what to do about it."""
        return examine()

    @api.get("/assets")
    def assets() -> list[AssetEntry]:
        """Third-party model files and whether they are here."""
        return [
            AssetEntry(
                name=asset.name,
                title=asset.title,
                licence=asset.licence,
                size=asset.size,
                state=asset.state(),
            )
            for asset in all_assets().values()
        ]

    @api.get("/kinds")
    def kinds() -> list[KindEntry]:
        """The job kinds, each with the schema of its config."""
        return [
            KindEntry(
                name=kind.name,
                title=kind.title,
                help=kind.help,
                lane=kind.lane,
                resumable=kind.resumable,
                config_schema=kind.config.model_json_schema(),
            )
            for kind in all_kinds().values()
        ]


def _add_jobs(api: FastAPI) -> None:
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


async def _own_pages_only(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Refuse what a page of another site sends."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        return JSONResponse({"error": "Requests from pages of another site are refused."}, 403)
    return await call_next(request)


async def _user_error(request: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, NotFoundError) else 422
    return JSONResponse({"error": str(error)}, status)


async def _fault(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": explain(error)}, 500)
