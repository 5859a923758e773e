"""Queries as files: whole or not at all, and nobody's files are overwritten."""

from __future__ import annotations

import io
import zipfile

import pytest

from raredx.errors import UserError
from raredx.evidence.search.build import Query
from raredx.evidence.search.saved import save_queries, zipped

QUERIES = [Query(number, 2, f"Blue nose {number} – é\n", 1) for number in (1, 2)]


def held(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.fixture
def out(tmp_path):
    return tmp_path / "new" / "queries"


def test_each_query_is_a_file_and_writing_again_changes_nothing(out):
    expected = {"group_1_query.txt": QUERIES[0].text, "group_2_query.txt": QUERIES[1].text}
    for _ in range(2):
        assert [path.name for path in save_queries(QUERIES, out)] == list(expected)
        assert held(out) == expected


def test_an_empty_folder_is_filled(out):
    out.mkdir(parents=True)
    save_queries(QUERIES, out)
    assert len(held(out)) == 2


@pytest.mark.parametrize("name", ["thesis.txt", "group_1_query.txt"])
def test_a_folder_with_anything_else_is_left_alone(out, name):
    out.mkdir(parents=True)
    (out / name).write_text("mine")
    with pytest.raises(UserError, match="is not empty, and nothing in it is overwritten"):
        save_queries(QUERIES, out)
    assert held(out) == {name: "mine"}


def test_a_file_in_its_place_is_left_alone(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UserError, match="nothing in it is overwritten"):
        save_queries(QUERIES, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_failure_leaves_nothing_behind(out, monkeypatch):
    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        save_queries(QUERIES, out)
    assert not out.exists()
    assert not [path for path in out.parent.iterdir() if path.suffix != ".lock"]


def test_a_zip_holds_the_same_files_and_is_always_the_same():
    assert zipped(QUERIES) == zipped(QUERIES)
    with zipfile.ZipFile(io.BytesIO(zipped(QUERIES))) as archive:
        assert archive.namelist() == ["group_1_query.txt", "group_2_query.txt"]
        assert archive.read("group_2_query.txt").decode() == QUERIES[1].text
