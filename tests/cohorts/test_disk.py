"""What lies on the disk is opened only if it is a file, and read only if it is small enough."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from raredx.cohorts.intake import Limits, Refused, admit_file
from tests.cohorts.making_images import picture, saved


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "image.png"
    path.write_bytes(saved(picture(), "PNG"))
    return path


def code_of(path: Path, **options: object) -> str:
    with pytest.raises(Refused) as caught:
        admit_file(path, **options)
    assert str(path.parent) not in str(caught.value)
    return caught.value.code


def test_a_file_whatever_it_is_called(image: Path):
    disguised = image.rename(image.with_name("report.pdf"))
    assert admit_file(disguised).format == "PNG"
    assert admit_file(str(disguised)).format == "PNG"


def test_no_file(tmp_path: Path):
    assert code_of(tmp_path / "none.png") == "missing"
    assert code_of(tmp_path / "nul\0byte") == "missing"
    assert code_of(tmp_path / ("long" * 999)) == "missing"


def test_a_folder(tmp_path: Path):
    assert code_of(tmp_path) == "not-a-file"


def test_a_pipe_does_not_block(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert code_of(tmp_path / "pipe") == "not-a-file"


def test_a_device():
    assert code_of(Path("/dev/zero")) == "not-a-file"


def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        assert code_of(tmp_path / "socket") == "not-a-file"


def test_a_link_only_where_links_are_wanted(image: Path):
    link = image.with_name("link.png")
    link.symlink_to(image)
    assert code_of(link) == "link"
    assert admit_file(link, follow_links=True).format == "PNG"


def test_a_link_to_what_is_no_file(tmp_path: Path):
    link = tmp_path / "link.png"
    link.symlink_to("/dev/zero")
    assert code_of(link, follow_links=True) == "not-a-file"
    link.unlink()
    link.symlink_to(tmp_path / "nowhere")
    assert code_of(link, follow_links=True) == "missing"


@pytest.mark.parametrize(
    ("exchange", "code"),
    [(lambda path: path.symlink_to("/etc/passwd"), "missing"), (os.mkfifo, "not-a-file")],
    ids=["link", "pipe"],
)
def test_what_takes_the_place_of_a_file_between_look_and_opening(
    exchange, code: str, image: Path, monkeypatch: pytest.MonkeyPatch
):
    look = Path.stat

    def look_and_exchange(path: Path, **options: object) -> os.stat_result:
        result = look(path, **options)
        if path == image:
            image.unlink()
            exchange(image)
        return result

    monkeypatch.setattr(Path, "stat", look_and_exchange)
    assert code_of(image) == code


def test_an_empty_file(tmp_path: Path):
    (tmp_path / "empty.png").touch()
    assert code_of(tmp_path / "empty.png") == "empty"


def test_a_huge_file_is_not_read(tmp_path: Path):
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    assert code_of(huge, limits=Limits(file_bytes=(1 << 40) - 1)) == "too-large"


def test_the_limit_is_the_callers(image: Path):
    assert code_of(image, limits=Limits(file_bytes=100)) == "too-large"


def test_a_file_that_may_not_be_read(image: Path, monkeypatch: pytest.MonkeyPatch):
    def deny(*_: object) -> int:  # root may read everything, so permissions would not tell
        raise PermissionError(13, "Permission denied", str(image))

    monkeypatch.setattr(os, "open", deny)
    assert code_of(image) == "unreadable"
