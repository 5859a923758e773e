"""One child for several files: what brings it down loses one file, and no other."""

from __future__ import annotations

import numpy as np
import psutil
import pytest

from raredx.cohorts import apart, isolation
from raredx.cohorts.intake import Admitted, admit
from raredx.cohorts.refusals import Refused
from tests.cohorts.fragile_renderer import DEADLY, JEALOUS, LYING
from tests.cohorts.making_dicom import dataset, written


def scan(shade: int, words: bytes = b"") -> bytes:
    """A DICOM file of one grey, with words in the patient's name."""
    pixels = np.full((20, 20), shade, np.uint8)
    return written(dataset(pixels, PatientName=words.decode()))


@pytest.fixture
def started(monkeypatch):
    """The children that are started to render."""
    started = []

    class Counted(isolation.Child):
        def __init__(self, module: str, *, memory: int) -> None:
            started.append(module)
            super().__init__(module, memory=memory)

    monkeypatch.setattr(isolation, "Child", Counted)
    return started


@pytest.fixture
def fragile(monkeypatch, started):
    monkeypatch.setattr(apart, "__name__", "tests.cohorts.fragile_renderer")
    return started


def outcome(data: bytes) -> Admitted | str:
    try:
        return admit(data)
    except Refused as refused:
        return str(refused)


def test_files_of_a_block_have_one_child_and_come_in_as_they_do_alone(started):
    files = [scan(shade) for shade in (10, 90, 200)] + [b"\0" * 128 + b"DICM", scan(250)]
    alone = [outcome(data) for data in files]
    assert len(started) == 5
    with apart.together():
        block = [outcome(data) for data in files]
    assert len(started) == 6
    assert [getattr(one, "image_id", one) for one in block] == [
        getattr(one, "image_id", one) for one in alone
    ]


def test_a_file_that_brings_the_child_down_is_refused_and_the_others_come_in(fragile):
    with apart.together():
        found = [
            outcome(scan(shade, words)) for shade, words in ((10, b""), (20, DEADLY), (30, b""))
        ]
    assert isinstance(found[0], Admitted)
    assert str(found[1]).startswith("The decoder crashed.")
    assert isinstance(found[2], Admitted)
    assert len(fragile) == 3, "the deadly one had a second attempt in a child of its own"


def test_a_file_does_not_pay_for_those_before_it(fragile):
    with apart.together():
        found = [outcome(scan(shade, JEALOUS)) for shade in (10, 20, 30)]
    assert all(isinstance(one, Admitted) for one in found)
    assert len(fragile) == 3


def test_a_child_whose_answer_makes_no_sense_is_not_asked_again(fragile):
    with apart.together():
        lied, after = outcome(scan(10, LYING)), outcome(scan(20))
    assert str(lied).startswith("The decoder gave an answer that makes no sense.")
    assert isinstance(after, Admitted)
    assert len(fragile) == 2


def interrupted() -> None:
    with apart.together():
        admit(scan(10))
        raise KeyboardInterrupt


def test_nothing_is_left_running_behind_a_block():
    before = set(psutil.Process().children())
    with apart.together():
        admit(scan(10))
        assert set(psutil.Process().children()) - before
    assert set(psutil.Process().children()) == before
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert set(psutil.Process().children()) == before
