"""The page that compares classifiers: every view, what an address shows, what leaves as a file."""

from __future__ import annotations

import csv
import io
import json

import pytest
import streamlit as st

from raredx.learning.experiment.store import TABLE, Experiment, experiment_folder
from raredx.learning.metrics import confusion
from raredx.ui.compare_conditions import thirds
from raredx.ui.compare_export import as_csv, as_json, conditions_csv, predictions_csv, ranking_csv
from raredx.ui.compare_loaded import Compared, by_fold, short_names
from tests.phenotype.overview.small import NAME
from tests.ui.small_experiment import BECAUSE, CLASSIFIERS, FIRST, OPENED, small_experiments
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words


@pytest.fixture
def first(workspace) -> Experiment:
    st.cache_data.clear()
    st.cache_resource.clear()
    return small_experiments()


@pytest.fixture
def compared(first) -> Compared:
    names = tuple(f"{FIRST}:{name}" for name in CLASSIFIERS)
    return Compared(experiments=(first,), names=names, part="validation", measure="top-1")


def said(**asked: str | list[str]) -> str:
    app = open_page("compare", **{"experiment": FIRST, **asked})
    assert not app.exception
    assert not app.error
    return words(app).replace("\\", "")


def rows_of(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def test_without_an_experiment_it_leads_to_the_first_one():
    app = open_page("compare")
    assert not app.exception
    assert "No experiment is here yet" in app.info[0].value


def test_the_ranking_has_intervals_chance_people_and_what_may_be_said(first):
    app = open_page("compare", experiment=FIRST)
    shown = words(app).replace("\\", "")
    people = len({*first.table["subject_id"].to_pylist()})
    images = sum(first.record.origins.values())
    assert f"**{images} images of {people} subjects**" in shown
    assert "2 folds × 2 repeats" in shown
    assert "by chance **16.7 %**" in shown
    assert "**simulated**: nothing of this is known of patients" in shown
    assert "Of 3 comparisons with the others" in shown
    assert shown.count("points (95 % CI") == 3
    table = app.dataframe[0].value
    assert table["classifier"].tolist()[-1] == "by chance"
    assert table["top-1"].tolist()[:-1] == sorted(table["top-1"].tolist()[:-1], reverse=True)
    assert table["top-1 interval"].str.contains(" to ").sum() == 4


def test_slow_metrics_come_when_they_are_asked_for(first):
    app = open_page("compare", experiment=FIRST)
    assert "auroc" not in app.dataframe[0].value
    app.toggle(key="ranking.all").set_value(True).run()
    assert address(app)["metrics"] == ["all"]
    assert app.dataframe[0].value["auroc"].iloc[-1] == 0.5


def test_what_is_chosen_lives_in_the_address(first):
    app = open_page("compare", experiment=FIRST)
    app.selectbox(key="choice.measure").set_value("log-loss").run()
    app.multiselect(key="choice.classifier").set_value(
        [f"{FIRST}:{name}" for name in CLASSIFIERS[:2]]
    ).run()
    app.segmented_control(key="choice.view").set_value("pairs").run()
    assert not app.exception
    assert address(app) == {
        "experiment": [FIRST],
        "measure": ["log-loss"],
        "classifier": [f"{FIRST}:{name}" for name in CLASSIFIERS[:2]],
        "view": ["pairs"],
    }
    assert "of log loss" in words(app)


def test_names_that_an_address_invents_are_told(first):
    hostile = "![x](http://example.org/x.png)"
    app = open_page("compare", experiment=hostile)
    assert not app.exception
    assert r"Experiments\: the address names '!\[x\]" in app.warning[0].value
    assert "There is no such image" in said(view="errors", truth=hostile)


def test_two_experiments_stand_beside_each_other(first):
    app = open_page("compare", experiment=[FIRST, OPENED])
    assert not app.exception
    assert not app.error
    names = app.dataframe[0].value["classifier"].tolist()
    assert len(names) == 9
    assert f"{OPENED} / shape-space / ridge" in names
    assert app.selectbox(key="choice.part").options == ["Validation folds"]


def test_the_test_part_says_why_it_was_opened_and_has_no_folds(first):
    shown = said(experiment=OPENED, part="test", view="pairs")
    assert f"“{BECAUSE}”" in shown
    assert "10 images of 10 subjects" in shown
    assert "judged once: there are no folds" in shown
    assert "the locked test part, opened" in shown


def test_a_pair_is_told_with_all_that_decides(first):
    app = open_page("compare", experiment=FIRST, view="pairs")
    assert not app.exception
    facts = str(app.table[0].value)
    for fact in ("Better by", "Corrected t over folds", "McNemar", "Holm", "Could have been shown"):
        assert fact in facts
    one, other = app.selectbox(key="choice.one"), app.selectbox(key="choice.other")
    assert one.value not in other.options
    other.set_value(f"{FIRST}:{CLASSIFIERS[0]}").run()
    assert address(app)["other"] == [f"{FIRST}:{CLASSIFIERS[0]}"]
    alone = said(view="pairs", classifier=f"{FIRST}:{CLASSIFIERS[0]}")
    assert "takes two classifiers" in alone


def test_every_error_is_counted_and_opens_its_images(first):
    name = CLASSIFIERS[0]
    wrong = [cell for cell in confusion(first.predictions(name)) if cell.truth != cell.answer]
    app = open_page("compare", experiment=FIRST, view="errors", one=f"{FIRST}:{name}")
    assert not app.exception
    assert f"**{sum(cell.count for cell in wrong)} of" in words(app)
    assert len(app.dataframe[0].value) == len(wrong)
    cell = max(wrong, key=lambda cell: len(cell.images))
    asked = {"view": "errors", "one": f"{FIRST}:{name}", "truth": cell.truth}
    app = open_page("compare", experiment=FIRST, answer=cell.answer, **asked)
    assert not app.exception
    shown = [button for button in app.button if str(button.key).startswith("look.")]
    assert {button.key.removeprefix("look.") for button in shown} == {*cell.images}
    assert all(cell.answer in button.label.replace("\\", "") for button in shown)
    shown[0].click().run()
    assert not app.exception
    assert address(app)["image"] == [shown[0].key.removeprefix("look.")]


def test_images_of_a_cohort_that_has_changed_are_not_shown(first):
    record = experiment_folder(FIRST) / "record.json"
    record.write_text(record.read_text().replace(first.record.data_hash, "0" * 64))
    missed = next(cell for cell in confusion(first.predictions(CLASSIFIERS[0])))
    shown = said(
        view="errors", one=f"{FIRST}:{CLASSIFIERS[0]}", truth=missed.truth, answer=missed.answer
    )
    assert f"The cohort {NAME} has changed since" in shown


def test_every_condition_has_a_row_and_thirds_hold_all_images(first):
    app = open_page("compare", experiment=FIRST, view="conditions")
    assert not app.exception
    table = app.dataframe[0].value
    assert {*table["condition"]} == {*first.record.classes}
    assert table["recall"].tolist() == sorted(table["recall"].tolist(), reverse=True)
    found = thirds(first.predictions(CLASSIFIERS[0]))
    assert sum(third.images for third in found) == sum(first.record.origins.values())
    assert sum(third.conditions for third in found) == len(first.record.classes)


def test_calibration_says_how_much_of_its_error_is_chance(first):
    app = open_page("compare", experiment=FIRST, view="calibration")
    assert not app.exception
    assert [metric.label for metric in app.metric] == [
        "ECE",
        "Even if exactly right",
        "Mean temperature",
    ]
    app.selectbox(key="choice.bins").set_value("mass").run()
    assert not app.exception
    assert address(app)["bins"] == ["mass"]


def test_the_method_names_hashes_and_tests(first):
    shown = said(view="method")
    assert first.record.data_hash in shown
    assert first.record.split_hash in shown
    assert "Nadeau and Bengio" in shown
    assert "2-fold cross-validation, repeated 2 times" in shown


def test_files_hold_every_row_and_say_where_they_come_from(compared):
    ranking = rows_of(ranking_csv(compared))
    assert {row["head"] for row in ranking} == {"nearest", "prototype"}
    conditions = rows_of(conditions_csv(compared))
    record = compared.experiments[0].record
    assert len(conditions) == len(CLASSIFIERS) * len(record.classes)
    answers = rows_of(predictions_csv(compared))
    assert len(answers) == len(compared.experiments[0].table)
    right = [row for row in answers if row["label"] == row["answer_1"]]
    assert {row["rank"] for row in right} == {"1"}
    for row in (ranking[0], conditions[0], answers[0]):
        assert row["data_hash"] == record.data_hash
        assert row["split_hash"] == record.split_hash
        assert row["part"] == "validation"
        assert "simulated" in row["origin"]
        assert "not a medical device" in row["notice"]
    found = json.loads(as_json(compared))
    assert len(found["pairs"]) == 6
    assert all(pair["verdict"] for pair in found["pairs"])
    assert found["experiments"][0]["split_hash"] == record.split_hash


def test_no_cell_runs_in_a_spreadsheet(compared):
    (row,) = rows_of(as_csv([{"condition": "=1+1", "recall": -0.5, "auroc": None}], compared))
    assert (row["condition"], row["recall"], row["auroc"]) == ("'=1+1", "-0.5", "")


def test_damaged_predictions_are_told_in_words(first):
    (experiment_folder(FIRST) / TABLE).write_bytes(b"PAR1")
    app = open_page("compare", experiment=FIRST)
    assert not app.exception
    assert "cannot be read" in app.error[0].value


def test_folds_average_to_the_whole(compared):
    said_of = compared.said(compared.names[0])
    cells = by_fold(said_of, compared.by)
    assert len(cells) == 4
    sizes = [((said_of.repeat == repeat) & (said_of.fold == fold)).sum() for repeat, fold in cells]
    whole = sum(size * mean for size, mean in zip(sizes, cells.values(), strict=True)) / sum(sizes)
    assert whole == pytest.approx(compared.by.values(said_of).mean())
    assert compared.estimate(compared.names[0]).value == pytest.approx(whole)


def test_short_names_tell_experiments_apart():
    both = short_names([f"{FIRST}:{CLASSIFIERS[0]}", f"{OPENED}:{CLASSIFIERS[0]}"])
    assert list(both.values()) == [FIRST, OPENED]
