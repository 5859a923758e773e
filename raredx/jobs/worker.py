"""The process that runs the jobs of a workspace: `python -m raredx.jobs`.

There is one per workspace, by a lock of the operating system. It starts a child process per job,
writes down what the children say, and leaves when there has been nothing to do for a while.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from filelock import FileLock, Timeout

from raredx.errors import UserError, explain, is_disk_full
from raredx.jobs.process import end_group, is_alive, start_time
from raredx.jobs.record import Job, Lane, Result, Status
from raredx.jobs.running import Running
from raredx.jobs.store import Store

LANES: dict[Lane, int] = {"heavy": 1, "light": 1}  # jobs that may run at a time
IDLE_EXIT = 60.0  # seconds without work until the worker leaves
MIN_FREE = 16 << 20  # bytes of disk below which no job is started

_LOOK_EVERY = 0.1
_BEAT_EVERY = 1.0
_LOST = "The worker ended while this job ran. Retry it; a kind that can resume goes on from there."
_log = logging.getLogger("raredx.worker")

Written = TypeVar("Written")


class Worker:
    """Runs jobs until nothing is left to do, or until it is told to stop."""

    def __init__(self, store: Store | None = None, *, idle_exit: float = IDLE_EXIT) -> None:
        self.store = store or Store()
        self.idle_exit = idle_exit
        self.stopping = False
        self._running: list[Running] = []
        self._beaten = 0.0

    def run(self) -> bool:
        """Work until idle. False if another worker holds this workspace."""
        lock = worker_lock(self.store)
        while True:
            try:
                lock.acquire(timeout=2.0)
            except Timeout:
                return False
            try:
                with self.store.db.held():
                    reconcile(self.store)
                    self._work()
            finally:
                self._leave()
                lock.release()
            # A job that came in while this worker was leaving is nobody's: look once more.
            if self.stopping or not self.store.counts()[Status.QUEUED]:
                return True

    def _work(self) -> None:
        idle_since = time.monotonic()
        while not self.stopping:
            self._beat()
            for running in list(self._running):
                self._attend(running)
            started = [self._start_next(lane) for lane in LANES]
            if self._running or any(started):
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since > self.idle_exit:
                return
            time.sleep(_LOOK_EVERY)

    def _start_next(self, lane: Lane) -> bool:
        if sum(running.job.lane == lane for running in self._running) >= LANES[lane]:
            return False
        job = self._write(lambda: self.store.claim(lane))
        if job is None:
            return False
        if job.status is not Status.RUNNING:  # a damaged row, shown as what it is
            self._finish(job, Status.FAILED, error=job.error)
        elif shutil.disk_usage(self.store.db.path.parent).free < MIN_FREE:
            full = "The disk is full: no job can start. Free some space, then retry."
            self._finish(job, Status.FAILED, error=full)
        else:
            self._start(job)
        return True

    def _start(self, job: Job) -> None:
        try:
            running = Running(job)
        except OSError as error:
            self._finish(job, Status.FAILED, error=explain(error))
            return
        self._running.append(running)
        pid, started = running.pid, running.started
        self._write(lambda: self.store.set_process(job.id, pid=pid, pid_started=started))
        _log.info("job %d (%s) runs as process %d", job.id, job.kind, pid)

    def _attend(self, running: Running) -> None:
        job, over, said = running.job, running.over, running.said()
        due = time.monotonic() - running.noted >= _BEAT_EVERY
        if said or due:
            running.noted = time.monotonic()
            self._write(lambda: self.store.note(job.id, said))
        if over:
            self._running.remove(running)
            status, result, error = running.outcome()
            if status is Status.DONE:
                shutil.rmtree(job.scratch, ignore_errors=True)
            self._finish(job, status, result=result, error=error)
        elif self.store.get(job.id).cancel_asked:
            running.cancel()

    def _finish(
        self, job: Job, status: Status, *, result: Result | None = None, error: str | None = None
    ) -> None:
        self._write(
            lambda: self.store.finish(job.id, status, result=result, error=error), patience=60.0
        )
        _log.info("job %d %s", job.id, status)

    def _beat(self) -> None:
        if time.monotonic() - self._beaten >= _BEAT_EVERY:
            self._beaten = time.monotonic()
            self.store.db.keep_reserve()
            self._write(lambda: self.store.beat(os.getpid(), start_time(os.getpid())))

    def _leave(self) -> None:
        for running in self._running:
            running.stop()
            self._finish(running.job, Status.LOST, error=_LOST)
        self._running.clear()
        self._write(self.store.worker_gone)

    def _write(self, write: Callable[[], Written], *, patience: float = 0.0) -> Written | None:
        """Write to the store; on a full disk give up the reserve for it, then keep trying.

        What cannot be written within the patience is dropped: a progress message is soon followed
        by another, and a job whose end is not on record counts as lost at the next start.
        """
        deadline = time.monotonic() + patience
        while True:
            try:
                return write()
            except (sqlite3.OperationalError, UserError) as error:
                _log.warning("the job store cannot be written: %s", explain(error))
                if is_disk_full(error) and self.store.db.give_reserve():
                    continue
                if time.monotonic() >= deadline:
                    return None
                time.sleep(1.0)


def worker_lock(store: Store) -> FileLock:
    """The lock that makes a worker the only one in its workspace."""
    store.db.path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(store.db.path.with_name("worker.lock"))


def reconcile(store: Store) -> None:
    """Mark jobs that no worker carries any more as lost. Only for the holder of the lock.

    Their processes end when their worker does; one that is still there is ended first, so that
    nobody writes beside the next attempt.
    """
    for job in store.jobs(statuses=[Status.RUNNING]):
        if job.pid is not None and is_alive(job.pid, job.pid_started):
            end_group(job.pid, grace=1.0)
        store.finish(job.id, Status.LOST, error=_LOST)


def main() -> None:
    """Run a worker until it has nothing left to do."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    worker = Worker(idle_exit=float(sys.argv[1]) if len(sys.argv) > 1 else IDLE_EXIT)

    def stop(*_: object) -> None:
        worker.stopping = True  # and no lock: a second signal may come while this one is heard

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    if not worker.run():
        _log.info("another worker is at work here: leaving")
