"""The check as a job and as a command."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from raredx.cli.cohort_check import check as command
from raredx.cohorts.check.jobs import Check, check_cohort
from raredx.errors import NotFoundError
from raredx.jobs import Progress, estimate, kinds
from tests.cohorts.check.test_report import write_cohort


@pytest.fixture(autouse=True)
def _registered(workspace, monkeypatch):
    monkeypatch.setenv("RAREDX_PLUGINS", "raredx.cohorts.check.jobs")
    from tests.conftest import forget_settings

    forget_settings()
    assert "cohort-check" in kinds.all_kinds()


def test_a_job_checks_and_counts_every_image_twice():
    cohort = write_cohort(people=3, photos=1)
    ticks = []
    progress = Progress(send=ticks.append)
    result = check_cohort(Check(cohort="drawn"), progress)
    assert result.summary.startswith("drawn: 3 images")
    assert result.values["images"]["error"] == 0
    assert ticks[-1]["progress"]["done"] == ticks[-1]["progress"]["total"] == 2 * len(cohort)
    assert kinds.get_kind("cohort-check").work(Check(cohort="drawn", cropped=False)) == 3


def test_a_cohort_that_is_not_there_is_told_before_the_start():
    for asked in (
        lambda config: estimate("cohort-check", config),
        lambda config: check_cohort(config, Progress()),
    ):
        with pytest.raises(NotFoundError, match="no cohort 'nobody'"):
            asked(Check(cohort="nobody"))


def test_the_command_prints_findings_with_what_they_mean():
    write_cohort(people=4)
    done = CliRunner().invoke(command, ["drawn", "--no-cropped"])
    assert done.exit_code == 0, done.output
    assert "Condition with one subject (2)" in done.output
    assert "Noonan syndrome: 1 subject, 2 images" in done.output
    assert "a split keeps it in training, or leaves it out" in done.output


def test_the_command_prints_json_and_the_last_report():
    write_cohort(people=4)
    done = CliRunner().invoke(command, ["drawn", "--no-cropped", "--json"])
    summary = json.loads(done.output)
    assert summary["verdict"] == "note"
    assert summary["encoder"] is None
    again = CliRunner().invoke(command, ["drawn", "--last", "--json"])
    assert json.loads(again.output) == summary


def test_the_command_ends_with_1_if_there_is_an_error():
    cohort = write_cohort()
    (cohort.folder / cohort.rows("path")["path"][0].as_py()).unlink()
    done = CliRunner().invoke(command, ["drawn", "--no-cropped"])
    assert done.exit_code == 1
    assert "Image cannot be read (1)" in done.output
