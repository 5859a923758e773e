"""Errors of the API as problem details (RFC 9457): what is wrong and what to do, in plain words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from raredx.errors import NotFoundError, UserError, explain

JSON = "application/problem+json"


class Problem(BaseModel):
    """What went wrong."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What is wrong, and what to do about it",
        "content": {JSON: {"schema": Problem.model_json_schema()}},
    }
}
"""What every path may answer besides, for the schema."""


def problem(status: int, detail: str, **headers: str) -> JSONResponse:
    """An answer that says what is wrong.

    >>> problem(404, "There is no model.").status_code
    404
    """
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(told.model_dump(), status, media_type=JSON, headers=headers or None)


def add_problems(api: FastAPI) -> None:
    """Let every error leave as a problem."""
    api.exception_handler(UserError)(_user_error)
    api.exception_handler(RequestValidationError)(_bad_request)
    api.exception_handler(HTTPException)(_http_error)
    api.exception_handler(Exception)(_fault)


async def _user_error(request: Request, error: Exception) -> Response:
    return problem(404 if isinstance(error, NotFoundError) else 422, str(error))


async def _bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return problem(422, "; ".join(told))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), **(error.headers or {}))


async def _fault(request: Request, error: Exception) -> Response:
    return problem(500, explain(error))
