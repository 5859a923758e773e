"""A walk over Predict: an image comes in, the answer is read and widened, a region is brushed away,
symptoms are entered, a report is taken along."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from raredx import NOT_A_DEVICE
from raredx.diagnosis.predict import predict
from raredx.learning.bundle.store import remove_bundle
from tests.browser.server import serve
from tests.diagnosis.model import HEADS, model, strangers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_MINUTES = 240_000  # milliseconds: on a busy machine, too


@pytest.fixture
def person(workspace):
    """Somebody of the model's kind, as a file; there is one model."""
    bundle = model()
    for name in HEADS:
        if name != "linear":
            remove_bundle(name)
    image = next(
        image
        for image, label in strangers()
        if label != "unaffected" and not predict(image, bundle).withheld
    )
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def address(workspace, person):
    with serve(RAREDX_WORKSPACE=str(workspace)) as served:
        yield served


def test_from_an_image_to_the_report(watched, person):
    page = watched.open("predict?model=linear")
    page.get_by_role("radio", name="A file").click()
    watched.settle()
    page.locator("input[type=file]").set_input_files(
        {"name": "somebody.png", "mimeType": "image/png", "buffer": person}
    )
    expect(page.get_by_text("such sets hold the truth in 90%")).to_be_visible(timeout=_MINUTES)
    watched.settle()

    coverage = page.get_by_role("slider").first
    coverage.focus()
    coverage.press("ArrowLeft")
    expect(page.get_by_text("such sets hold the truth in 89%")).to_be_visible()
    watched.settle()

    page.get_by_role("radio", name="Map").click()
    expect(page.get_by_text("loses more of the answer than in")).to_be_visible(timeout=_MINUTES)
    watched.settle()

    page.get_by_role("radio", name="What if").click()
    page.get_by_role("radio", name="A box").click()
    watched.settle()
    box = page.locator(".js-plotly-plot .nsewdrag").bounding_box()
    assert box
    for number, corner in enumerate((0.4, 0.6)):
        page.mouse.move(box["x"] + corner * box["width"], box["y"] + corner * box["height"])
        page.mouse.up() if number else page.mouse.down()
    expect(page.get_by_text("other places of the same form")).to_be_visible(timeout=_MINUTES)
    watched.settle()

    page.get_by_role("radio", name="Symptoms").click()
    watched.settle()
    sign = page.get_by_label("A sign")
    sign.fill("cleft palate")
    sign.press("Enter")
    watched.settle()
    page.locator("[class*='risk-find-present-HP-0000175'] button").click()  # not of a question
    expect(page.get_by_text(re.compile("Cleft palate.*present")).first).to_be_visible()
    watched.settle()

    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("and 1 symptom entered here")).to_be_visible()
    watched.settle()
    with page.expect_download(timeout=_MINUTES) as taken:
        page.get_by_role("button", name="PDF").click()
    pages = PdfReader(taken.value.path()).pages
    text = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    for wanted in (NOT_A_DEVICE, "such sets hold the truth in 89%", "Cleft palate present", "Map"):
        assert wanted in text, text
    assert "somebody" not in text
