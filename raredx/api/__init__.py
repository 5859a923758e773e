"""The HTTP API: the same jobs, files, models and answers as the pages and the command line.

It listens on this machine alone by default, answers only to its own name, and takes nothing from
a page of another site: a browser that visits a hostile page cannot be made to use it.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

import raredx
from raredx.api.asking import add_asking
from raredx.api.guards import add_guards
from raredx.api.jobs import add_jobs
from raredx.api.problems import PROBLEMS, add_problems
from raredx.api.reading import add_reading
from raredx.api.weighing import add_weighing

_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]", "testserver")


def make_api(*, hosts: tuple[str, ...] = ()) -> FastAPI:
    """The API as an ASGI application. `hosts` are further names that it answers to."""
    api = FastAPI(
        title="RareDx Workbench",
        version=raredx.__version__,
        description=raredx.NOT_A_DEVICE,
        docs_url=None,  # its page loads scripts from another host
        redoc_url=None,
        responses=PROBLEMS,
    )
    add_guards(api)
    api.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_OWN_NAMES, *hosts])
    add_problems(api)
    add_reading(api)
    add_asking(api)
    add_weighing(api)
    add_jobs(api)
    return api
