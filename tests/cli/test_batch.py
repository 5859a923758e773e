"""`raredx batch` and `raredx batches`: asked, listed, shown, exported, removed."""

from __future__ import annotations

import json

import pytest

from raredx.diagnosis.batch.store import batch_folder
from tests.cli.test_commands import run
from tests.diagnosis.batch.asked import MODEL, write_folder


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "faces")


def test_a_folder_is_asked_about_and_shown(capsys, folder):
    code, out, _ = run(capsys, "batch", MODEL, "--path", str(folder), "--name", "asked")
    assert code == 0
    assert "10 files" in out
    assert "not a medical device" in out
    assert "asked" in run(capsys, "batches")[1]
    assert "10 files" in run(capsys, "batches", "show", "asked")[1]
    card = json.loads(run(capsys, "batches", "show", "asked", "--json")[1])
    assert card["counts"]["files"] == 10
    (listed,) = json.loads(run(capsys, "batches", "--json")[1])
    assert listed["name"] == "asked"


def test_rows_are_written_and_the_batch_is_removed(capsys, folder, tmp_path):
    run(capsys, "batch", MODEL, "--path", str(folder), "--name", "asked", "--teaching", "--json")
    for suffix in ("csv", "json", "zip"):
        file = tmp_path / f"out.{suffix}"
        code, out, _ = run(capsys, "batches", "export", "asked", str(file), "--only", "refused")
        assert code == 0
        assert "2 rows" in out
        assert b"For teaching only" in file.read_bytes()
    code, _, err = run(capsys, "batches", "export", "asked", str(tmp_path / "out.pdf"))
    assert code == 2
    assert ".csv, .json, .zip" in err
    assert run(capsys, "batches", "remove", "asked")[0] == 0
    assert not batch_folder("asked").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["batch", MODEL], "either a cohort or a path"),
        (["batch", MODEL, "--path", "nowhere"], "nothing at"),
        (["batch", MODEL, "--cohort", "nobody"], "no cohort 'nobody'"),
        (["batches", "show", "nobody"], "There is no batch 'nobody'"),
        (["batches", "remove", "nobody"], "There is no batch 'nobody'"),
        (["batches", "show", "../models"], "no name for a batch"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_one_line(capsys, arguments, says):
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert says in err
    assert err.count("\n") == 1


def test_without_a_batch_it_says_how_to_make_one(capsys):
    assert "raredx batch MODEL" in run(capsys, "batches")[1]
