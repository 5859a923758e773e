"""The simulator and the cohorts as a student uses them: move a sign, draw a cohort, look at it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.browser.server import serve

pytestmark = pytest.mark.browser
CONDITIONS = ("ORPHA:648", "ORPHA:199")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    code = (
        "from raredx.cohorts.simulate.job import Simulate, simulate\n"
        "from raredx.jobs import Progress\n"
        f"simulate(Simulate(name='drawn', conditions={CONDITIONS}, images=14, unaffected=4,"
        " size=128), Progress())"
    )
    environment = {**os.environ, "RAREDX_WORKSPACE": str(folder)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    return folder


@pytest.fixture(scope="module")
def address(workspace):
    with serve(RAREDX_WORKSPACE=str(workspace)) as served:
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


def test_a_cohort_is_narrowed_turned_and_looked_at(watched):
    page = watched.open("cohorts?cohort=drawn")
    page.get_by_text("32 images, 32 subjects, 3 classes").wait_for()
    assert len(faces(page)) == 24
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Page 2 of 2").wait_for()
    watched.settle()
    assert len(faces(page)) == 8
    page = watched.open("cohorts?cohort=drawn&label=Noonan+syndrome")
    page.get_by_text("14 images, 14 subjects, 1 class").wait_for()
    page.get_by_role("button", name="Noonan syndrome,").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("severity").first.wait_for()
    dialog.get_by_text("ORPHA:648").first.wait_for()


def test_a_class_leads_to_its_images(watched):
    page = watched.open("cohorts?cohort=drawn&view=classes")
    bar = page.locator(".stPlotlyChart .barlayer .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_role("link", name="Images of").click()
    page.get_by_text("14 images, 14 subjects, 1 class").wait_for()
