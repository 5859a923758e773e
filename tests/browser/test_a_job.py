"""A job as a user meets it: started by a click, watched, found again, stopped."""

from __future__ import annotations

import os
import signal

import pytest
from playwright.sync_api import expect

from raredx.jobs import Status, Store
from tests.browser.server import Watched, serve
from tests.jobs.waiting import ended, until

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(browser, workspace):
    with serve() as address:
        watched = Watched(browser, address, width=1440, theme="light")
        yield watched
        watched.close()


def test_the_first_job_from_the_first_page(watched):
    page = watched.open()
    page.get_by_role("link", name="System").last.click()
    watched.settle()
    page.get_by_role("button", name="Verify files").click()
    expect(page.get_by_text("as expected").first).to_be_visible(timeout=60_000)
    assert ended(Store().get(1)).status is Status.DONE
    assert watched.console_errors == []


def test_a_running_job_is_found_again_after_a_reload_and_stopped(watched):
    page = watched.open("jobs?kind=count")
    page.get_by_role("spinbutton", name="Steps").fill("100000")
    page.get_by_role("spinbutton", name="Steps").press("Enter")
    page.get_by_role("button", name="Count", exact=True).click()
    expect(page.get_by_text("counting ·").first).to_be_visible(timeout=60_000)
    page.reload()
    watched.settle()
    expect(page.get_by_text("counting ·").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("cancelled").first).to_be_visible(timeout=60_000)
    assert Store().get(1).status is Status.CANCELLED
    expect(page.get_by_role("button", name="Retry")).to_be_visible(timeout=60_000)


def test_a_job_that_dies_with_its_worker_is_shown_as_lost(watched):
    page = watched.open("jobs?kind=resumable-count")
    page.get_by_role("spinbutton", name="Steps").fill("100000")
    page.get_by_role("spinbutton", name="Steps").press("Enter")
    page.get_by_role("button", name="Count with a checkpoint").click()
    until(lambda: Store().jobs() and Store().get(1).done > 0)
    worker = Store().worker()
    assert worker is not None
    os.kill(worker[0], signal.SIGKILL)
    expect(page.get_by_text("The worker ended while this job ran").first).to_be_visible(
        timeout=60_000
    )
    page.get_by_role("button", name="Resume").click()
    until(lambda: Store().get(1).status is Status.RUNNING)
    assert Store().get(1).resume


def test_a_wrong_value_is_told_at_its_field_and_the_button_waits(watched):
    page = watched.open("jobs?kind=count")
    page.get_by_role("spinbutton", name="Steps").fill("0")
    page.get_by_role("spinbutton", name="Steps").press("Enter")
    expect(page.get_by_text("greater than or equal to 1")).to_be_visible()
    expect(page.get_by_role("button", name="Count", exact=True)).to_be_disabled()
    page.get_by_role("spinbutton", name="Steps").fill("5")
    page.get_by_role("spinbutton", name="Steps").press("Enter")
    expect(page.get_by_role("button", name="Count", exact=True)).to_be_enabled()
