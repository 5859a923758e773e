"""Heads on disk: whatever is wrong with a folder is one clear line."""

from __future__ import annotations

import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from raredx.errors import NotFoundError, UserError
from raredx.learning.heads import Nearest, Prototype
from raredx.learning.heads.store import ARRAYS, CARD, load
from tests.learning.heads.patients import patients


@pytest.fixture
def folder(tmp_path):
    patients().fit(Prototype(distance="euclidean")).save(tmp_path / "head")
    return tmp_path / "head"


def change_card(folder, **fields):
    card = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps(card | fields))


def change_arrays(folder, **arrays):
    save_file(load_file(folder / ARRAYS) | arrays, folder / ARRAYS)


def test_a_head_replaces_the_one_that_was_there(folder):
    patients(people=3).fit(Nearest(neighbours=4)).save(folder)
    assert load(folder).head == Nearest(neighbours=4)


def test_options_come_back(folder):
    assert load(folder).head == Prototype(distance="euclidean")


def test_a_folder_without_a_head(tmp_path):
    with pytest.raises(NotFoundError, match="no trained head in 'away'"):
        load(tmp_path / "away")


def test_a_newer_version_is_told_whatever_else_it_writes(folder):
    change_card(folder, format=2, novelty=True)
    with pytest.raises(UserError, match=r"made by a newer version. Update the workbench"):
        load(folder)


def test_a_missing_file(folder):
    (folder / ARRAYS).unlink()
    with pytest.raises(UserError, match=r"head.safetensors is missing"):
        load(folder)


@pytest.mark.parametrize("file", [CARD, ARRAYS])
def test_a_file_that_is_something_else(folder, file):
    (folder / file).write_bytes(b"\x80\x04junk")
    with pytest.raises(UserError, match=f"{file} (cannot be read|is not what was saved)"):
        load(folder)


def test_a_card_with_other_fields(folder):
    change_card(folder, novelty=True)
    with pytest.raises(UserError, match=r"head.json is not what was saved"):
        load(folder)


def test_a_head_or_an_option_that_is_not_here(folder):
    change_card(folder, options={"distance": "driving"})
    with pytest.raises(UserError, match="options that 'prototype' does not take"):
        load(folder)
    change_card(folder, head="magic")
    with pytest.raises(NotFoundError, match="There is no head 'magic'"):
        load(folder)


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"means": np.zeros((6, 9))}, r"means has shape \(6, 9\), not \(6, 20\)"),
        ({"means": np.zeros((5, 20))}, r"means has shape \(5, 20\), not \(6, 20\)"),
        ({"spread": np.zeros(())}, r"spread has shape \(\), not \(20,\)"),
        ({"sharpness": np.array(np.nan)}, "sharpness holds what is no finite number"),
        ({"trained": np.arange(1, 7)}, "columns that 6 classes do not have"),
        ({"extra": np.zeros(3)}, "there are .*extra"),
    ],
)
def test_arrays_that_do_not_fit(folder, arrays, says):
    change_arrays(folder, **arrays)
    with pytest.raises(UserError, match=says):
        load(folder)
