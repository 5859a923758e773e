"""The search as its users meet it: a disease chosen, a link shared, a list dropped and kept."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from raredx.evidence.catalogue import read
from raredx.evidence.search.example import example_list
from tests.browser.server import Watched, serve

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(browser, workspace):
    with serve() as address:
        watched = Watched(browser, address, width=1440, theme="light")
        yield watched
        watched.close()
        assert watched.console_errors == []
        assert watched.strangers == []


def downloaded(page: Page, name: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.path()


def test_a_disease_is_chosen_and_its_address_shows_the_same_query(watched):
    page = watched.open("search")
    expect(page.get_by_text("0 of 11", exact=True)).to_be_visible()
    page.get_by_text("Corrected", exact=True).click()
    box = page.get_by_role("combobox", name="Diseases")
    box.press_sequentially("kabuki")
    page.get_by_role("option", name="Kabuki syndrome", exact=True).click()
    box.press("Escape")
    query = page.get_by_test_id("stCode").first
    expect(query).to_contain_text('"Kabuki syndrome"[tiab:~1]', timeout=30_000)
    link = page.get_by_role("link", name="Open in PubMed").get_attribute("href")
    assert link
    assert link.startswith("https://pubmed.ncbi.nlm.nih.gov/?term=")
    with zipfile.ZipFile(io.BytesIO(downloaded(page, "All queries").read_bytes())) as archive:
        text = archive.read("group_1_query.txt").decode()
    assert '"Kabuki syndrome"[tiab:~1]' in text
    page.wait_for_url("**/search?form=corrected&disease=Kabuki*")
    page.reload()
    watched.settle()
    expect(query).to_contain_text('"Kabuki syndrome"[tiab:~1]')
    assert page.get_by_role("link", name="Open in PubMed").get_attribute("href") == link


def test_a_list_is_dropped_screened_and_kept(watched):
    page = watched.open("search")
    page.get_by_role("tab", name="Screen what it found").click()
    data = example_list(read()["studies"])
    page.set_input_files(
        "input[type=file]", {"name": "<b>.nbib", "mimeType": "text/plain", "buffer": data}
    )
    page.get_by_text("to read 2").click()
    expect(page.get_by_role("button", name="2 records (CSV)")).to_be_visible(timeout=30_000)
    rows = list(csv.DictReader(io.StringIO(downloaded(page, "2 records").read_text())))
    assert [row["pmid"] for row in rows] == ["900000001", "900000002"]
    page.get_by_text("1 place could not be read").click()
    assert page.locator("b").filter(has_text=".nbib").count() == 0
