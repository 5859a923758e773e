"""The page that starts experiments: the cost before the start, and what stays closed."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from raredx.cohorts.splits.locked import openings
from raredx.cohorts.splits.run import split_folder
from raredx.cohorts.store import open_cohort
from raredx.jobs import Status, Store
from raredx.learning.experiment.store import Experiment
from tests.jobs.waiting import ended
from tests.phenotype.overview.small import NAME, write_small
from tests.ui.small_experiment import FIRST, OPENED, small_experiments
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words


@pytest.fixture
def small(workspace):
    st.cache_data.clear()
    small_experiments()


def form(**asked: str) -> AppTest:
    app = open_page("train", cohort=NAME, **asked)
    assert not app.exception
    assert not app.error
    return app


def start(app: AppTest):
    return app.button(key="start.experiment")


def test_on_the_shipped_cohort_the_cost_and_the_folds_stand_before_the_start(workspace):
    app = open_page("train")
    assert not app.exception
    assert not app.error
    shown = words(app)
    assert "**5 folds × 5 repeats**: 435 images of 345 subjects are judged" in shown
    assert "so chance is **1.0%**" in shown
    assert "nobody is left to ask about: 22q11.2 deletion syndrome" in shown
    assert "1 arm × 3 backbones × 2 heads: **150 cells" in shown
    assert "have no landmarks yet" in shown
    assert app.text_input(key="train.name.simface-103").value == "simface-103-1"
    assert not start(app).disabled


def test_each_choice_has_a_sentence_and_changes_the_cost(small):
    app = form()
    app.multiselect(key="train.backbones").set_value(["landmarks", "efficientnet-lite0@whole"])
    app.multiselect(key="train.heads").set_value(["nearest:neighbours=3"]).run()
    shown = words(app).replace("\\", "")
    assert "**Aligned landmarks (landmarks)**: The baseline without any picture" in shown
    assert "Sees the picture as it is; learned from ImageNet" in shown
    assert "**Nearest patient (nearest:neighbours=3)**: One image for a class" in shown
    assert "1 arm × 2 backbones × 1 head: **8 cells" in shown
    assert "Landmarks of all" in shown
    app.number_input(key="train.repeats").set_value(1).run()
    assert "**4 cells" in words(app)


def test_what_cannot_run_is_told_before_the_start(small):
    app = form()
    app.multiselect(key="train.heads").set_value(["nearest:neighbours=none"]).run()
    assert "has options that do not fit" in app.error[0].value
    assert start(app).disabled
    app.multiselect(key="train.heads").set_value(["ridge"])
    app.multiselect(key="train.backbones").set_value([]).run()
    assert "Choose one or more of the backbones" in words(app)
    assert start(app).disabled
    app.multiselect(key="train.backbones").set_value(["landmarks"])
    app.text_input(key=f"train.name.{NAME}").set_value(FIRST).run()
    assert f"There is one called '{FIRST}' already" in words(app)
    assert start(app).disabled
    app.text_input(key=f"train.name.{NAME}").set_value("../elsewhere").run()
    assert "is no name for" in words(app)
    assert start(app).disabled


def test_the_test_part_needs_a_reason_and_a_tick(small):
    read = len(openings(split_folder(open_cohort(NAME), "main")))
    app = form()
    assert "Each opening is written down" in words(app)
    assert f"It was opened {read} time" in words(app)
    app.checkbox(key="train.open").check().run()
    assert start(app).disabled
    app.text_area(key="train.because").set_value("the table of the thesis").run()
    assert not start(app).disabled
    app.checkbox(key="train.open").uncheck().run()
    assert start(app).disabled
    app.text_area(key="train.because").set_value("").run()
    assert not start(app).disabled
    assert len(openings(split_folder(open_cohort(NAME), "main"))) == read


def test_a_cohort_without_a_split_leads_to_it(workspace):
    write_small()
    app = form()
    assert "nobody is kept apart to judge by" in words(app)
    assert not [button for button in app.button if button.key == "start.experiment"]


def test_what_is_started_runs_and_its_results_open_by_themselves(small):
    app = form()
    app.multiselect(key="train.backbones").set_value(["landmarks"])
    app.multiselect(key="train.heads").set_value(["nearest", "prototype"])
    app.text_input(key=f"train.name.{NAME}").set_value("mine")
    app.checkbox(key="train.open").check()
    app.text_area(key="train.because").set_value("the table of the thesis").run()
    start(app).click().run()
    assert not app.exception
    assert address(app)["job"] == ["1"]
    job = ended(Store().get(1))
    assert job.status is Status.DONE
    config = Experiment.open("mine").record.config
    assert config.test_because == "the table of the thesis"
    last = openings(split_folder(open_cohort(NAME), "main"))[-1]
    assert last.why == "the table of the thesis"
    app.run()
    assert not app.exception
    assert app.title[0].value == "Compare"
    assert address(app)["experiment"] == ["mine"]


def test_experiments_are_named_anew(small):
    folder = Experiment.open(OPENED).folder
    folder.rename(folder.with_name(f"{NAME}-1"))
    assert form().text_input(key=f"train.name.{NAME}").value == f"{NAME}-2"


def test_arms_with_synthetic_images_ask_for_generators_and_say_what_they_take(small):
    app = form()
    assert not [one for one in app.multiselect if one.label == "Generators"]
    app.multiselect(key=f"train.arms.{NAME}").set_value(["own", "own+lora/filtered"]).run()
    assert not app.exception
    (generators,) = [one for one in app.multiselect if one.label == "Generators"]
    assert generators.value == ["lora:preset=quick"]
    assert "generators learn" in words(app)
    assert not start(app).disabled
    generators.set_value([]).run()
    assert "No generator 'lora' is chosen" in app.error[0].value
    assert not [button for button in app.button if button.key == "start.experiment"]


def test_an_arm_that_makes_no_sense_is_one_line(small):
    app = form()
    app.multiselect(key=f"train.arms.{NAME}").set_value(["own+lora/best"]).run()
    assert "not clear which synthetic images" in app.error[0].value
    assert start(app).disabled
