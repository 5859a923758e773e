"""Scores of a batch: only where the truth is known, and of nobody whom the model was fitted on."""

from __future__ import annotations

import shutil

import pytest

from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import open_cohort
from raredx.diagnosis.batch.table import NO_ANSWER
from tests.diagnosis.batch.asked import asked, write_folder
from tests.diagnosis.model import NAME, SPLIT, model, strangers


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "faces", most=40)


def test_strangers_in_folders_named_by_condition_are_scored_beside_chance(folder):
    found = asked(path=folder)
    counted = [row for row in found.rows.to_pylist() if not row["uncounted"]]
    scores = {one.name: one for one in found.card.scores}
    assert scores["top-1"].images == len(counted)
    right = sum(row["answer"] == row["truth"] for row in counted)
    assert scores["top-1"].value == pytest.approx(right / len(counted))
    classes = len(found.card.classes)
    assert scores["top-1"].chance == pytest.approx(1 / classes)
    held = [row["truth"] in row["held"] for row in counted]
    assert scores["coverage"].value == pytest.approx(sum(held) / len(held))
    sizes = [len(row["held"]) for row in counted]
    assert scores["coverage"].chance == pytest.approx(sum(sizes) / len(sizes) / classes)
    assert all(one.low <= one.value <= one.high for one in scores.values() if one.low is not None)
    silent = found.rows["uncounted"].to_pylist().count(NO_ANSWER)
    assert scores["answered"].images == len(counted) + silent
    assert scores["answered"].value == pytest.approx(len(counted) / (len(counted) + silent))


def test_without_a_truth_there_is_no_score(tmp_path):
    model()
    folder = tmp_path / "faces"
    folder.mkdir()
    for number, (image, _) in enumerate(strangers()[:3]):
        image.save(folder / f"{number}.png")
    found = asked(path=folder)
    assert found.card.scores == ()
    assert {*found.rows["uncounted"].to_pylist()} == {"its condition is not known"}


def test_whom_the_model_was_fitted_on_is_marked_and_has_no_part():
    model()
    found = asked(cohort=NAME, part="development")
    assert {*found.rows["met"].to_pylist()} == {"fitted"}
    assert found.card.scores == ()
    assert {*found.rows["uncounted"].to_pylist()} == {"the model was fitted on this person"}


def test_a_picture_that_was_fitted_on_is_known_again_in_a_folder(tmp_path):
    model()
    cohort = open_cohort(NAME)
    image_id = load_split(cohort, SPLIT).development[0]
    folder = tmp_path / "faces"
    folder.mkdir()
    cohort.image(image_id).save(folder / "somebody.png")
    (row,) = asked(path=folder).rows.to_pylist()
    assert (row["image_id"], row["met"]) == (image_id, "fitted")


def test_who_set_the_sets_says_nothing_of_their_promise():
    model()
    found = asked(cohort=NAME, part="calibration")
    assert {*found.rows["met"].to_pylist()} == {"calibration"}
    assert any("set the confidence" in line for line in found.card.remarks)
    assert any("simulated" in line for line in found.card.remarks)


def test_the_same_picture_counts_once_and_never_under_two_conditions(folder):
    first, second = sorted(one for one in folder.iterdir() if one.name != "somebody else")[:2]
    same, other = sorted(first.glob("*.png"))[:2]
    shutil.copy(same, first / "copy.png")
    shutil.copy(other, second / "copy.png")
    rows = {row["file"]: row for row in asked(path=folder, teaching=False).rows.to_pylist()}
    copies = [rows[f"{first.name}/{same.name}"], rows[f"{first.name}/copy.png"]]
    assert [row["uncounted"] for row in copies].count("the same picture was there before") == 1
    for file in (f"{first.name}/{other.name}", f"{second.name}/copy.png"):
        assert rows[file]["uncounted"] == "the same picture is there under two conditions"


def test_answers_for_teaching_are_marked_and_have_no_part(folder):
    found = asked(path=folder, teaching=True)
    taught = [row for row in found.rows.to_pylist() if row["teaching"]]
    assert taught
    assert all(row["uncounted"] for row in taught)
    assert found.card.counts["for teaching"] == len(taught)
    sober = asked(path=folder, replace=True)
    assert found.card.scores == sober.card.scores
    assert "For teaching only" in found.card.notices[1]


def test_folders_may_be_named_as_folders_are(folder):
    named = next(one for one in folder.iterdir() if one.name == "Noonan syndrome")
    named.rename(folder / "noonan_syndrome")
    rows = asked(path=folder).rows.to_pylist()
    own = {row["truth"] for row in rows if row["file"].startswith("noonan_syndrome/")}
    assert own == {"Noonan syndrome"}
