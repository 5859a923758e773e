"""Every page, in an empty workspace, in a used one, and when something is broken."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from streamlit.testing.v1 import AppTest

from raredx.cohorts.example import example_file
from raredx.jobs import Status, Store, cancel, submit
from raredx.settings import ROOT
from raredx.ui.shell import PAGES
from tests.jobs.waiting import ended, running

NAMES = [entry.name for entry in PAGES]


def open_page(name: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    return app if name == "home" else app.switch_page(f"app_pages/{name}.py").run()


def words(app: AppTest) -> str:
    """All that is written on a page."""
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption]
    parts += [*app.error, *app.info, *app.success, *app.warning]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_workspace_opens_without_a_fault(name):
    app = open_page(name)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_what_it_is_for(name):
    app = open_page(name)
    purpose = next(entry.purpose for entry in PAGES if entry.name == name)
    assert name == "home" or purpose in words(app)


def test_the_frame_says_what_the_workbench_is_not():
    assert "not a medical device" in open_page("home").sidebar.caption[0].value


@pytest.mark.parametrize("name", NAMES)
def test_a_used_workspace_opens_without_a_fault(name):
    ended(submit("count", {"steps": 12}))
    ended(submit("count", {"steps": 5, "fail_at": 2}))
    job = running(submit("resumable-count", {"steps": 100_000}))
    app = open_page(name)
    assert not app.exception
    cancel(job.id)


@pytest.mark.parametrize("name", ["home", "jobs"])
def test_a_damaged_store_is_told_in_words(name):
    path = Store().db.path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 200)
    app = open_page(name)
    assert not app.exception
    assert "is damaged" in app.error[0].value
    assert "Move that file away" in app.error[0].value


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_of_ours_shows_no_traceback(name, monkeypatch):
    def broken(*args, **more):
        raise ZeroDivisionError("one by nought")

    monkeypatch.setattr(Store, "counts", broken)
    monkeypatch.setattr("raredx.doctor.examine", broken)
    app = open_page(name)
    assert not app.exception
    assert "Traceback" not in words(app)


def test_an_empty_jobs_page_offers_the_first_step_with_one_click():
    app = open_page("jobs")
    assert "No job has run yet" in app.info[0].value
    app.selectbox(key="kind").set_value("assets-verify").run()
    app.button(key="start.assets-verify").click().run()
    assert not app.exception
    assert ended(Store().get(1)).status is Status.DONE


def test_the_address_names_the_job():
    first = ended(submit("count", {"steps": 2}))
    ended(submit("count", {"steps": 3}))
    assert "Counted to 3" in words(open_page("jobs"))
    assert "Counted to 2" in words(open_page("jobs", job=str(first.id)))
    assert "not in this workspace" in words(open_page("jobs", job="77"))
    assert "not in this workspace" in words(open_page("jobs", job="<script>"))


def test_a_failed_job_shows_why_and_can_be_retried():
    job = ended(submit("count", {"steps": 5, "fail_at": 2}))
    app = open_page("jobs")
    assert "The count stumbled" in words(app)
    app.button(key=f"retry.{job.id}").click().run()
    assert ended(Store().get(job.id)).attempt == 2


def test_a_running_job_can_be_cancelled_and_then_resumed():
    job = running(submit("resumable-count", {"steps": 100_000}))
    app = open_page("jobs")
    app.button(key=f"cancel.{job.id}").click().run()
    assert ended(job).status is Status.CANCELLED
    app = open_page("jobs")
    app.button(key=f"resume.{job.id}").click().run()
    again = running(job)
    assert again.attempt == 2
    assert again.resume
    cancel(job.id)


def test_the_home_page_counts_from_the_data():
    assert {metric.label: metric.value for metric in open_page("home").metric}["Jobs done"] == "0"
    ended(submit("count", {"steps": 2}))
    assert {metric.label: metric.value for metric in open_page("home").metric}["Jobs done"] == "1"


def test_the_system_page_names_a_problem_and_its_remedy(monkeypatch):
    monkeypatch.setenv("RAREDX_DEVISE", "cpu")
    app = open_page("system")
    assert "DEVISE" in app.error[0].value
    assert "Check the spelling" in app.error[0].value


def test_an_empty_check_page_offers_an_example_with_one_click():
    app = open_page("check")
    app.button(key="example").click().run()
    assert "This file comes in" in app.success[0].value
    assert "turned by its EXIF orientation" in words(app)
    assert "Jane" not in words(app)


def test_a_dropped_file_is_refused_in_words():
    app = open_page("check")
    app.file_uploader[0].set_value(("face.png", b"%PDF-1.7 not a picture", "image/png")).run()
    assert not app.exception
    assert "PDF" in app.error[0].value


def test_a_dropped_archive_is_listed_with_a_verdict_per_file():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("williams/a.jpg", example_file())
        file.writestr("williams/notes.txt", "nothing to see")
    app = open_page("check")
    app.file_uploader[0].set_value(("cohort.zip", archive.getvalue(), "application/zip")).run()
    assert not app.exception
    assert "1 image of 2 files would come in" in app.success[0].value
    assert list(app.dataframe[0].value["Comes in"]) == [True, False]
