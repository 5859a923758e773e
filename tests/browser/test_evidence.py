"""The pages of the evidence as a person uses them: filter, share a link, click a mark, export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import bibtexparser
import pytest
import rispy
from openpyxl import load_workbook

from tests.browser.server import Watched, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    with serve(RAREDX_WORKSPACE=str(folder)) as served:
        yield served


def choose(page, label: str, option: str) -> None:
    """Choose an option of a facet by typing it."""
    box = page.get_by_role("combobox", name=label).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option).first.click()
    page.keyboard.press("Escape")


def click_mark(watched: Watched, chart: int, mark: str) -> None:
    """Click the mark of a chart whose text or place is known."""
    plot = watched.page.locator(".stPlotlyChart").nth(chart)
    plot.scroll_into_view_if_needed()
    box = plot.locator(mark).first.bounding_box()
    assert box
    watched.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    watched.page.wait_for_timeout(300)
    watched.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def download(page, rows: int, button: str) -> bytes:
    """Open the menu of exports if it is not open, take one, and read it."""
    if not page.get_by_role("button", name=button).is_visible():
        page.get_by_role("button", name=f"Export {rows}").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return Path(waiting.value.path()).read_bytes()


def test_a_filter_is_a_link_that_shows_the_same(watched, browser, address):
    page = watched.open("studies")
    choose(page, "Modality", "OCT")
    page.get_by_text("47 rows, 47 studies").wait_for()
    assert "modality=OCT" in page.url
    other = Watched(browser, address, width=1440, theme="light")
    shown = other.open(page.url.removeprefix(f"{address}/"))
    assert shown.get_by_text("47 rows, 47 studies").is_visible()
    assert shown.get_by_text("OCT · 47").is_visible()
    other.close()


def test_every_export_holds_what_is_shown(watched):
    page = watched.open("studies?modality=OCT&q=retinitis")
    page.get_by_text("8 rows, 8 studies").wait_for()
    read = csv.DictReader(
        io.StringIO(download(page, 8, "CSV, for any program").decode("utf-8-sig"))
    )
    rows = list(read)
    assert len(rows) == 8
    assert {row["filter"] for row in rows} == {"contains 'retinitis'; Modality is OCT"}
    book = load_workbook(io.BytesIO(download(page, 8, "Excel, for a spreadsheet")))
    assert book["Studies"].max_row == 9
    assert len(rispy.loads(download(page, 8, "RIS, for a reference manager").decode())) == 8
    assert len(json.loads(download(page, 8, "JSON, for code"))["rows"]) == 8
    found = bibtexparser.parse_string(download(page, 8, "BibTeX, for LaTeX").decode())
    assert len(found.entries) == 8


def test_the_tables_own_download_is_not_offered(watched):
    page = watched.open("studies?modality=OCT&q=retinitis")
    page.locator("[data-testid=stDataFrame]").first.hover()
    assert page.get_by_role("button", name="Download as CSV").count() == 0


def test_a_click_on_the_map_leads_to_the_studies(watched):
    page = watched.open("map?class=Rare+Neurologic+Disease&modality=MRI")
    click_mark(watched, 0, ".scatterlayer .trace:last-child .points path")
    page.get_by_role("link", name="Open in Studies").wait_for()
    assert page.get_by_text("88 rows", exact=False).first.is_visible()
    page.get_by_role("link", name="Open in Studies").click()
    watched.settle()
    assert "/studies" in page.url
    page.get_by_text("88 rows, 88 studies").wait_for()


def test_an_empty_pair_of_the_map_says_that_it_is_a_gap(watched):
    page = watched.open("map?class=Rare+Ophthalmic+Disease&modality=Face+and+head")
    assert page.get_by_text("No study has all of this").is_visible()
    page = watched.open("map?class=Rare+Ophthalmic+Disease")
    click_mark(watched, 0, ".scatterlayer .trace:first-child .points path")
    page.get_by_text("this is a gap").wait_for()


def test_a_click_on_a_year_leads_to_its_studies(watched):
    page = watched.open("trends?class=Rare+Skeletal+Disease")
    click_mark(watched, 0, ".barlayer .point path")
    page.get_by_role("link", name="Open in Studies").wait_for()
    assert page.get_by_text("Year is 20").first.is_visible()


def test_data_sets_are_found_shared_and_exported(watched, browser, address):
    page = watched.open("datasets")
    page.get_by_text("28 of 62 data sets").wait_for()
    choose(page, "Modality", "MRI")
    page.get_by_text("3 of 62 data sets").wait_for()
    other = Watched(browser, address, width=1440, theme="light")
    shown = other.open(page.url.removeprefix(f"{address}/"))
    assert shown.get_by_text("3 of 62 data sets").is_visible()
    other.close()
    text = download(page, 3, "CSV, for any program").decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 3
    page.reload()
    watched.settle()
    page.get_by_role("button", name="8 studies").first.click()
    page.get_by_text("Used by").wait_for()
