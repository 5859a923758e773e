"""What a job says: how far, how fast, and when it stops."""

from __future__ import annotations

from contextlib import suppress

import pytest
from PIL import Image

from raredx.jobs import Cancelled, Progress


class Listener:
    def __init__(self, **more):
        self.said: list[dict] = []
        self.now = 0.0
        self.progress = Progress(send=self.said.append, clock=lambda: self.now, **more)

    def last(self) -> dict:
        return self.said[-1]["progress"]


def test_the_rate_looks_back_half_a_minute():
    listener = Listener()
    for second in range(100):
        listener.now = second
        listener.progress.tick(second * 2 if second < 50 else 100 + (second - 50) * 10, total=1000)
    assert listener.last()["rate"] == pytest.approx(10)


def test_a_new_stage_counts_from_the_start():
    listener = Listener()
    for now, done in ((0, 0), (1, 50), (2, 0), (3, 5)):
        listener.now = now
        listener.progress.tick(done)
    assert listener.last()["rate"] == pytest.approx(5)


def test_many_ticks_are_few_messages_but_never_lose_the_end():
    listener = Listener()
    for done in range(10_001):
        listener.now += 1e-4
        listener.progress.tick(done, total=10_000)
    assert len(listener.said) < 10
    assert listener.last()["done"] == 10_000


def test_track_counts_what_it_has_given_out():
    listener = Listener()
    assert list(listener.progress.track("abc", message="letters")) == ["a", "b", "c"]
    assert listener.last() == {"done": 3, "total": 3, "message": "letters", "rate": None}
    assert list(listener.progress.track(iter(()))) == []


def test_a_cancel_is_seen_at_the_next_tick_and_not_swallowed():
    def careless_job(progress: Progress) -> None:
        with suppress(Exception):
            progress.tick(1)

    with pytest.raises(Cancelled):
        careless_job(Progress(cancel_asked=lambda: True))


def test_previews_are_numbered_and_kept(tmp_path):
    listener = Listener(scratch=tmp_path / "scratch")
    for caption in ("first", "second"):
        listener.progress.preview(Image.new("RGB", (2, 2)), caption=caption)
    assert [message["preview"]["caption"] for message in listener.said] == ["first", "second"]
    assert sorted(path.name for path in (tmp_path / "previews").iterdir()) == [
        "00001.png",
        "00002.png",
    ]


def test_without_a_job_it_keeps_quiet_but_has_no_folder():
    progress = Progress()
    progress.tick(1, total=2)
    progress.metric("loss", 1.0, step=1)
    with pytest.raises(ValueError, match="scratch"):
        progress.scratch  # noqa: B018
