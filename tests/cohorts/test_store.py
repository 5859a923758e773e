"""The cohorts by name: listed whole or broken, found, removed, and never two of one name."""

from __future__ import annotations

import shutil

import pytest

from raredx.cohorts import store
from raredx.cohorts.store import cohorts_folder, delete, find, list_cohorts, new_folder, open_cohort
from raredx.errors import NotFoundError, UserError
from tests.cohorts.making_cohorts import make


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "ROOT", tmp_path)
    make(tmp_path / "data" / "shipped-faces", origin="simulated", packed=True)


def test_nothing_is_listed_where_nothing_is(shipped, tmp_path):
    shutil.rmtree(tmp_path / "data")
    assert list_cohorts() == ()
    with pytest.raises(NotFoundError, match=r"no cohort 'faces'\. Import one"):
        find("faces")


def test_shipped_and_own_cohorts_are_listed(shipped):
    make(cohorts_folder() / "mine")
    found = {one.name: (one.shipped, one.card.counts["images"]) for one in list_cohorts()}
    assert found == {"shipped-faces": (True, 6), "mine": (False, 6)}
    assert len(open_cohort("shipped-faces")) == 6
    assert open_cohort("mine").folder == cohorts_folder() / "mine"


def test_a_broken_cohort_does_not_break_the_list(shipped):
    make(cohorts_folder() / "broken")
    make(cohorts_folder() / "sound")
    (cohorts_folder() / "broken" / "manifest.parquet").write_text("hello")
    (cohorts_folder() / "empty").mkdir()
    (cohorts_folder() / "stray.txt").touch()
    faults = {one.name: one.fault for one in list_cohorts()}
    assert "manifest.parquet is damaged" in faults["broken"]
    assert "has no card.json" in faults["empty"]
    assert faults["sound"] == faults["shipped-faces"] == ""


def test_a_name_that_is_not_there_says_which_are(shipped):
    with pytest.raises(NotFoundError, match="Choose one of: shipped-faces"):
        open_cohort("faces")


@pytest.mark.parametrize(
    "name", ["", "Faces", "../faces", "a b", ".hidden", "a/b", "x" * 65, "a\n"]
)
def test_names_that_cannot_be(name):
    with pytest.raises(UserError, match="cannot be a cohort's name"):
        new_folder(name)


def test_a_name_that_is_taken(shipped):
    make(cohorts_folder() / "mine")
    with pytest.raises(UserError, match="a cohort 'mine' already"):
        new_folder("mine")
    assert new_folder("mine", replace=True) == cohorts_folder() / "mine"
    with pytest.raises(UserError, match="'shipped-faces' is shipped"):
        new_folder("shipped-faces", replace=True)


def test_a_deleted_cohort_is_gone_with_all_that_belongs_to_it(shipped):
    make(cohorts_folder() / "mine")
    (cohorts_folder() / "mine" / "checks").mkdir()
    delete("mine")
    assert [one.name for one in list_cohorts()] == ["shipped-faces"]
    assert not list(cohorts_folder().glob("*mine*/*"))


def test_a_broken_cohort_can_be_deleted_and_a_shipped_one_cannot(shipped):
    (cohorts_folder() / "empty").mkdir(parents=True)
    delete("empty")
    assert not (cohorts_folder() / "empty").exists()
    with pytest.raises(UserError, match="is shipped and stays"):
        delete("shipped-faces")
    assert len(open_cohort("shipped-faces")) == 6
