"""A walk over Filter and Audit: images are judged, a limit is moved, what it accepts becomes a
cohort, and what a reviewer would ask is taken along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from raredx.cohorts.store import open_cohort
from tests.browser.server import serve
from tests.synthesis.curation.test_curate import OTHERS, drawn_from, source  # noqa: F401 - fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_MINUTES = 240_000  # milliseconds: on a busy machine, too


@pytest.fixture
def address(workspace, source):  # noqa: F811
    drawn_from(source)
    with serve(RAREDX_WORKSPACE=str(workspace)) as served:
        yield served


def test_from_synthetic_images_to_the_cohort_of_those_that_are_kept(watched):
    page = watched.open("filter")
    page.get_by_role("button", name="Judge synthetic images").click()
    page.wait_for_url("**/filter?curation=drawn", timeout=_MINUTES)
    watched.settle()
    expect(page.get_by_role("radio", name=re.compile("near copy · 2"))).to_be_visible()

    limit = page.get_by_role("slider", name="From")
    limit.focus()
    limit.press("End")
    watched.settle()
    expect(page.get_by_role("radio", name=re.compile(f"phenotype · {OTHERS}"))).to_be_visible()
    limit.focus()
    limit.press("Home")
    watched.settle()
    expect(page.get_by_role("radio", name=re.compile(f"accepted · {OTHERS}"))).to_be_visible()

    page.get_by_role("radio", name=re.compile("near copy · 2")).click()
    watched.settle()
    page.get_by_role("button", name=re.compile("^like ")).first.click()
    watched.settle()
    expect(page.get_by_text("As it was drawn, with its landmarks")).to_be_visible()
    page.keyboard.press("Escape")
    watched.settle()

    page.get_by_role("button", name="Keep accepted images").click()
    page.wait_for_url("**/cohorts?cohort=drawn-kept-1", timeout=_MINUTES)
    watched.settle()
    assert open_cohort("drawn-kept-1").counts("origin") == {"synthetic": OTHERS}

    page = watched.open("audit?curation=drawn")
    page.get_by_role("button", name="Audit synthetic images").click()
    expect(page.get_by_role("button", name=re.compile("For a reviewer"))).to_be_visible(
        timeout=_MINUTES
    )
    watched.settle()
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("For a reviewer")).click()
    written = taken.value.path().read_text()
    assert "<h1>Audit of drawn</h1>" in written
    assert "2 near cop" in written or "<td>2</td>" in written
