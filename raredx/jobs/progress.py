"""What a running job says to the world: how far it is, curves, pictures; and whether to stop."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")

ENOUGH = "enough"
"""A file in a job's folder: it has gone on for long enough."""
_SEND_EVERY = 0.2  # seconds between two progress messages
_RATE_OVER = 30.0  # seconds that the rate looks back


class Cancelled(BaseException):
    """Raised at the next tick after somebody asked to stop.

    A BaseException, so that a job's own `except Exception` does not swallow it.
    """


class Picture(Protocol):
    """Anything that saves itself to a file: a PIL image, for one."""

    def save(self, fp: Path) -> None:
        """Write the picture to a file whose name says the format."""


class Progress:
    """Given to every job as its second argument; outside a job `Progress()` keeps quiet.

    `scratch` is a folder of the job's own. A resumable kind keeps its checkpoints there and finds
    them again when `resumed` is true; for other kinds it is emptied before every attempt.
    """

    def __init__(
        self,
        *,
        scratch: Path | None = None,
        resumed: bool = False,
        send: Callable[[dict[str, Any]], None] = lambda message: None,
        cancel_asked: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.resumed = resumed
        self._scratch = scratch
        self._send = send
        self._cancel_asked = cancel_asked
        self._clock = clock
        self._total: float | None = None
        self._message = ""
        self._sent = float("-inf")
        self._marks: deque[tuple[float, float]] = deque()  # (time, done) of the last half minute

    @property
    def scratch(self) -> Path:
        """The job's own folder for checkpoints and temporary files."""
        if self._scratch is None:
            raise ValueError("this Progress has no folder: give it one with Progress(scratch=...)")
        self._scratch.mkdir(parents=True, exist_ok=True)
        return self._scratch

    @property
    def enough(self) -> bool:
        """Whether somebody asked the job to end well with what it has by now."""
        return self._scratch is not None and (self._scratch.parent / ENOUGH).exists()

    def tick(
        self, done: float = 0, *, total: float | None = None, message: str | None = None
    ) -> None:
        """Say how far the job is. Stops the job here, by `Cancelled`, if somebody asked for it."""
        if self._cancel_asked():
            raise Cancelled
        now = self._clock()
        changed = message not in (None, self._message) or total not in (None, self._total)
        self._total = self._total if total is None else total
        self._message = self._message if message is None else message
        self._mark(now, done)
        if changed or now - self._sent >= _SEND_EVERY or done == self._total:
            self._sent = now
            self.tell()

    def part(self, name: str, *, first: float, last: float) -> Progress:
        """For a part of the work that counts by itself: from 0 to its own total is first to last.

        It has a folder of its own in this one's, and its curves and pictures are shown here.

        >>> heard = []
        >>> whole = Progress(send=heard.append)
        >>> whole.tick(0, total=10)
        >>> whole.part("half", first=0, last=5).tick(30, total=60, message="reading")
        >>> heard[-1]["progress"]["done"], heard[-1]["progress"]["message"]
        (2.5, 'half: reading')
        """
        return _Part(self, name, first, last)

    def track(
        self, items: Iterable[Item], *, total: float | None = None, message: str | None = None
    ) -> Iterator[Item]:
        """Go through items, with a tick before each and one at the end."""
        if total is None:
            with suppress(TypeError):
                total = len(items)  # type: ignore[arg-type]
        done = 0
        for done, item in enumerate(items):
            self.tick(done, total=total, message=message)
            yield item
            done += 1
        self.tick(done, total=total, message=message)

    def metric(self, name: str, value: float, *, step: float) -> None:
        """Add a point to a curve."""
        self._send({"metric": {"name": name, "step": step, "value": float(value)}})

    def preview(self, picture: Picture, *, caption: str) -> None:
        """Show a picture of the work so far."""
        if self._scratch is None:
            return
        folder = self.scratch.parent / "previews"
        folder.mkdir(exist_ok=True)
        file = folder / f"{len(list(folder.iterdir())) + 1:05d}.png"
        picture.save(file)
        self._send({"preview": {"file": f"previews/{file.name}", "caption": caption}})

    def tell(self) -> None:
        """Send where the job stands now; ticks in quick succession are otherwise one message."""
        if self._marks:
            stands = {"done": self._marks[-1][1], "total": self._total, "message": self._message}
            self._send({"progress": {**stands, "rate": self._rate()}})

    def _mark(self, now: float, done: float) -> None:
        if self._marks and done < self._marks[-1][1]:
            self._marks.clear()  # a new stage counts from the start
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[0][0] > _RATE_OVER:
            self._marks.popleft()

    def _rate(self) -> float | None:
        (then, before), (now, done) = self._marks[0], self._marks[-1]
        return (done - before) / (now - then) if now > then and done > before else None


class _Part(Progress):
    """A stretch of another one's way."""

    def __init__(self, whole: Progress, name: str, first: float, last: float) -> None:
        folder = None if whole._scratch is None else whole.scratch / name
        super().__init__(scratch=folder, resumed=whole.resumed)
        self._whole, self._name, self._first, self._last = whole, name, first, last

    def tick(
        self, done: float = 0, *, total: float | None = None, message: str | None = None
    ) -> None:
        """As far along the whole way."""
        self._total = self._total if total is None else total
        share = min(1.0, done / self._total) if self._total else 0.0
        said = None if message is None else f"{self._name}: {message}"
        self._whole.tick(self._first + share * (self._last - self._first), message=said)

    def metric(self, name: str, value: float, *, step: float) -> None:
        """A point of a curve of its own."""
        self._whole.metric(f"{self._name}: {name}", value, step=step)

    def preview(self, picture: Picture, *, caption: str) -> None:
        """A picture of the whole work."""
        self._whole.preview(picture, caption=f"{self._name}: {caption}")
