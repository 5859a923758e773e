"""The page of a cohort's faces: what is there, what is refused, and what an address shows."""

from __future__ import annotations

import csv
import io

import pytest
import streamlit as st

from raredx.cohorts.splits.locked import openings
from raredx.cohorts.splits.run import split_folder
from raredx.jobs import Status, Store
from raredx.phenotype.overview.finding import folder_of, last_overview
from raredx.phenotype.overview.kept import FOLDER
from raredx.ui.phenotypes_export import as_csv
from raredx.ui.shell import as_text
from tests.jobs.waiting import ended
from tests.phenotype.overview.small import FEW, NAME, SEVERAL, small_cohort, write_small
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words


@pytest.fixture
def small(workspace):
    st.cache_data.clear()
    return small_cohort()


def said(**asked: str) -> str:
    app = open_page("phenotypes", cohort=NAME, **asked)
    assert not app.exception
    assert not app.error
    return words(app).replace("\\", "")


@pytest.mark.slow
def test_without_results_it_says_what_it_will_show_and_starts_the_job():
    write_small()
    app = open_page("phenotypes", cohort=NAME)
    assert not app.exception
    assert "Nobody has described the faces of this cohort yet" in words(app)
    assert "images; the time is not known" in words(app)
    app.number_input(key="new.phenotype-overview.permutations").set_value(100).run()
    app.number_input(key="new.phenotype-overview.rounds").set_value(1).run()
    app.button(key="start.phenotype-overview").click().run()
    assert not app.exception
    job = ended(Store().get(1))
    assert job.status is Status.DONE
    assert "conditions are recognisable" in said(view="recognisable")


def test_the_form_follows_when_another_cohort_is_chosen():
    write_small("one")
    write_small("two")
    app = open_page("phenotypes", cohort="one")
    app.selectbox(key="choice.cohort").set_value("two").run()
    assert app.text_input(key="new.phenotype-overview.cohort").value == "two"


def test_a_condition_shows_its_faces_its_map_and_its_regions(small):
    app = open_page("phenotypes", cohort=NAME, condition=SEVERAL[0])
    assert not app.exception
    assert not app.error
    shown = words(app).replace("\\", "")
    people = last_overview(small).card.counts["people"]
    assert f"{people:,} people" in shown
    assert "split *main*, its test part untouched" in shown
    assert f"**{SEVERAL[0]}**, mean of" in shown
    assert "corrected for all points of this map" in shown
    assert "**simulated**: nothing of this is known of patients" in shown
    assert "95 % CI" in shown
    assert len(app.dataframe[0].value) == 7
    assert openings(split_folder(small, "main")) == []


def test_a_condition_of_few_people_is_refused_with_the_reason(small):
    shown = said(condition=FEW)
    assert "would show the persons themselves" in shown
    assert "too few to say" in shown
    assert "By region" not in shown


def test_the_view_and_the_colour_live_in_the_address(small):
    app = open_page("phenotypes", cohort=NAME)
    app.selectbox(key="choice.condition").set_value(SEVERAL[2]).run()
    app.selectbox(key="choice.colour").set_value("effect").run()
    app.segmented_control(key="choice.view").set_value("recognisable").run()
    assert address(app) == {
        "cohort": [NAME],
        "condition": [SEVERAL[2]],
        "colour": ["effect"],
        "view": ["recognisable"],
    }


def test_every_condition_is_in_the_table_the_best_told_first(small):
    app = open_page("phenotypes", cohort=NAME, view="recognisable")
    assert not app.exception
    shown = app.dataframe[0].value
    assert set(shown["condition"]) == {*SEVERAL, FEW}
    areas = shown["auc"].dropna().tolist()
    assert areas == sorted(areas, reverse=True)
    assert shown["condition"].iloc[-1] == FEW
    assert "1 have too few people" in words(app)


def test_a_pair_that_an_address_names_is_shown_and_nonsense_is_told(small):
    shown = said(view="distances", one=SEVERAL[0], other="unaffected")
    assert "SD** apart" in shown
    assert "95 % CI" in shown
    assert "names a pair that is not" in said(view="distances", one="nobody", other="unaffected")


def test_images_are_picked_compared_and_kept_in_the_address(small):
    app = open_page("phenotypes", cohort=NAME, view="likeness")
    app.button(key="likeness.example").click().run()
    assert not app.exception
    assert not app.error
    assert len(address(app)["image"]) == 12
    assert "pairs of different conditions that are less alike" in words(app)
    chosen = app.multiselect(key="likeness.images")
    chosen.unselect(chosen.value[0]).run()
    assert len(address(app)["image"]) == 11


def test_an_image_of_the_test_part_is_not_compared(small):
    looked_at = last_overview(small).tables["images"]["image_id"].to_pylist()
    every = small.rows("image_id")["image_id"].to_pylist()
    (hidden, *_) = sorted({*every} - {*looked_at})
    shown = said(view="likeness", image=hidden)
    assert "1 of the images in the address were not looked at" in shown


def test_it_says_how_it_was_made(small):
    app = open_page("phenotypes", cohort=NAME, view="made")
    assert not app.exception
    assert "no patient, no clinical validity" in words(app)
    assert "age and sex" in str(app.table[0].value)


def test_a_stale_result_is_not_shown(small):
    card = folder_of(small) / "card.json"
    card.write_text(card.read_text().replace(small.data_hash, "0" * 64))
    app = open_page("phenotypes", cohort=NAME)
    assert not app.exception
    assert "no longer holds" in app.warning[0].value
    assert app.button(key="start.phenotype-overview")


def test_a_damaged_result_is_told_in_words(small):
    (small.folder / FOLDER / "points.parquet").write_bytes(b"PAR1")
    app = open_page("phenotypes", cohort=NAME)
    assert not app.exception
    assert "is damaged" in app.error[0].value


def test_a_table_takes_its_origin_along_and_runs_nothing(small):
    card = last_overview(small).card
    rows = [{"condition": "=1+1", "auc": None}, {"condition": "Noonan, type 1", "auc": 0.5}]
    read = list(csv.DictReader(io.StringIO(as_csv(rows, card).decode("utf-8-sig"))))
    assert [row["condition"] for row in read] == ["'=1+1", "Noonan, type 1"]
    assert [row["auc"] for row in read] == ["", "0.5"]
    assert {row["origin"] for row in read} == {"simulated"}
    assert {row["split_hash"] for row in read} == {card.split_hash}
    assert "not a medical device" in read[0]["notice"]


def test_names_are_shown_as_text(small):
    hostile = "![x](http://example.org/x.png) **bold**"
    app = open_page("phenotypes", cohort=NAME, condition=hostile)
    assert not app.exception
    assert as_text(hostile)[:40] in app.warning[0].value
