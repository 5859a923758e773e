"""The HTTP API: the same jobs by the same configs, and nothing for strangers' pages."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from raredx.api import make_api
from raredx.jobs import Status, Store, all_kinds
from tests.jobs.waiting import ended, running


@pytest.fixture
def client():
    return TestClient(make_api(), raise_server_exceptions=False)


def test_a_job_from_submit_to_curve(client):
    answer = client.post("/jobs/count", json={"steps": 3})
    assert answer.status_code == 202
    job = ended(Store().get(answer.json()["id"]))
    assert job.status is Status.DONE
    assert client.get(f"/jobs/{job.id}").json()["result"]["summary"] == "Counted to 3"
    assert [p["value"] for p in client.get(f"/jobs/{job.id}/metrics").json()] == [0, 1, 4]
    assert "counting aloud" in client.get(f"/jobs/{job.id}/log").text
    assert [j["id"] for j in client.get("/jobs?status=done&kind=count").json()] == [job.id]
    assert client.get("/jobs?status=failed").json() == []
    assert client.post(f"/jobs/{job.id}/retry").json()["attempt"] == 2


def test_a_training_is_told_to_finish(client):
    job = running(
        Store().get(client.post("/jobs/resumable-count", json={"steps": 100_000}).json()["id"])
    )
    assert client.post(f"/jobs/{job.id}/finish").status_code == 200
    assert ended(job).status is Status.DONE
    assert client.post(f"/jobs/{job.id}/finish").status_code == 422


def test_every_kind_has_its_schema(client):
    paths = client.get("/openapi.json").json()["paths"]
    listed = {kind["name"]: kind for kind in client.get("/kinds").json()}
    assert listed.keys() == all_kinds().keys()
    for name in listed:
        assert f"/jobs/{name}" in paths
    assert listed["count"]["config_schema"]["properties"]["steps"]["maximum"] == 100_000


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/jobs/99", None, 404),
        ("GET", "/jobs/99/log", None, 404),
        ("GET", "/jobs/99/metrics", None, 404),
        ("POST", "/jobs/99/cancel", None, 404),
        ("POST", "/jobs/99/retry", None, 404),
        ("POST", "/jobs/count", {"steps": 0}, 422),
        ("POST", "/jobs/count", {"stepz": 1}, 422),
        ("POST", "/jobs/count", "text", 422),
        ("POST", "/jobs/dance", {}, 405),
        ("GET", "/jobs?status=late", None, 422),
        ("GET", "/jobs?limit=0", None, 422),
    ],
)
def test_bad_input_is_an_answer_not_a_fault(client, method, path, body, status):
    answer = client.request(method, path, json=body)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_a_page_of_another_site_is_refused(client):
    hostile = {"Origin": "https://example.com"}
    assert client.post("/jobs/count", json={}, headers=hostile).status_code == 403
    assert client.get("/jobs", headers=hostile).status_code == 403
    assert Store().jobs() == []


def test_another_name_for_this_machine_is_refused(client):
    assert client.get("/jobs", headers={"Host": "rebound.example.com"}).status_code == 400
    assert client.get("/jobs", headers={"Host": "localhost"}).status_code == 200


def test_a_form_that_a_browser_sends_unasked_is_refused(client):
    answer = client.post("/jobs/count", content="{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422
    assert Store().jobs() == []


def test_doctor_and_assets_answer(client):
    assert {f["topic"] for f in client.get("/doctor").json()} >= {"program", "workspace"}
    assert client.get("/assets").json()[0]["name"] == "face-landmarker"


def test_a_damaged_store_is_told_in_words(client):
    path = Store().db.path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 200)
    answer = client.get("/jobs")
    assert answer.status_code == 422
    assert "is damaged. Move that file away" in answer.json()["detail"]
