"""The face lab as its users meet it: a click on a measure, two faces, a file, a download."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from raredx.phenotype.traits.measures import find_measure
from tests.browser.server import serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serve(RAREDX_WORKSPACE=str(tmp_path_factory.mktemp("faces"))) as served:
        yield served


def drawing(page: Page) -> str:
    """What the browser draws as the first picture."""
    source = page.locator("[data-testid=stImage] img").first.get_attribute("src") or ""
    return base64.b64decode(source.rpartition(",")[2]).decode()


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.slow
def test_a_click_on_a_measure_shows_its_points_on_the_face(watched):
    page = watched.open("face_lab")
    page.get_by_text("of 123 measures").wait_for()
    assert 'class="marked"' not in drawing(page)
    marks = page.locator(".stPlotlyChart .scatterlayer .trace .points path")
    heights = marks.evaluate_all("all => all.map(one => one.getBoundingClientRect().y)")
    mark = marks.nth(heights.index(max(heights)))
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("document.location.search.includes('measure=')")
    page.get_by_text("Taken on:").wait_for()
    watched.settle()
    (name,) = asked(page)["measure"]
    assert drawing(page).count('class="marked"') == len(find_measure(name).numbers)
    expect(page.locator("[data-testid=stImage] img").first).to_be_in_viewport()


@pytest.mark.slow
def test_the_overlay_is_chosen_and_a_link_shows_it_again(watched):
    page = watched.open("face_lab")
    page.get_by_role("radio", name="Mesh").click()
    page.wait_for_function("document.location.search.includes('drawn=mesh')")
    page.get_by_role("radio", name="Conditions").click()
    page.get_by_text("Of 103 conditions").wait_for()
    page.get_by_role("button", name="Next").click()
    page.wait_for_function("document.location.search.includes('image=')")
    watched.settle()
    shown, link = drawing(page), urlsplit(page.url).query
    plain = drawing(watched.open("face_lab?drawn=none"))
    assert shown.count("<path") == 2
    assert plain.count("<path") == 0
    assert drawing(watched.open(f"face_lab?{link}")) == shown


def test_two_faces_and_all_of_it_as_json(watched):
    page = watched.open("face_lab?beside=yes")
    page.get_by_text("More alike than").wait_for()
    assert page.locator("[data-testid=stImage] img").count() == 3
    with page.expect_download() as download:
        page.get_by_role("button", name="All of it (JSON)").click()
    told = json.loads(download.value.path().read_text())
    assert [one["image"]["origin"] for one in told] == ["simulated"] * 2
    assert all("not a medical device" in one["notice"] for one in told)


def test_a_dropped_file_without_a_face_is_told(watched):
    page = watched.open("face_lab")
    page.get_by_role("radio", name="A file").click()
    file = BytesIO()
    Image.new("RGB", (320, 240), "white").save(file, "PNG")
    page.locator("input[type=file]").set_input_files(
        {"name": "white.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    page.get_by_text("No face was found").wait_for()
    expect(page.get_by_text("Nothing can be measured on it")).to_be_visible()
