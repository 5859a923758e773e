"""Files and folders are whole or absent, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from raredx.files import build_folder, clear_partials, sha256_of, write_whole


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.endswith(".lock")}


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "deep" / "file.txt"
    write_whole(path, "one")
    write_whole(path, b"two")
    assert path.read_text() == "two"
    assert names(path.parent) == {"file.txt"}


def test_a_failing_write_keeps_the_old_file(tmp_path):
    path = tmp_path / "file.txt"
    write_whole(path, "old")
    with pytest.raises(TypeError):
        write_whole(path, 5)  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert names(tmp_path) == {"file.txt"}


def test_a_folder_appears_when_it_is_whole(tmp_path):
    place = tmp_path / "cohort"
    with build_folder(place) as folder:
        (folder / "a").write_text("1")
        assert not place.exists()
    assert (place / "a").read_text() == "1"
    with build_folder(place) as folder:
        (folder / "b").write_text("2")
    assert names(place) == {"b"}
    assert names(tmp_path) == {"cohort"}


def test_a_failing_build_keeps_the_old_folder(tmp_path):
    place = tmp_path / "cohort"
    with build_folder(place) as folder:
        (folder / "a").write_text("1")
    with pytest.raises(FileNotFoundError), build_folder(place) as folder:
        (folder / "b" / "c").write_text("no such folder")
    assert names(place) == {"a"}
    assert names(tmp_path) == {"cohort"}


def test_what_a_killed_writer_left_is_cleared_by_the_next(tmp_path):
    place = tmp_path / "cohort"
    code = f"""
import os
from pathlib import Path
from raredx.files import build_folder
with build_folder(Path({str(place)!r})) as folder:
    (folder / "half").write_text("x")
    os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == -9
    assert not place.exists()
    assert len(names(tmp_path)) == 1
    with build_folder(place) as folder:
        (folder / "whole").write_text("y")
    assert names(tmp_path) == {"cohort"}
    assert names(place) == {"whole"}


def test_a_folder_put_aside_by_a_killed_writer_comes_back(tmp_path):
    place = tmp_path / "cohort"
    with build_folder(place) as folder:
        (folder / "old").write_text("x")
    code = f"""
import os
from pathlib import Path
from raredx.files import build_folder
Path.rename = lambda self, to, rename=Path.rename: (rename(self, to), os.kill(os.getpid(), 9))
with build_folder(Path({str(place)!r})) as folder:
    (folder / "new").write_text("y")
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == -9
    assert not place.exists()
    with pytest.raises(RuntimeError), build_folder(place):
        raise RuntimeError
    assert names(place) == {"old"}
    assert names(tmp_path) == {"cohort"}


def test_clearing_one_name_leaves_its_neighbours(tmp_path):
    (tmp_path / ".cohort.partial-1").mkdir()
    (tmp_path / ".cohort2.partial-1").mkdir()
    clear_partials(tmp_path / "cohort")
    assert names(tmp_path) == {".cohort2.partial-1"}


def test_the_checksum_is_sha256(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256_of(tmp_path / "abc").startswith("ba7816bf8f01cfea414140de5dae2223")
