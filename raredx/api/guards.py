"""Who may ask, how often, and how much may be sent."""

from __future__ import annotations

import hmac
import time
from collections import deque
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import Response

from raredx.api.problems import problem
from raredx.cohorts.limits import LIMITS, MEGABYTE
from raredx.settings import settings

KEY = "X-API-Key"
"""The header that has the key, where one is set."""
_OPEN = ("/health", "/openapi.json")  # asked by who watches over it
_WINDOW = 60.0  # seconds
_BESIDE = MEGABYTE  # of a request, besides its file
_CLIENTS = 10_000  # that are remembered

Next = Callable[[Request], Awaitable[Response]]


def add_guards(api: FastAPI) -> None:
    """Refuse what comes from a page of another site, without the key, too often or too large."""
    asked: dict[str, deque[float]] = {}

    async def guard(request: Request, call_next: Next) -> Response:
        refused = _foreign(request) or _large(request)
        if request.url.path not in _OPEN:
            refused = refused or _keyless(request) or _often(request, asked)
        return refused or await call_next(request)

    api.middleware("http")(guard)


def _foreign(request: Request) -> Response | None:
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        return problem(403, "Requests from pages of another site are refused.")
    return None


def _large(request: Request) -> Response | None:
    """What says that it is larger than any image that is read; what lies is cut off later."""
    told = request.headers.get("content-length", "")
    most = LIMITS.file_bytes + _BESIDE
    if request.headers.get("transfer-encoding") or (told and not told.isdecimal()):
        return problem(411, "Say how long the request is. Send it with a Content-Length.")
    if told and int(told) > most:
        return problem(413, f"At most {most // MEGABYTE} MB are read. Scale the image down.")
    return None


def _keyless(request: Request) -> Response | None:
    wanted = settings().api_key.get_secret_value()
    given = request.headers.get(KEY, "")
    if wanted and not hmac.compare_digest(given.encode(), wanted.encode()):
        return problem(401, f"This API wants a key. Send it as {KEY}.")
    return None


def _often(request: Request, asked: dict[str, deque[float]]) -> Response | None:
    """The minute slides: so many requests of one address in any of them."""
    most = settings().api_rate
    if not most:
        return None
    client, now = request.client.host if request.client else "", time.monotonic()
    if client not in asked and len(asked) >= _CLIENTS:
        asked.pop(next(iter(asked)))
    times = asked.setdefault(client, deque())
    while times and times[0] <= now - _WINDOW:
        times.popleft()
    if len(times) >= most:
        wait = max(1, round(times[0] + _WINDOW - now))
        return problem(
            429,
            f"More than {most:,} requests in a minute. Wait {wait} s.",
            **{"Retry-After": str(wait)},
        )
    times.append(now)
    return None
