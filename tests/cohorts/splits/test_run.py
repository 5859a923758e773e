"""Splits of cohorts on disk: bound to the data, aware of copies, made by a command."""

from __future__ import annotations

import itertools
import json
import shutil

import pytest
from click.testing import CliRunner

from raredx.cli.cohort_split import split as command
from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.check.run import check
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.locked import open_test, openings
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import (
    keep_given,
    load_split,
    make_split,
    split_folder,
    split_folders,
)
from raredx.cohorts.splits.store import load, placed
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import UserError
from tests.cohorts.check.making import portrait
from tests.cohorts.check.test_report import write_cohort


def test_a_split_of_a_cohort_that_has_changed_is_refused():
    cohort = write_cohort(people=30, photos=1)
    made = make_split(cohort, "main", Plan(folds=3, repeats=2))
    assert load_split(cohort, "main").hash == made.split.hash
    assert split_folders(cohort) == [made.folder]
    labels = ["unaffected"] * 10 + cohort.rows("label")["label"].to_pylist()[10:]
    changed = cohort.derive(label=labels)
    with pytest.raises(UserError, match="has changed since the split 'main' was made"):
        load(made.folder, data_hash=changed.data_hash)


def test_the_split_of_a_shipped_cohort_is_used_in_the_workspace(tmp_path):
    cohort = write_cohort(people=12, photos=1).write(tmp_path / "shipped")
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    parts = dict(zip(ids, ["test", "development", "calibration"] * 4, strict=True))
    kept = keep_given(cohort, "standard", Plan(folds=2, repeats=1), parts)
    assert load_split(cohort, "standard").hash == kept.hash
    used = split_folder(cohort, "standard")
    assert split_folders(cohort) == [used]
    assert len(open_test(used, by="A. Person", why="a test")) == 4
    assert len(openings(used)) == 1
    assert openings(cohort.folder / "splits/standard") == []


def test_a_new_edition_of_a_shipped_cohort_brings_its_split_and_keeps_the_old_one(tmp_path):
    folder = tmp_path / "shipped"
    everybody = write_cohort(people=15, photos=1)
    known = everybody.rows("image_id")["image_id"].to_pylist()
    for ids in (known[:12], known):
        shutil.rmtree(folder, ignore_errors=True)
        cohort = everybody.select(image_id=ids).write(folder)
        parts = dict(zip(ids, itertools.cycle(["test", "development", "calibration"])))
        kept = keep_given(cohort, "standard", Plan(folds=2, repeats=1), parts)
        assert load_split(cohort, "standard").hash == kept.hash
        open_test(split_folder(cohort, "standard"), by="A. Person", why="a test")
    old, new = sorted(split_folders(cohort), key=lambda folder: -len(folder.name))
    assert (new.name, old.name[:9]) == ("standard", "standard-")
    assert len(openings(old)) == len(openings(new)) == 1


def test_copies_that_the_check_found_stay_together():
    cohort = _with_mirrored_copies()
    unchecked = make_split(cohort, "before", Plan(folds=3, repeats=3))
    assert unchecked.warning.endswith("cropped or mirrored copies may stand on both sides")
    assert "copy-across-parts" in check(cohort, encoder=None).summary.by_rule()
    made = make_split(cohort, "after", Plan(folds=3, repeats=3))
    assert "left cropped copies out" in made.warning
    found = check(cohort, encoder=None).summary.by_rule()
    assert all("'before'" in told.says for told in found["copy-across-parts"])
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    places = dict(zip(ids, placed(made.folder, ids), strict=True))
    copies = check(cohort, encoder=None).copies
    assert copies.num_rows == 12
    for left, right in zip(copies["left"].to_pylist(), copies["right"].to_pylist(), strict=True):
        assert places[left] == places[right]


def _with_mirrored_copies() -> Cohort:
    """A cohort in which twelve people are there twice, the second time mirrored."""
    with building(cohorts_folder() / "twice", About(title="Twice")) as new:
        for person in range(24):
            image = portrait(person % 12)
            new.add(
                image.transpose(0) if person >= 12 else image,
                origin="simulated",
                subject_id=f"P{person}",
                label=("Kabuki", "Noonan")[person % 2],
            )
    return open_cohort("twice")


def test_a_name_that_leads_elsewhere_is_refused():
    with pytest.raises(UserError, match="is no name for a split"):
        split_folder(write_cohort(people=1), "../other")


def test_the_command_makes_a_split_and_tells_how_it_came_out():
    write_cohort(people=30, photos=1)
    options = ["--folds", "3", "--repeats", "2", "--seed", "4"]
    done = CliRunner().invoke(command, ["drawn", *options])
    assert done.exit_code == 0, done.output
    assert "Validation parts hold" in done.output
    assert "`raredx cohort check drawn` finds them" in done.output
    again = json.loads(CliRunner().invoke(command, ["drawn", *options, "--json"]).output)
    assert again["plan"]["folds"] == 3
    assert again["hash"][:12] in done.output


def test_the_command_refuses_a_plan_that_cannot_be():
    done = CliRunner().invoke(command, ["drawn", "--folds", "1"])
    assert isinstance(done.exception, UserError)
    assert "folds: Input should be greater than or equal to 2" in str(done.exception)
