"""What the doors call: submit a job, follow it, cancel it, start it again.

`engine = local` is the worker process of this machine; a call that adds work starts it if it is
not there. Nothing here assumes that a job runs in, or near, the process that asked for it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from filelock import Timeout
from pydantic import BaseModel

from raredx.errors import UserError
from raredx.jobs.kinds import get_kind
from raredx.jobs.process import is_alive
from raredx.jobs.progress import ENOUGH
from raredx.jobs.record import Job, Status, jobs_folder
from raredx.jobs.store import Store
from raredx.jobs.worker import reconcile, worker_lock
from raredx.words import count, duration

_workers: list[subprocess.Popen[bytes]] = []  # those this process has started, to be reaped


@dataclass(frozen=True)
class Estimate:
    """What a job will cost, as far as one can say before it runs."""

    work: float
    unit: str
    seconds: float | None  # None until a job of this kind has been measured here

    def __str__(self) -> str:
        amount = count(self.work, self.unit)
        if self.seconds is None:
            return f"{amount}; the time is not known before the first run on this machine"
        return f"{amount}, about {duration(self.seconds)} as measured by the last run here"


def submit(kind_name: str, config: BaseModel | dict[str, Any]) -> Job:
    """Queue a job and see to it that a worker is there."""
    kind = get_kind(kind_name)
    parsed = kind.parse(config)
    store = Store()
    job_id = store.add(kind=kind.name, lane=kind.lane, config=parsed.model_dump_json())
    ensure_worker(store)
    return store.get(job_id)


def cancel(job_id: int) -> Job:
    """Ask a job to end. One that waits ends at once."""
    return Store().ask_cancel(job_id)


def finish(job_id: int) -> Job:
    """Ask a running job to end well with what it has by now."""
    job = Store().get(job_id)
    if not get_kind(job.kind).finishable or job.status is not Status.RUNNING:
        raise UserError(
            f"Job {job_id} is {job.status} and cannot be finished early",
            remedy="Only a training that runs can: its page shows a button for it",
        )
    (job.folder / ENOUGH).touch()
    return job


def retry(job_id: int, *, resume: bool | None = None) -> Job:
    """Start an ended job again with the same config.

    By default a kind that can resume goes on from its checkpoint, unless it was done.
    """
    store = Store()
    job = store.get(job_id)
    if resume is None:
        resume = get_kind(job.kind).resumable and job.status is not Status.DONE
    job = store.queue_again(job_id, resume=resume)
    ensure_worker(store)
    return job


def follow(job_id: int, *, every: float = 0.2) -> Iterator[Job]:
    """The job as it changes, until it has ended."""
    store = Store()
    while True:
        job = store.get(job_id)
        yield job
        if not job.status.active:
            return
        ensure_worker(store)
        time.sleep(every)


def estimate(kind_name: str, config: BaseModel) -> Estimate | None:
    """The cost of a config, scaled from the last run of its kind; None if the kind cannot say."""
    kind = get_kind(kind_name)
    if kind.work is None:
        return None
    work = kind.work(config)
    last = Store().last_done(kind_name)
    per_unit = None
    if last and last.seconds_taken and last.total:
        per_unit = last.seconds_taken / last.total
    return Estimate(work, kind.unit, None if per_unit is None else per_unit * work)


def ensure_worker(store: Store | None = None) -> None:
    """See to it that waiting jobs have a worker, and that jobs of a dead one are marked as lost.

    Call it freely: with nothing to do it costs one query. A worker finds out by itself whether it
    is the only one, so two calls at a time do no harm.
    """
    store = store or Store()
    _workers[:] = [worker for worker in _workers if worker.poll() is None]
    counts = store.counts()
    active = counts[Status.QUEUED] + counts[Status.RUNNING]
    if not active or _workers or worker_is_alive(store):
        return
    if counts[Status.RUNNING]:
        with suppress(Timeout), worker_lock(store).acquire(timeout=0):
            reconcile(store)
    if counts[Status.QUEUED]:
        _workers.append(_start_worker())


def worker_is_alive(store: Store) -> bool:
    """Whether a worker is at work in this workspace."""
    known = store.worker()
    return known is not None and is_alive(*known)


def _start_worker() -> subprocess.Popen[bytes]:
    with (jobs_folder() / "worker.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "raredx.jobs"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # it outlives the page or the command that started it
        )
