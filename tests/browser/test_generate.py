"""A walk over Generate: three conditions are learned, drawn, looked at, and kept as a cohort."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from raredx.cohorts.store import open_cohort
from raredx.synthesis.album import PROVENANCE
from tests.browser.server import serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THREE = ("Williams syndrome", "Down syndrome", "Apert syndrome")
_MINUTES = 600_000  # milliseconds: on a busy machine, too


@pytest.fixture
def address(workspace):
    with serve(RAREDX_WORKSPACE=str(workspace)) as served:
        yield served


def test_from_three_conditions_to_a_cohort_of_synthetic_images(watched):
    page = watched.open(f"generate?condition={THREE[0]}")
    conditions = page.get_by_role("combobox", name=re.compile("Conditions"))
    for name in THREE[1:]:
        conditions.fill(name)
        page.get_by_role("option", name=re.compile(name)).click()
        watched.settle()
    expect(page.get_by_text("600 steps, about")).to_be_visible()
    page.get_by_text("Settings", exact=True).click()
    steps = page.get_by_role("spinbutton", name="Steps")
    steps.fill("40")
    steps.press("Enter")
    watched.settle()
    expect(page.get_by_text("120 steps, about")).to_be_visible()
    page.get_by_role("button", name="Train a LoRA").click()
    expect(page.get_by_text("Train a LoRA · job 1")).to_be_visible()
    page.wait_for_url("**/generate?view=draw&generator=lora-1", timeout=_MINUTES)
    watched.settle()

    images = page.get_by_role("spinbutton", name="Images")
    images.fill("2")
    images.press("Enter")
    watched.settle()
    page.get_by_role("button", name="Draw synthetic images").click()
    page.wait_for_url("**/generate?view=images&cohort=lora-1-images-1", timeout=_MINUTES)
    watched.settle()
    form = page.get_by_role("button", name="Draw synthetic images")
    expect(form).to_have_count(0, timeout=_MINUTES)
    for name in THREE:
        expect(page.get_by_text(name, exact=True)).to_be_visible()
    page.get_by_role("button", name="seed 1").first.click()
    expect(page.get_by_text(re.compile("photo of a .* syndrome")).first).to_be_visible()
    page.get_by_role("button", name="Same seed, other condition").first.click()
    page.wait_for_url("**/generate?generator=lora-1&view=draw&seed=1")
    watched.settle()

    cohort = open_cohort("lora-1-images-1")
    assert cohort.counts("origin") == {"synthetic": 6}
    assert len(cohort.side(PROVENANCE)) == 6
