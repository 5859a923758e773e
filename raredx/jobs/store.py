"""The job store: the jobs of one workspace, which every door reads and writes.

Only the worker changes rows of running jobs; pages, commands and the API add rows, ask for a
cancel, and queue ended jobs again. Every change is one short transaction.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import raredx
from raredx.errors import NotFoundError, UserError
from raredx.jobs.database import Database
from raredx.jobs.record import Job, Lane, Metric, Preview, Result, Status, jobs_folder


class Store:
    """The jobs of one workspace."""

    def __init__(self, folder: Path | None = None) -> None:
        self.db = Database((folder or jobs_folder()) / "jobs.db")

    def add(self, *, kind: str, lane: Lane, config: str) -> int:
        """Queue a job. One that asks for the same and has not ended is taken instead."""
        with self.db.write() as db:
            same = db.execute(
                "SELECT id FROM jobs"
                " WHERE kind = ? AND config = ? AND status IN ('queued', 'running')",
                (kind, config),
            ).fetchone()
            if same:
                return int(same["id"])
            added = db.execute(
                "INSERT INTO jobs (kind, lane, config, status, version, created)"
                " VALUES (?, ?, ?, 'queued', ?, ?)",
                (kind, lane, config, raredx.__version__, time.time()),
            )
            return int(added.lastrowid or 0)

    def get(self, job_id: int) -> Job:
        """One job, or an error that says that there is none."""
        rows = self.db.read("SELECT * FROM jobs WHERE id = ?", job_id)
        if not rows:
            raise NotFoundError(f"There is no job {job_id}", remedy="See `raredx jobs list`")
        return _job(rows[0])

    def jobs(
        self, *, statuses: Sequence[Status] = (), kinds: Sequence[str] = (), limit: int = 200
    ) -> list[Job]:
        """The newest jobs first; no statuses and no kinds mean all of them."""
        wanted = {"status": [status.value for status in statuses], "kind": list(kinds)}
        wanted = {column: values for column, values in wanted.items() if values}
        where = " AND ".join(f"{c} IN ({','.join('?' * len(v))})" for c, v in wanted.items())
        rows = self.db.read(
            f"SELECT * FROM jobs WHERE {where or 'true'} ORDER BY id DESC LIMIT ?",
            *(value for values in wanted.values() for value in values),
            limit,
        )
        return [_job(row) for row in rows]

    def counts(self) -> dict[Status, int]:
        """How many jobs stand where."""
        rows = self.db.read("SELECT status, count(*) AS n FROM jobs GROUP BY status")
        found = {row["status"]: int(row["n"]) for row in rows}
        return {status: found.get(status.value, 0) for status in Status}

    def last_done(self, kind: str) -> Job | None:
        """The newest job of a kind that ended well: what an estimate of the next one rests on."""
        done = self.jobs(statuses=[Status.DONE], kinds=[kind], limit=1)
        return done[0] if done else None

    def metrics(self, job_id: int) -> list[Metric]:
        """All points of all curves, in order."""
        sql = "SELECT name, step, value FROM metrics WHERE job = ? ORDER BY name, step"
        return [Metric(**row) for row in self.db.read(sql, job_id)]

    def previews(self, job_id: int) -> list[Preview]:
        """The pictures so far, the newest last."""
        sql = "SELECT file, caption FROM previews WHERE job = ? ORDER BY file"
        return [Preview(**row) for row in self.db.read(sql, job_id)]

    def ask_cancel(self, job_id: int) -> Job:
        """Ask for an end: a waiting job ends at once, a running one at its next tick."""
        with self.db.write() as db:
            db.execute(
                "UPDATE jobs SET status = 'cancelled', finished = ?"
                " WHERE id = ? AND status = 'queued'",
                (time.time(), job_id),
            )
            db.execute(
                "UPDATE jobs SET cancel_asked = 1 WHERE id = ? AND status = 'running'", (job_id,)
            )
        return self.get(job_id)

    def queue_again(self, job_id: int, *, resume: bool) -> Job:
        """Queue an ended job for another attempt with the same config."""
        with self.db.write() as db:
            changed = db.execute(
                "UPDATE jobs SET status = 'queued', attempt = attempt + 1, resume = ?,"
                " cancel_asked = 0, started = NULL, finished = NULL, heartbeat = NULL, pid = NULL,"
                " pid_started = NULL, done = 0, total = NULL, rate = NULL, message = '',"
                " result = NULL, error = NULL, version = ?"
                " WHERE id = ? AND status NOT IN ('queued', 'running')",
                (resume, raredx.__version__, job_id),
            ).rowcount
            if changed and not resume:
                db.execute("DELETE FROM metrics WHERE job = ?", (job_id,))
                db.execute("DELETE FROM previews WHERE job = ?", (job_id,))
        job = self.get(job_id)
        if not changed:
            raise UserError(
                f"Job {job_id} is {job.status} and cannot be started again now",
                remedy=f"Wait for it, or cancel it first: `raredx jobs cancel {job_id}`",
            )
        return job

    # From here on the worker alone.

    def claim(self, lane: Lane) -> Job | None:
        """Take the oldest waiting job of a lane; it is running from now on."""
        with self.db.write() as db:
            row = db.execute(
                "UPDATE jobs SET status = 'running', started = ?1, heartbeat = ?1"
                " WHERE id = (SELECT min(id) FROM jobs WHERE status = 'queued' AND lane = ?2)"
                " RETURNING *",
                (time.time(), lane),
            ).fetchone()
        return _job(row) if row else None

    def set_process(self, job_id: int, *, pid: int, pid_started: float) -> None:
        """Note which process carries a running job."""
        with self.db.write() as db:
            db.execute(
                "UPDATE jobs SET pid = ?, pid_started = ? WHERE id = ?", (pid, pid_started, job_id)
            )

    def note(self, job_id: int, messages: Iterable[dict[str, Any]]) -> None:
        """Write down what a running job has said since the last time, and its heartbeat."""
        with self.db.write() as db:
            for message in messages:
                for kind, said in message.items():
                    db.execute(_NOTES[kind], {**said, "job": job_id})
            db.execute("UPDATE jobs SET heartbeat = ? WHERE id = ?", (time.time(), job_id))

    def finish(
        self, job_id: int, status: Status, *, result: Result | None = None, error: str | None = None
    ) -> None:
        """Close a running job."""
        values = (status.value, time.time(), result and result.model_dump_json(), error, job_id)
        with self.db.write() as db:
            db.execute(
                "UPDATE jobs SET status = ?, finished = ?, result = ?, error = ?, rate = NULL"
                " WHERE id = ? AND status = 'running'",
                values,
            )

    def beat(self, pid: int, pid_started: float) -> None:
        """The worker says that it is there."""
        with self.db.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO worker VALUES (1, ?, ?, ?)", (pid, pid_started, time.time())
            )

    def worker(self) -> tuple[int, float] | None:
        """The worker's pid and start time, as it last said."""
        rows = self.db.read("SELECT pid, pid_started FROM worker")
        return (int(rows[0]["pid"]), float(rows[0]["pid_started"])) if rows else None

    def worker_gone(self) -> None:
        """The worker takes its leave."""
        with self.db.write() as db:
            db.execute("DELETE FROM worker")


_NOTES = {
    "progress": "UPDATE jobs SET done = :done, total = :total, message = :message, rate = :rate"
    " WHERE id = :job",
    "metric": "INSERT OR REPLACE INTO metrics VALUES (:job, :name, :step, :value)",
    "preview": "INSERT OR REPLACE INTO previews VALUES (:job, :file, :caption)",
}


def _job(row: sqlite3.Row) -> Job:
    """The row as a record; a damaged one as a failed job that says so, so that the rest is seen."""
    values = {**dict(row), "resume": bool(row["resume"]), "cancel_asked": bool(row["cancel_asked"])}
    try:
        values["config"] = json.loads(row["config"])
        values["result"] = json.loads(row["result"]) if row["result"] else None
        return Job.model_validate(values)
    except (ValueError, TypeError, ValidationError):
        return Job(
            id=row["id"],
            kind=str(row["kind"]),
            lane="light",
            config={},
            status=Status.FAILED,
            created=row["created"] if isinstance(row["created"], float) else 0.0,
            error="This row of the job store is damaged. Submit the job again.",
        )
