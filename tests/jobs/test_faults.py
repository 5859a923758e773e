"""Killed workers, two workers, damaged stores: each ends in a clear status and nothing is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress

import psutil
import pytest

from raredx.errors import UserError
from raredx.jobs import Job, Status, Store, engine, ensure_worker, retry, submit
from raredx.jobs.database import MIGRATIONS
from raredx.jobs.process import is_alive, start_time
from tests.jobs.sample_kinds import beat_file
from tests.jobs.waiting import ended, nobody_writes, running, until


def kill_worker() -> None:
    known = Store().worker()
    assert known is not None
    os.kill(known[0], signal.SIGKILL)
    until(lambda: not is_alive(*known))


def seen_as_lost(job: Job) -> Job:
    """The job once a door has looked: the system may take a moment to free a dead worker's lock."""

    def lost() -> bool:
        ensure_worker()
        return Store().get(job.id).status is Status.LOST

    until(lost)
    return Store().get(job.id)


def test_a_killed_worker_leaves_no_writer_and_its_job_is_lost_then_done():
    job = running(submit("misbehave", {"how": "write"}))
    until(beat_file("grandchild").exists)
    kill_worker()
    until(lambda: not is_alive(job.pid, job.pid_started))
    assert nobody_writes()
    lost = seen_as_lost(job)
    assert lost.error is not None
    assert "Retry it" in lost.error

    counting = running(submit("resumable-count", {"steps": 100}))
    kill_worker()
    seen_as_lost(counting)
    assert ended(retry(counting.id)).status is Status.DONE


def test_a_worker_that_is_told_many_times_at_once_to_end_ends():
    running(submit("misbehave", {"how": "write"}))
    known = Store().worker()
    assert known is not None
    for _ in range(300):
        with suppress(ProcessLookupError):
            os.kill(known[0], signal.SIGTERM)
    until(lambda: not is_alive(*known))
    assert nobody_writes()


def test_a_new_worker_ends_a_child_that_outlived_its_worker():
    """A child whose watching thread cannot run is ended by the next worker, before any retry."""
    job = running(submit("misbehave", {"how": "write"}))
    until(beat_file("grandchild").exists)
    assert job.pid is not None
    os.kill(job.pid, signal.SIGSTOP)  # it can notice nothing now
    kill_worker()
    assert is_alive(job.pid, job.pid_started)
    seen_as_lost(job)
    assert not is_alive(job.pid, job.pid_started)
    assert nobody_writes()


def test_a_running_job_without_a_heartbeat_is_called_silent():
    job = running(submit("resumable-count", {"steps": 100_000}))
    assert not job.silent
    long_ago = job.model_copy(update={"heartbeat": job.heartbeat and job.heartbeat - 31})
    assert long_ago.silent
    assert not long_ago.model_copy(update={"status": Status.DONE}).silent


def test_a_pid_that_was_given_out_anew_is_not_touched():
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        store = Store()
        job_id = store.add(kind="count", lane="light", config="{}")
        store.claim("light")
        store.set_process(job_id, pid=stranger.pid, pid_started=start_time(stranger.pid) - 100)
        ensure_worker()
        assert store.get(job_id).status is Status.LOST
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_workers_are_one():
    command = [sys.executable, "-m", "raredx.jobs", "2"]
    job_id = Store().add(kind="count", lane="light", config='{"steps": 100}')
    workers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [worker.communicate(timeout=60)[1] for worker in workers]
    assert sorted("another worker" in text for text in said) == [False, True]
    assert sum("runs as process" in text for text in said) == 1
    assert Store().get(job_id).status is Status.DONE


def test_two_doors_at_once_start_one_worker():
    script = """
from raredx.jobs import follow, submit
print(list(follow(submit("count", {"steps": %d}).id))[-1].status)
"""
    doors = [
        subprocess.Popen([sys.executable, "-c", script % n], stdout=subprocess.PIPE, text=True)
        for n in (20, 30, 40)
    ]
    assert [door.communicate(timeout=90)[0].strip() for door in doors] == ["done"] * 3
    workers = [
        process
        for process in psutil.process_iter(["cmdline", "environ"])
        if (process.info["cmdline"] or [])[1:3] == ["-m", "raredx.jobs"]
        and (process.info["environ"] or {}).get("RAREDX_WORKSPACE")
        == os.environ["RAREDX_WORKSPACE"]
    ]
    until(lambda: sum(worker.is_running() for worker in workers) <= 1)


def test_a_job_that_comes_in_while_the_worker_leaves_is_not_forgotten():
    for _ in range(3):
        worker = subprocess.Popen([sys.executable, "-m", "raredx.jobs", "0"])
        job = ended(submit("count", {"steps": 1}))
        assert job.status is Status.DONE
        worker.wait(timeout=60)


def test_a_stopped_worker_gives_its_job_up_as_lost():
    job = running(submit("resumable-count", {"steps": 100_000}))
    engine._workers[0].terminate()
    until(lambda: Store().get(job.id).status is Status.LOST)
    assert not is_alive(job.pid, job.pid_started)


def edit_store(sql: str, *values: object) -> None:
    with closing(sqlite3.connect(Store().db.path)) as db, db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(sql, values)


@pytest.mark.parametrize(
    ("column", "value"),
    [("config", "{half"), ("status", "dancing"), ("result", "[1"), ("total", "x")],
)
def test_a_damaged_row_is_shown_as_such_and_the_rest_as_usual(column, value):
    good = ended(submit("count", {"steps": 1}))
    bad = ended(submit("count", {"steps": 2}))
    edit_store(f"UPDATE jobs SET {column} = ? WHERE id = ?", value, bad.id)
    seen = {job.id: job for job in Store().jobs()}
    assert seen[good.id].status is Status.DONE
    assert seen[bad.id].status is Status.FAILED
    assert seen[bad.id].error == "This row of the job store is damaged. Submit the job again."


def test_a_damaged_row_in_the_queue_does_not_stop_the_worker():
    bad = Store().add(kind="count", lane="light", config="{}")
    edit_store("UPDATE jobs SET config = '{half' WHERE id = ?", bad)
    assert ended(submit("count", {"steps": 1})).status is Status.DONE
    assert Store().get(bad).status is Status.FAILED


@pytest.mark.parametrize(
    ("kind", "config", "says"),
    [
        ("count", '{"stepz": 3}', "stepz: there is no such field"),
        ("count", '{"steps": "many"}', "steps: Input should be a valid integer"),
        ("yesterday", "{}", "no job kind 'yesterday' in this version"),
    ],
)
def test_a_job_of_an_older_version_fails_in_words(kind, config, says):
    job_id = Store().add(kind=kind, lane="light", config=config)
    job = ended(Store().get(job_id))
    assert job.status is Status.FAILED
    assert job.error is not None
    assert says in job.error


def test_a_store_that_is_no_database_says_what_to_do():
    path = Store().db.path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(UserError, match=r"is damaged\. Move that file away"):
        Store().jobs()


def test_a_store_of_a_newer_version_is_left_alone():
    Store().add(kind="count", lane="light", config="{}")
    edit_store(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(UserError, match="made by a newer RareDx"):
        Store().jobs()
