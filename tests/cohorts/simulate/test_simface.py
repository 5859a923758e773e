"""The shipped cohort is what its recipe says, whole, and its parts share nobody."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import pytest

from raredx.assets.cards import card_files, read_card
from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.simface import FOLDER, NAME, Recipe, rebuild
from raredx.cohorts.simulate.sittings import UNAFFECTED
from raredx.cohorts.splits.run import load_split
from raredx.cohorts.splits.store import read_test
from raredx.cohorts.store import open_cohort

SPLIT = FOLDER / "splits" / "standard"


@pytest.fixture(scope="module")
def parts():
    """The rows of each part."""
    cohort = open_cohort(NAME)
    split = load_split(cohort, "standard")
    given = {
        "development": split.development,
        "calibration": split.calibration,
        "test": read_test(SPLIT),
    }
    columns = ("image_id", "subject_id", "label", "label_id", "origin", "width")
    rows = {row["image_id"]: row for row in cohort.rows(*columns).to_pylist()}
    assert len(rows) == sum(map(len, given.values()))
    return {name: [rows[one] for one in ids] for name, ids in given.items()}


def test_training_is_as_scarce_as_in_rdface(parts):
    sizes = Counter(row["label_id"] for row in parts["development"])
    unaffected = sizes.pop(None)
    assert (len(sizes), sum(sizes.values()), unaffected) == (103, 456, 133)
    assert (min(sizes.values()), max(sizes.values())) == (1, 7)


@pytest.mark.parametrize(("part", "each", "others"), [("calibration", 5, 150), ("test", 10, 300)])
def test_the_other_parts_have_as_many_of_each_condition(parts, part, each, others):
    sizes = Counter(row["label"] for row in parts[part])
    assert sizes.pop(UNAFFECTED) == others
    assert set(sizes.values()) == {each}
    assert len(sizes) == 103


def test_parts_share_nobody(parts):
    people = [{row["subject_id"] for row in rows} for rows in parts.values()]
    assert all(one.isdisjoint(other) for one, other in itertools.combinations(people, 2))


def test_every_image_says_that_it_is_simulated_and_has_its_truth(parts):
    cohort = open_cohort(NAME)
    assert {row["origin"] for rows in parts.values() for row in rows} == {"simulated"}
    assert {row["width"] for rows in parts.values() for row in rows} == {256}
    assert (
        cohort.side("truth")["image_id"].to_pylist()
        == cohort.rows("image_id")["image_id"].to_pylist()
    )
    assert cohort.card().origin == ("simulated",)
    assert "without clinical validity" in cohort.card().is_not


def test_it_is_small_and_its_card_answers_for_every_file():
    files = card_files(FOLDER)
    assert sum(file.stat().st_size for file in files) < 30e6
    assert set(read_card(FOLDER).files) == {f.relative_to(FOLDER).as_posix() for f in files}
    assert open_cohort(NAME).verify().sound


def test_the_recipe_draws_the_people_who_are_there(parts):
    planned = Recipe.shipped().sittings([one.id for one in simface()])
    for name, rows in parts.items():
        seeds = Counter(sitting.seed for part, sitting in planned if part == name)
        assert Counter(int(row["subject_id"].rsplit("-", 1)[1]) for row in rows) == seeds


@pytest.mark.slow
def test_a_smaller_recipe_is_drawn_with_its_split(tmp_path):
    few = {
        "development": {"images": 1, "unaffected": 3},
        "calibration": {"images": 1, "unaffected": 1},
        "test": {"images": 1, "unaffected": 2},
    }
    recipe = replace(Recipe.shipped(), seed=5, size=64, parts=few)
    folder = tmp_path / "few"
    cohort = rebuild(folder, recipe)
    split = load_split(cohort, "standard")
    assert (len(split.development), len(split.calibration)) == (106, 104)
    assert len(read_test(folder / "splits/standard")) == 105
    assert split.plan.seed == 5
    files = read_card(folder).files
    assert set(files) == {f.relative_to(folder).as_posix() for f in card_files(folder)}
    assert {"manifest.parquet", "images.zip", "splits/standard/test.parquet"} <= set(files)
