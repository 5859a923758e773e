"""Who may ask, how often, and how much may be sent."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from raredx.api import guards, make_api
from tests.conftest import forget_settings


@pytest.fixture
def client(monkeypatch):
    def opened(**known):
        for name, value in known.items():
            monkeypatch.setenv(f"RAREDX_{name.upper()}", str(value))
        forget_settings()
        return TestClient(make_api(), raise_server_exceptions=False)

    yield opened
    forget_settings()


def test_where_a_key_is_set_nothing_is_said_without_it(client):
    asked = client(api_key="open sesame")
    for given in ({}, {"X-API-Key": "sesame"}, {"X-API-Key": "öffne".encode("latin-1")}):
        answer = asked.get("/models", headers=given)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    assert asked.get("/models", headers={"X-API-Key": "open sesame"}).status_code == 200
    assert asked.get("/health").status_code == 200, "who watches over it needs none"


def test_more_than_so_many_in_a_minute_wait(client, monkeypatch):
    asked = client(api_rate=3)
    now = [1000.0]
    monkeypatch.setattr(guards.time, "monotonic", lambda: now[0])
    assert [asked.get("/models").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert asked.get("/models").headers["retry-after"] == "60"
    assert asked.get("/health").status_code == 200
    now[0] += 61
    assert asked.get("/models").status_code == 200


def test_what_is_larger_than_any_image_is_refused_unread(client):
    asked = client()
    answer = asked.post("/predict", content=b"x", headers={"Content-Length": str(1 << 40)})
    assert answer.status_code == 413
    answer = asked.post("/predict", content=iter([b"x"] * 3))
    assert answer.status_code == 411


def test_whoever_looks_around_gets_a_problem(client):
    asked = client()
    for path in ("/nothing", "/predict"):
        answer = asked.get(path)
        assert answer.status_code in (404, 405)
        assert answer.json()["title"] in ("Not Found", "Method Not Allowed")
