"""Packing: values come back as they were, and a hostile folder is one line."""

from __future__ import annotations

import json
import pickle
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.reference.packing import ARRAYS, FORM, pack, unpack


class Pair(NamedTuple):
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Leaf:
    name: str
    weights: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Tree:
    leaves: dict[tuple[bool, bool], Leaf]
    sides: tuple[Pair, ...]
    note: str | None
    count: int


def tree() -> Tree:
    rng = np.random.default_rng(0)
    leaf = Leaf(name="a leaf", weights=rng.normal(size=(3, 4)))
    whole = Leaf(name="n", weights=np.arange(5))
    return Tree(
        leaves={(True, False): leaf, (False, False): whole},
        sides=(Pair(0.1, np.float64(0.9)), Pair(-1.0, 1.0)),
        note=None,
        count=np.int64(7),
    )


@pytest.fixture
def folder(tmp_path) -> Path:
    pack(tree(), tmp_path)
    return tmp_path


def again(folder: Path) -> Tree:
    return unpack(folder, [Tree, Leaf, Pair])


def refused(folder: Path) -> str:
    with pytest.raises(UserError) as told:
        again(folder)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_value_comes_back_as_it_was(folder):
    found, given = again(folder), tree()
    assert isinstance(found, Tree)
    assert (found.sides, found.note, found.count) == (given.sides, None, 7)
    assert list(found.leaves) == list(given.leaves)
    leaf = found.leaves[True, False]
    assert leaf.name == "a leaf"
    np.testing.assert_allclose(leaf.weights, given.leaves[True, False].weights, rtol=1e-6)
    whole = found.leaves[False, False].weights
    assert whole.dtype == np.int64
    assert whole.tolist() == [0, 1, 2, 3, 4]


def test_halves_stay_halves_and_doubles_become_singles_on_disk(tmp_path):
    pack((np.ones(2, np.float16), np.ones(2), np.ones(2, bool)), tmp_path)
    with np.load(tmp_path / ARRAYS) as kept:
        kinds = [kept[name].dtype for name in kept]
    assert kinds == [np.float16, np.float32, bool]
    found = unpack(tmp_path, [])
    assert [one.dtype for one in found] == [np.float16, np.float64, bool]


def test_packing_what_was_unpacked_gives_the_same(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    pack(again(folder), other)
    assert (other / FORM).read_bytes() == (folder / FORM).read_bytes()
    for name, leaf in again(folder).leaves.items():
        np.testing.assert_array_equal(again(other).leaves[name].weights, leaf.weights)


def test_a_class_that_nobody_expects_is_not_made(folder):
    with pytest.raises(UserError, match=r"cannot be read as it was written \(KeyError\)"):
        unpack(folder, [Tree, Pair])


@pytest.mark.parametrize(
    "form",
    [
        "",
        "{",
        "[" * 100_000,
        '{"class": ["Tree", {}]}',
        '{"class": ["Tree", {"leaves": 1, "sides": 2, "note": 3, "count": 4, "more": 5}]}',
        '{"class": "Tree"}',
        '{"class": ["Leaf", 5]}',
        '{"class": ["os.system", {"command": "true"}]}',
        '{"array": 99}',
        '{"array": "../form"}',
        '{"call": ["print"]}',
        '{"array": 0, "tuple": []}',
        '{"mapping": [[{"mapping": []}, 1]]}',
        '{"mapping": [1]}',
        '{"tuple": 5}',
        "{}",
    ],
    ids=lambda form: form[:40],
)
def test_a_form_that_makes_no_sense_is_one_line(folder, form):
    (folder / FORM).write_text(form)
    assert "Bring the folder back from a copy, or fit it again." in refused(folder)


@pytest.mark.parametrize("kept", [0, 1, 30, 0.5, 0.99])
def test_truncated_arrays_are_one_line(folder, kept):
    whole = (folder / ARRAYS).read_bytes()
    end = kept if isinstance(kept, int) else int(kept * len(whole))
    (folder / ARRAYS).write_bytes(whole[:end])
    refused(folder)


def test_spoilt_bytes_inside_are_one_line_or_numbers(folder):
    whole = bytearray((folder / ARRAYS).read_bytes())
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        spoilt = bytes(whole[:place]) + bytes([whole[place] ^ 0xFF]) + bytes(whole[place + 1 :])
        (folder / ARRAYS).write_bytes(spoilt)
        with suppress(UserError):
            assert isinstance(again(folder), Tree)


class Woken:
    """What a pickle would wake."""

    def __reduce__(self):
        return Path.touch, (Path("woken"),)


def test_pickled_arrays_are_not_woken(folder, monkeypatch):
    monkeypatch.chdir(folder)
    np.savez(folder / ARRAYS, a0=np.array([Woken()], object), a1=np.zeros(1), allow_pickle=True)
    refused(folder)
    (folder / ARRAYS).write_bytes(pickle.dumps(Woken()))
    refused(folder)
    assert not (folder / "woken").exists()


def test_a_folder_that_is_not_there_or_half_is_one_line(folder, tmp_path):
    assert "nowhere cannot be read" in refused(tmp_path / "nowhere")
    (folder / ARRAYS).unlink()
    refused(folder)


def test_a_form_of_other_bytes_is_one_line(folder):
    (folder / FORM).write_bytes(b"\xff\xfe\x00\x80")
    refused(folder)


def test_what_is_written_is_plain_json_and_numbers(folder):
    assert sorted(path.name for path in folder.iterdir()) == sorted([ARRAYS, FORM])
    assert json.loads((folder / FORM).read_text())["class"][0] == "Tree"
