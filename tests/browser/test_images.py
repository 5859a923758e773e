"""The simulator, and the cohort that is shipped, as a student uses them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serve(RAREDX_WORKSPACE=str(tmp_path_factory.mktemp("images"))) as served:
        yield served


def faces(page) -> list[str]:
    return page.locator("[data-testid=stImage] img").evaluate_all("all => all.map(one => one.src)")


def test_a_sign_that_is_moved_changes_the_face_and_not_its_twin(watched):
    page = watched.open("simulator?condition=none&term=none&person=5")
    before = faces(page)
    assert len(before) == 7
    page = watched.open("simulator?condition=none&term=HP:0000316%3D1&person=5")
    after = faces(page)
    assert before[0].rpartition("/")[2] == after[0].rpartition("/")[2]
    assert before[1].rpartition("/")[2] != after[1].rpartition("/")[2]
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    watched.settle()
    page.wait_for_function("document.location.search.includes('years')")


def test_another_patient_is_another_face(watched):
    page = watched.open("simulator")
    before = faces(page)[:2]
    page.get_by_role("button", name="Another patient").click()
    page.wait_for_function("document.location.search.includes('person=2')")
    watched.settle()
    assert not set(before) & set(faces(page)[:2])


def test_the_shipped_cohort_is_narrowed_turned_and_looked_at(watched):
    page = watched.open("cohorts")
    page.get_by_text("2,584 images, 2,486 subjects, 104 classes").wait_for()
    assert len(faces(page)) == 24
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Page 2 of 108").wait_for()
    page = watched.open("cohorts?cohort=simface-103&page=108")
    page.get_by_text("Page 108 of 108").wait_for()
    assert len(faces(page)) == 2584 - 107 * 24
    page = watched.open("cohorts?cohort=simface-103&label=Noonan+syndrome")
    page.get_by_text("20 images, 20 subjects, 1 class").wait_for()
    page.get_by_role("button", name="Noonan syndrome,").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("severity").first.wait_for()
    dialog.get_by_text("ORPHA:648").first.wait_for()


def test_the_split_that_came_with_it_is_there(watched):
    page = watched.open("cohorts?cohort=simface-103&view=splits")
    parts = page.get_by_text("Images: 589 development, 1,330 test, 665 calibration.")
    expect(parts).to_be_visible()
    expect(page.get_by_text("The test part was read 0 times.")).to_be_visible()


def test_a_class_leads_to_its_images(watched):
    page = watched.open("cohorts?cohort=simface-103&view=classes")
    bar = page.locator(".stPlotlyChart .barlayer .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20)
    page.get_by_role("link", name="Images of").click()
    page.get_by_text("583 images, 583 subjects, 1 class").wait_for()
