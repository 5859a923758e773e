"""The page of the cohorts: an address is a view, what is seen is read, what is wrong is told."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st
from PIL import Image

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.check.run import check
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.ui.shell import as_text
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words

LABELS = ("Noonan", "CdLS", "Apert")


@pytest.fixture
def drawn():
    """Sixty patterns of thirty subjects in the workspace, half of them called simulated."""
    st.cache_data.clear()
    chance = np.random.default_rng(1)
    about = About(title="Drawn", summary="Patterns of *noise*.", licence="CC0")
    with building(cohorts_folder() / "drawn", about) as new:
        for number in range(60):
            coarse = (chance.random((6, 6, 3)) * 255).astype(np.uint8)
            new.add(
                Image.fromarray(coarse).resize((96, 96)),
                origin="simulated" if number % 2 else "real",
                subject_id=f"p{number // 2}",
                label=LABELS[number // 2 % 3],
                age=float(number),
                phenotypes=["HP:0000316"] if number % 3 else ["HP:0000316", "HP:9999999"],
            )
    return open_cohort("drawn")


def said(**address: str) -> str:
    app = open_page("cohorts", **address)
    assert not app.exception
    assert not app.error
    return words(app).replace("\\", "")


def test_an_address_is_the_view(drawn):
    assert "60 images, 30 subjects, 3 classes" in said(cohort="drawn")
    assert "20 images, 10 subjects, 1 class" in said(cohort="drawn", label="CdLS")
    assert "10 images, 10 subjects, 1 class" in said(cohort="drawn", label="CdLS", origin="real")
    assert "20 images, 20 subjects" in said(cohort="drawn", phenotypes="HP:9999999")


def test_a_choice_goes_into_the_address(drawn):
    app = open_page("cohorts", cohort="drawn", page="2")
    app.multiselect(key="narrow.label").select("Apert").run()
    assert address(app) == {"cohort": ["drawn"], "label": ["Apert"]}


def test_only_the_images_of_the_page_are_read(drawn, monkeypatch):
    read = []
    data = type(drawn).data
    monkeypatch.setattr(
        type(drawn), "data", lambda self, image_id: read.append(image_id) or data(self, image_id)
    )
    said(cohort="drawn", page="3")
    assert len(set(read)) == 12


def test_a_page_that_is_not_there_is_the_nearest_one(drawn):
    assert "Page 3 of 3" in said(cohort="drawn", page="99")
    assert "Page 1 of 3" in said(cohort="drawn", page="minus one")


def test_a_value_that_is_never_there_is_told(drawn):
    assert "Label is never 'Williams' here" in said(cohort="drawn", label="Williams")
    assert "has no 'lost'" in said(cohort="lost")


def test_an_image_that_is_gone_is_told(drawn):
    (drawn.folder / drawn.rows("path")["path"][0].as_py()).unlink()
    app = open_page("cohorts", cohort="drawn")
    assert not app.exception
    assert len(app.error) == 1
    assert "cannot be read" in app.error[0].value


def test_a_broken_cohort_does_not_hide_the_others(drawn):
    broken = cohorts_folder() / "broken"
    broken.mkdir()
    shown = said(cohort="drawn")
    assert "broken:" in shown
    assert "60 images" in shown


def test_a_card_is_shown_as_text(drawn):
    shown = said(cohort="drawn", view="card")
    assert "Patterns of *noise*." in shown
    assert "No sample of any population" in shown


def test_the_words_of_a_row_are_shown_as_text():
    hostile = "![x](http://example.org/x.png) **bold**"
    st.cache_data.clear()
    about = About(title="Drawn", summary="One picture.", licence="CC0")
    with building(cohorts_folder() / "hostile", about) as new:
        given = {"label": hostile, "licence": hostile, "phenotypes": [hostile]}
        image_id = new.add(Image.new("RGB", (32, 32)), origin="real", subject_id=hostile, **given)
    app = open_page("cohorts", cohort="hostile", image=image_id)
    assert not app.exception
    shown = [words(app), *(button.label for button in app.button)]
    shown += [str(table.value) for table in app.table]
    assert sum(as_text(hostile) in text for text in shown) >= 3
    assert not any("![x](" in text or "**bold**" in text for text in shown)


def test_the_check_leads_to_its_first_run_and_shows_the_last(drawn):
    assert "has not been checked" in said(cohort="drawn", view="check")
    check(drawn, encoder=None)
    app = open_page("cohorts", cohort="drawn", view="check")
    assert not app.exception
    assert any("Several origins in one cohort" in one.label for one in app.expander)


def test_a_split_is_made_and_shown(drawn):
    app = open_page("cohorts", cohort="drawn", view="splits")
    app.button(key="split.make").click().run()
    assert not app.exception
    assert not app.error
    shown = said(cohort="drawn", view="splits")
    assert "5 folds, 5 repeats, seed 1" in shown
    assert "The test part was read 0 times." in shown


def test_an_import_is_planned_before_anything_is_written(tmp_path):
    for label in ("CdLS", "normal"):
        (tmp_path / "faces" / label).mkdir(parents=True)
        for number in range(3):
            Image.new("RGB", (64, 64), (40 * number, 90, 20)).save(
                tmp_path / "faces" / label / f"{number}.png"
            )
    app = open_page("cohorts", view="import")
    app.text_input(key="import..path").set_value(str(tmp_path / "faces")).run()
    app.segmented_control(key="import..origin").set_value("real").run()
    assert not app.exception
    shown = words(app)
    assert "6 files, 2 classes, subjects not known" in shown
    assert "each counts as a person of its own" in shown
    assert not cohorts_folder().exists()
