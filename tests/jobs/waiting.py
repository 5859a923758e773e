"""Wait for something to become true, with a limit that no sound run comes near."""

from __future__ import annotations

import time
from collections.abc import Callable

from raredx.jobs import Job, Status, Store, follow
from tests.jobs.sample_kinds import beat_file


def until(condition: Callable[[], object], *, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def ended(job: Job) -> Job:
    return list(follow(job.id))[-1]


def running(job: Job) -> Job:
    """The job once its process is known and has said something."""
    until(lambda: Store().get(job.id).pid and Store().get(job.id).total)
    found = Store().get(job.id)
    assert found.status is Status.RUNNING
    return found


def nobody_writes() -> bool:
    """Whether the files of the job `write` have come to rest."""

    def sizes() -> list[int]:
        return [beat_file(who).stat().st_size for who in ("child", "grandchild")]

    before = sizes()
    time.sleep(0.5)  # twenty-five beats of a writer that is still there
    return sizes() == before
