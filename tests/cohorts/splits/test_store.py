"""A split on disk is the one that was made; its test part is read in the open."""

from __future__ import annotations

import threading

import pytest

from raredx.cohorts.splits.locked import LOG, open_test, openings
from raredx.cohorts.splits.split import content_hash
from raredx.cohorts.splits.store import CARD, TABLE, TEST, load, save
from raredx.errors import NotFoundError, UserError
from tests.cohorts.splits.making import HASH, drawn, people


def test_the_test_part_is_in_no_split_that_is_loaded(tmp_path):
    found = drawn(people(Kabuki=20))
    save(found, tmp_path / "main")
    split = load(tmp_path / "main", data_hash=HASH)
    test = set(found.test["image_id"].to_pylist())
    assert test
    assert not test & set(split.table["image_id"].to_pylist())
    with pytest.raises(UserError, match="The test part is locked"):
        split.images("test")


def test_a_saved_split_is_the_same_when_it_is_loaded(tmp_path):
    made = drawn(people(Kabuki=20, Noonan=7)).split
    save(drawn(people(Kabuki=20, Noonan=7)), tmp_path / "main")
    found = load(tmp_path / "main", data_hash=HASH)
    assert found.hash == made.hash
    assert found.plan == made.plan
    assert found.balance == made.balance
    assert content_hash(found.table) == content_hash(made.table)
    assert found.training(repeat=4, fold=4) == made.training(repeat=4, fold=4)


def test_the_same_split_may_be_saved_again_and_another_one_may_not(tmp_path):
    save(drawn(people(Kabuki=20)), tmp_path / "main")
    open_test(tmp_path / "main", by="A. Person", why="a try")
    save(drawn(people(Kabuki=20)), tmp_path / "main")
    assert len(openings(tmp_path / "main")) == 1
    with pytest.raises(UserError, match="a split 'main' already"):
        save(drawn(people(Kabuki=20), seed=2), tmp_path / "main")


def test_every_reading_of_the_test_part_is_written_down_first(tmp_path):
    found = drawn(people(Kabuki=20))
    save(found, tmp_path / "main")
    assert openings(tmp_path / "main") == []
    ids = open_test(tmp_path / "main", by="job 12", why="final table")
    assert ids == tuple(found.test["image_id"].to_pylist())
    (opening,) = openings(tmp_path / "main")
    assert (opening.by, opening.why) == ("job 12", "final table")
    with pytest.raises(UserError, match="without a name and a reason"):
        open_test(tmp_path / "main", by=" ", why="")


def test_a_log_that_cannot_be_written_opens_nothing(tmp_path):
    save(drawn(people(Kabuki=20)), tmp_path / "main")
    (tmp_path / "main" / LOG).mkdir()
    with pytest.raises(OSError, match="directory"):
        open_test(tmp_path / "main", by="A", why="B")


def test_readings_at_the_same_time_are_all_written_down(tmp_path):
    save(drawn(people(Kabuki=20)), tmp_path / "main")
    readers = [
        threading.Thread(
            target=open_test, args=(tmp_path / "main",), kwargs={"by": str(n), "why": "x"}
        )
        for n in range(12)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert {opening.by for opening in openings(tmp_path / "main")} == {str(n) for n in range(12)}


@pytest.mark.parametrize("name", [TABLE, TEST])
@pytest.mark.parametrize("damage", ["gone", "cut", "another"])
def test_a_damaged_split_is_told_in_one_line(tmp_path, name, damage):
    save(drawn(people(Kabuki=20)), tmp_path / "main")
    save(drawn(people(Kabuki=20), seed=2), tmp_path / "other")
    file = tmp_path / "main" / name
    match damage:
        case "gone":
            file.unlink()
        case "cut":
            file.write_bytes(file.read_bytes()[:100])
        case "another":
            file.write_bytes((tmp_path / "other" / name).read_bytes())

    def read():
        load(tmp_path / "main", data_hash=HASH)
        open_test(tmp_path / "main", by="A", why="B")

    with pytest.raises(UserError, match=f"'main' is damaged: {name}"):
        read()
    assert openings(tmp_path / "main") == []


def test_a_damaged_card_and_an_absent_split_are_told(tmp_path):
    save(drawn(people(Kabuki=20)), tmp_path / "main")
    (tmp_path / "main" / CARD).write_text("{")
    with pytest.raises(UserError, match="'main' cannot be read"):
        load(tmp_path / "main", data_hash=HASH)
    with pytest.raises(NotFoundError, match="no split 'other'"):
        load(tmp_path / "other", data_hash=HASH)
