"""Whatever a child process does, its parent gets an answer or a reason, in bounded time."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from raredx.cohorts import apart, isolation
from raredx.cohorts.isolation import ChildFailedError
from raredx.cohorts.limits import LIMITS
from raredx.cohorts.refusals import Refused

MEGABYTE = 1 << 20


def ask(do: str, data: bytes = b"", *, seconds: float = 20, most: int = 8 * MEGABYTE, **more: Any):
    return isolation.ask(
        "tests.cohorts.bad_decoders",
        {"do": do, **more},
        data,
        seconds=seconds,
        memory=1024 * MEGABYTE,
        most=most,
    )


def test_bytes_go_there_and_back_whole():
    data = bytes(range(256)) * 16_384  # 4 MB: more than a pipe holds
    answer, back = ask("echo", data)
    assert answer == {"length": len(data)}
    assert back == data[::-1]


@pytest.mark.parametrize("how", ["crash", "abort", "leave"])
def test_a_child_that_dies(how: str):
    with pytest.raises(ChildFailedError, match="crashed"):
        ask(how, bytes(2 * MEGABYTE))


def test_a_child_that_dies_before_it_reads():
    with pytest.raises(ChildFailedError, match="crashed"):
        isolation.ask("json.nothing", {}, bytes(2 * MEGABYTE), seconds=20, memory=1 << 30, most=1)


def test_a_child_that_hangs():
    started = time.monotonic()
    with pytest.raises(ChildFailedError, match=r"took longer than 0\.5 seconds"):
        ask("hang", seconds=0.5)
    assert time.monotonic() - started < 10


def test_a_child_that_swells():
    bounded = sys.platform.startswith("linux")  # elsewhere it swells, and then breaks down
    with pytest.raises(ChildFailedError, match="too much memory" if bounded else "crashed"):
        ask("swell")


def test_a_child_that_answers_too_much():
    answer, back = ask("answer", answer={}, bytes=9 * MEGABYTE)
    assert (answer, back) == ({}, b"")


@pytest.fixture
def child():
    child = isolation.Child("tests.cohorts.bad_decoders", memory=1024 * MEGABYTE)
    yield child
    child.end()


def again(child: isolation.Child, do: str, data: bytes = b"", *, seconds: float = 20, **more: Any):
    return child.ask({"do": do, **more}, data, seconds=seconds, most=8 * MEGABYTE)


def test_one_child_answers_one_request_after_another(child):
    first, _ = again(child, "who")
    data = bytes(range(256)) * 16_384
    assert again(child, "echo", data) == ({"length": len(data)}, data[::-1])
    assert again(child, "echo") == ({"length": 0}, b"")
    assert again(child, "print") == ({"forged": False}, b"")
    assert again(child, "who")[0] == first


@pytest.mark.parametrize("how", ["crash", "leave", "hang", "swell"])
def test_a_child_that_fails_after_an_answer_has_ended(child, how):
    again(child, "who")
    with pytest.raises(ChildFailedError):
        again(child, how, seconds=2)
    assert child.ended


def test_what_is_left_of_too_long_an_answer_is_not_taken_for_the_next(child):
    assert again(child, "answer", answer={}, bytes=9 * MEGABYTE) == ({}, b"")
    assert child.ended


def test_what_a_library_prints_is_no_answer_and_not_shown(capfd: pytest.CaptureFixture[str]):
    assert ask("print") == ({"forged": False}, b"")
    assert capfd.readouterr() == ("", "")


def test_a_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HF_TOKEN", "secret")
    answer, _ = ask("environment")
    assert "HF_TOKEN" not in answer["names"]
    assert "PATH" in answer["names"]


@pytest.mark.parametrize("answer", [[[]] * 9, [], "text", 1, None, {"failed": "was odd"}])
def test_an_answer_that_is_no_answer(answer: object):
    with pytest.raises(ChildFailedError, match=r"makes no sense|was odd"):
        ask("answer", answer=answer, bytes=0)


SOUND = {
    **{"format": "DICOM", "width": 16, "height": 16, "frames": 1},
    **{"notes": [], "warnings": [], "technical": {}},
}


@pytest.mark.parametrize(
    "lie",
    [
        {"width": 17},
        {"width": 10**9},
        {"width": "16"},
        {"width": 1, "height": 256},
        {"notes": ["\x1b[2J"]},
        {"notes": ["x" * 500]},
        {"technical": {"PatientName": "Ä"}},
        {"unknown": 1},
        {"refused": "no-such-code", "facts": {}},
        {"refused": "too-small", "facts": {}},
    ],
    ids=str,
)
def test_a_lying_answer_is_refused(lie: dict[str, Any]):
    with pytest.raises((ChildFailedError, Refused)) as caught:
        apart._checked({**SOUND, **lie}, bytes(3 * 16 * 16), LIMITS)
    code = getattr(caught.value, "code", "nonsense")
    assert code == {10**9: "too-many-pixels", 1: "too-small"}.get(lie.get("width", 0), "nonsense")


def test_a_sound_answer_is_not():
    rendered = apart._checked(dict(SOUND), bytes(3 * 16 * 16), LIMITS)
    assert (rendered.width, rendered.height, rendered.notes) == (16, 16, ())
