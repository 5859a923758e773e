"""A walk over the page of a cohort's faces, as a geneticist takes it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.phenotype.overview.small import FEW, NAME, SEVERAL, small_cohort

pytestmark = pytest.mark.browser


@pytest.fixture
def address(workspace):
    small_cohort()
    with serve(RAREDX_WORKSPACE=str(workspace)) as served:
        yield served


def test_from_a_table_to_a_condition_to_a_pair_to_images(watched):
    page = watched.open(f"phenotypes?cohort={NAME}&view=recognisable")
    expect(page.get_by_text("recognisable by their faces")).to_be_visible()
    table = page.get_by_test_id("stDataFrame")
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 18, box["y"] + 36 + 18)  # the first row's box
    page.wait_for_function("document.location.search.includes('condition=')")
    watched.settle()
    expect(page.get_by_text("By region")).to_be_visible()
    expect(page.locator(".stPlotlyChart image")).to_have_count(1)
    expect(page.get_by_text("mean of").first).to_be_visible()
    with page.expect_download() as regions:
        page.get_by_role("button", name="Regions (CSV)").click()
    assert regions.value.suggested_filename == f"{NAME}-regions.csv"

    page.get_by_role("button", name=re.compile(r"SD: ")).first.click()
    page.wait_for_function("document.location.search.includes('other=')")
    watched.settle()
    expect(page.get_by_text("95 % CI")).to_be_visible()
    before = page.url
    squares = page.locator(".stPlotlyChart .scatterlayer .point")
    squares.first.wait_for()
    assert squares.count() == 7 * 6 / 2
    squares.last.click(force=True)
    page.wait_for_function("before => document.location.href !== before", arg=before)
    watched.settle()

    page.get_by_role("radio", name="Images against each other").click()
    page.get_by_role("button", name="Take an example").click()
    page.get_by_text("more alike").or_(page.get_by_text("Click a square")).first.wait_for()
    watched.settle()
    page.locator(".stPlotlyChart .scatterlayer .point").first.click(force=True)
    expect(page.get_by_text("More alike than")).to_be_visible()


def test_few_people_are_refused_and_the_map_changes_its_colour(watched):
    page = watched.open(f"phenotypes?cohort={NAME}&condition={FEW}")
    expect(page.get_by_text("would show the persons themselves")).to_be_visible()
    page = watched.open(f"phenotypes?cohort={NAME}&condition={SEVERAL[0]}")
    expect(page.get_by_text("% of eye span")).to_be_visible()
    page = watched.open(f"phenotypes?cohort={NAME}&condition={SEVERAL[0]}&colour=effect")
    expect(page.get_by_text("SD of people")).to_be_visible()
