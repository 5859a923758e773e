"""A running job as the worker sees it: a child process and the two pipes to it."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import psutil

from raredx.jobs.process import end_group, start_time
from raredx.jobs.progress import ENOUGH
from raredx.jobs.record import Job, Result, Status
from raredx.settings import thread_count

CANCEL_GRACE = 5.0  # seconds a job has to reach its next tick after it was asked to stop


class Running:
    """One job's child process: started, listened to, stopped."""

    def __init__(self, job: Job, *, cancel_grace: float = CANCEL_GRACE) -> None:
        self.job = job
        self.noted = 0.0  # when the store last heard of it
        self._cancel_grace = cancel_grace
        self._cancel_sent: float | None = None
        self._end: dict[str, Any] | None = None
        self._said: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._process = self._start()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The child's process and group."""
        return self._process.pid

    @property
    def started(self) -> float:
        """When the child started; 0 where it ended before one could look."""
        try:
            return start_time(self.pid)
        except psutil.NoSuchProcess:
            return 0.0

    @property
    def over(self) -> bool:
        """Whether the child has ended and all it said has been read."""
        return self._process.poll() is not None and not self._reader.is_alive()

    def said(self) -> list[dict[str, Any]]:
        """What the child has said since the last time."""
        return [self._said.get() for _ in range(self._said.qsize())]

    def cancel(self) -> None:
        """Ask the child to stop at its next tick; after the grace, end its whole group."""
        if self._cancel_sent is None:
            self._cancel_sent = time.monotonic()
            self._tell("cancel")
        elif time.monotonic() - self._cancel_sent > self._cancel_grace:
            end_group(self.pid, grace=1.0)

    def stop(self) -> None:
        """End the child and everything it has started, now."""
        end_group(self.pid, grace=0.0)
        self._process.wait()

    def outcome(self) -> tuple[Status, Result | None, str | None]:
        """How it ended: by its own word, or by what the system says about the process."""
        self.stop()  # its own children may still be there
        code = self._process.returncode
        if self._end is not None:
            result = Result.model_validate(self._end["result"]) if "result" in self._end else None
            return Status(self._end["end"]), result, self._end.get("error")
        if self._cancel_sent is not None:
            return Status.CANCELLED, None, None
        if code == -signal.SIGKILL:
            cause = "It was killed, most likely because memory ran out. Choose smaller settings"
        else:
            cause = f"Its process ended by itself ({_ending(code)}). The log may say why"
        return Status.FAILED, None, f"{cause}, then retry."

    def _start(self) -> subprocess.Popen[str]:
        job = self.job
        if not job.resume:
            shutil.rmtree(job.scratch, ignore_errors=True)
            shutil.rmtree(job.folder / "previews", ignore_errors=True)
        (job.folder / ENOUGH).unlink(missing_ok=True)
        job.scratch.mkdir(parents=True, exist_ok=True)
        with job.log.open("a") as log:
            log.write(f"--- attempt {job.attempt}, {time.strftime('%Y-%m-%d %H:%M:%S')}\n")
            log.flush()
            process = subprocess.Popen(
                [sys.executable, "-m", "raredx.jobs.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # a group of its own, so that all of it can be ended
                env={**os.environ, "OMP_NUM_THREADS": str(thread_count())},
            )
        self._process = process
        self._tell(
            json.dumps(
                {
                    "kind": job.kind,
                    "config": job.config,
                    "scratch": str(job.scratch),
                    "resume": job.resume,
                }
            )
        )
        return process

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError:
            return  # it has ended already; `outcome` says how

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            if "end" in message:
                self._end = message
            else:
                self._said.put(message)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
