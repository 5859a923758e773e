"""A walk over the page of models: the card, whom it does well for, and its removal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.learning.bundle.workbench import copied, place_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def address(workspace, tmp_path_factory):
    copied(place_of(tmp_path_factory), workspace)
    with serve(RAREDX_WORKSPACE=str(workspace)) as served:
        yield served


def test_from_the_card_to_other_people_to_the_end(watched):
    page = watched.open("model?model=first")
    expect(page.get_by_text("Intended use", exact=True)).to_be_visible()
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as card:
        page.get_by_role("button", name="Card (Markdown)").click()
    assert card.value.suggested_filename == "raredx-first-card.md"
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("there · 28 images")).click()
    page.wait_for_function("document.location.search.includes('external=first-on-there')")
    watched.settle()

    expect(page.get_by_text("What is lost", exact=True)).to_be_visible()
    few = page.locator(".annotation-text", has_text="too few to tell")
    expect(few.first).to_be_visible()
    assert few.count() == 7
    page.get_by_role("radio", name="Conditions").click()
    watched.settle()
    expect(page.get_by_text("can be answered and never judged")).to_be_visible()

    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove first for good").click()
    expect(page.get_by_role("combobox", name="Model")).to_have_value(re.compile("demonstration"))
    expect(page.get_by_role("button", name="Remove", exact=True)).to_have_count(0)
