"""Jobs from submit to end, through a real worker and real child processes."""

from __future__ import annotations

import pytest

from raredx.errors import UserError
from raredx.jobs import Status, Store, cancel, estimate, finish, get_kind, retry, submit
from tests.jobs.sample_kinds import Count, beat_file
from tests.jobs.waiting import ended, nobody_writes, running, until


def test_a_job_is_done_and_all_it_said_is_kept():
    job = ended(submit("count", {"steps": 25}))
    assert job.status is Status.DONE
    assert job.result is not None
    assert job.result.summary == "Counted to 25"
    assert (job.fraction, job.done, job.total) == (1.0, 25, 25)
    assert [m.value for m in Store().metrics(job.id)] == [step**2 for step in range(25)]
    previews = Store().previews(job.id)
    assert [p.caption for p in previews] == ["step 0", "step 10", "step 20"]
    assert all((job.folder / preview.file).is_file() for preview in previews)
    assert "counting aloud" in job.log.read_text()
    assert not job.scratch.exists()


def test_a_wrong_config_is_refused_before_anything_runs():
    with pytest.raises(UserError, match="steps: Input should be greater than or equal to 1"):
        submit("count", {"steps": 0})
    with pytest.raises(UserError, match="stops: there is no such field"):
        submit("count", {"stops": 3})
    with pytest.raises(UserError, match="no job kind 'dance'"):
        submit("dance", {})
    assert Store().jobs() == []


def test_the_same_request_twice_is_one_job():
    config = {"steps": 500}
    first, second = submit("count", config), submit("count", config)
    assert first.id == second.id
    cancel(first.id)


@pytest.mark.parametrize(
    ("kind", "config", "says"),
    [
        ("count", {"fail_at": 1}, "The count stumbled. Choose another step to fail at."),
        ("misbehave", {"how": "raise"}, "RuntimeError: the wheel came off"),
        ("misbehave", {"how": "exit"}, "ended by itself (exit code 7)"),
        ("misbehave", {"how": "kill"}, "It was killed, most likely because memory ran out"),
    ],
)
def test_a_failure_is_one_line_that_says_why(kind, config, says):
    job = ended(submit(kind, config))
    assert job.status is Status.FAILED
    assert job.error is not None
    assert says in job.error
    assert "\n" not in job.error


def test_cancel_stops_at_the_next_tick():
    job = running(submit("count", {"steps": 100_000}))
    until(lambda: Store().get(job.id).done > 0)
    cancel(job.id)
    job = ended(job)
    assert job.status is Status.CANCELLED
    assert 0 < job.done < 100_000


def test_cancel_ends_a_job_that_does_not_listen_and_what_it_started():
    job = running(submit("misbehave", {"how": "write"}))
    until(beat_file("grandchild").exists)
    cancel(job.id)
    assert ended(job).status is Status.CANCELLED
    assert nobody_writes()


def test_a_waiting_job_is_cancelled_at_once():
    holder = running(submit("resumable-count", {"steps": 100_000}))
    waiting = submit("resumable-count", {"steps": 2})
    assert cancel(waiting.id).status is Status.CANCELLED
    assert Store().get(holder.id).status is Status.RUNNING


def test_the_heavy_lane_takes_one_at_a_time_and_the_light_lane_goes_on():
    holder = running(submit("resumable-count", {"steps": 100_000}))
    waiting = submit("resumable-count", {"steps": 2})
    assert ended(submit("count", {"steps": 2})).status is Status.DONE
    assert Store().get(waiting.id).status is Status.QUEUED
    cancel(holder.id)
    assert ended(waiting).status is Status.DONE


def test_retry_resumes_from_the_checkpoint_or_starts_afresh():
    job = running(submit("resumable-count", {"steps": 400}))
    until(lambda: Store().get(job.id).done > 5)
    cancel(job.id)
    stopped_at = ended(job).done
    again = ended(retry(job.id))
    assert again.attempt == 2
    assert again.result is not None
    assert again.result.values["resumed"] is True
    assert again.result.values["first"] >= stopped_at
    afresh = ended(retry(job.id, resume=False))
    assert afresh.result is not None
    assert afresh.result.values == {"first": 0, "resumed": False}


def test_a_running_job_cannot_be_retried():
    job = running(submit("resumable-count", {"steps": 100_000}))
    with pytest.raises(UserError, match="is running and cannot be started again"):
        retry(job.id)


def test_a_job_that_is_told_to_finish_ends_well_with_what_it_has():
    job = running(submit("resumable-count", {"steps": 100_000}))
    finish(job.id)
    done = ended(job)  # counting to the end would take a quarter of an hour
    assert done.status is Status.DONE
    with pytest.raises(UserError, match=f"Job {job.id} is done and cannot be finished early"):
        finish(job.id)
    other = running(submit("count", {"steps": 100_000}))
    with pytest.raises(UserError, match=f"Job {other.id} is running and cannot be finished early"):
        finish(other.id)
    cancel(other.id)


def test_twenty_thousand_points_are_all_kept():
    job = ended(submit("misbehave", {"how": "chatter"}))
    assert job.status is Status.DONE
    assert len(Store().metrics(job.id)) == 20_000


def test_the_estimate_rests_on_the_last_run():
    first = estimate("count", Count(steps=40))
    assert first is not None
    assert first.seconds is None
    assert str(first).startswith("40 steps; the time is not known")
    taken = ended(submit("count", {"steps": 20})).seconds_taken
    assert taken is not None
    second = estimate("count", Count(steps=40))
    assert second is not None
    assert second.seconds == pytest.approx(2 * taken)


def test_the_help_text_is_the_docstring():
    kind = get_kind("count")
    assert kind.help == "Count to a number, with a curve and pictures."
    assert kind.config is Count
