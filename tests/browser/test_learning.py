"""A walk over both pages of learning: an experiment is started, and its results are read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.phenotype.overview.small import NAME
from tests.ui.small_experiment import FIRST, small_split

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def address(workspace):
    small_split()
    with serve(RAREDX_WORKSPACE=str(workspace)) as served:
        yield served


def test_from_a_cohort_to_an_experiment_to_the_images_behind_an_error(watched):
    page = watched.open(f"train?cohort={NAME}")
    for other in ("face-signs", "efficientnet-lite0"):
        page.get_by_role("button", name=f"Remove {other}").click()
        watched.settle()
    page.get_by_role("textbox", name="Name").fill(FIRST)
    page.get_by_role("textbox", name="Name").press("Enter")
    expect(page.get_by_text("1 arm × 1 backbone × 2 heads")).to_be_visible()
    page.get_by_role("button", name="Run an experiment").click()
    page.wait_for_url(f"**/compare?experiment={FIRST}", timeout=120_000)
    watched.settle()

    expect(page.get_by_text("What may be said of the first")).to_be_visible()
    expect(page.locator(".annotation-text")).to_have_text("chance 16.7 %")
    with page.expect_download() as figure:
        page.locator(".modebar-btn").click()
    assert figure.value.suggested_filename == "raredx-ranking.svg"
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as ranking:
        page.get_by_role("button", name="Ranking (CSV)").click()
    assert ranking.value.suggested_filename == f"raredx-{FIRST}-validation-ranking.csv"
    page.keyboard.press("Escape")

    page.get_by_role("radio", name="Pairs").click()
    watched.settle()
    expect(page.get_by_text("McNemar, people")).to_be_visible()
    page.get_by_role("radio", name="Errors").click()
    watched.settle()
    page.get_by_text("All conditions as a matrix").click()
    squares = page.locator(".stPlotlyChart .scatterlayer .point")
    squares.first.wait_for()
    squares.first.click(force=True)
    page.wait_for_function("document.location.search.includes('truth=')")
    watched.settle()
    expect(page.get_by_text(re.compile("Click a caption for all that is known"))).to_be_visible()
    page.locator("[class*=st-key-look]").first.get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
