"""Real job kinds, small and badly behaved on purpose."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Literal

from PIL import Image

from raredx.errors import UserError
from raredx.files import build_folder, write_whole
from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option
from raredx.settings import settings


class Count(Config):
    steps: int = option(3, "How far to count", ge=1, le=100_000)
    pause: float = option(0.01, "Seconds between two steps", ge=0, advanced=True)
    fail_at: int | None = option(None, "The step that fails")


@job("count", title="Count", unit="step", work=lambda config: config.steps)
def count(config: Count, progress: Progress) -> Result:
    """Count to a number, with a curve and pictures."""
    print("counting aloud")
    for step in progress.track(range(config.steps), message="counting"):
        if step == config.fail_at:
            raise UserError("The count stumbled", remedy="Choose another step to fail at")
        progress.metric("square", step**2, step=step)
        if step % 10 == 0:
            progress.preview(Image.new("RGB", (8, 8), (step % 256, 0, 0)), caption=f"step {step}")
        time.sleep(config.pause)
    return Result(summary=f"Counted to {config.steps}", values={"steps": config.steps})


@job(
    "resumable-count",
    title="Count with a checkpoint",
    lane="heavy",
    resumable=True,
    finishable=True,
)
def resumable_count(config: Count, progress: Progress) -> Result:
    """Count to a number, and go on from the last one when started again."""
    mark = progress.scratch / "step"
    first = int(mark.read_text()) + 1 if mark.exists() else 0
    for step in range(first, config.steps):
        progress.tick(step, total=config.steps)
        write_whole(mark, str(step))  # a worker may be killed in the middle of it
        if progress.enough:
            break
        time.sleep(config.pause)
    return Result(summary="Counted", values={"first": first, "resumed": progress.resumed})


class Misbehave(Config):
    how: Literal["kill", "exit", "raise", "hang", "write", "output", "litter", "chatter"] = option(
        "raise", "In which way"
    )


@job("misbehave", title="Misbehave")
def misbehave(config: Misbehave, progress: Progress) -> Result:
    """Do what a job should not."""
    progress.tick(0, total=10, message=config.how)
    match config.how:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(7)
        case "raise":
            raise RuntimeError("the wheel came off\nand rolled away")
        case "hang":
            time.sleep(3600)
        case "write":
            _write_for_ever()
        case "output":
            _fill_an_output(progress)
        case "litter":
            _fill_the_disk(progress)
        case "chatter":
            for step in range(20_000):
                progress.metric("noise", step, step=step)
    return Result(summary="Behaved")


def beat_file(who: str):
    """Where a process of the job `write` shows that it is still writing."""
    return settings().workspace / f"beat-{who}"


def _write_for_ever() -> None:
    """Write from this process and from one that it starts."""
    code = "import sys,time\nwhile True: open(sys.argv[1],'a').write('x'); time.sleep(.02)"
    subprocess.Popen([sys.executable, "-c", code, str(beat_file("grandchild"))])
    while True:
        with beat_file("child").open("a") as file:
            file.write("x")
        time.sleep(0.02)


def _fill_the_disk(progress: Progress) -> None:
    """Leave nothing of the disk, and clear nothing away."""
    with (settings().workspace / "litter").open("wb", buffering=0) as file:
        while True:
            progress.tick(file.tell())
            file.write(bytes(1 << 18))


def _fill_an_output(progress: Progress) -> None:
    """Write an output that no disk can hold."""
    with build_folder(settings().workspace / "outputs" / "endless") as folder:
        for number in range(1_000_000):
            progress.tick(number)
            (folder / f"{number}").write_bytes(bytes(1 << 20))
