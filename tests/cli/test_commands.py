"""The command line as its users meet it: what it prints, how it fails."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest

from raredx.cli import main, raredx_command
from raredx.jobs import Status, Store, submit
from raredx.settings import ROOT
from tests.conftest import forget_settings
from tests.jobs.waiting import ended, running


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    code = 0
    try:
        main(list(arguments))
    except SystemExit as error:
        code = int(error.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of every command."""
    if not isinstance(group, click.Group):
        return [path]
    context = click.Context(group)
    return [
        found
        for name in group.list_commands(context)
        for found in commands(group.get_command(context, name), (*path, name))  # type: ignore[arg-type]
    ]


ALL = commands(raredx_command)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_and_takes_json(capsys, path):
    code, out, _ = run(capsys, *path, "--help")
    assert code == 0
    assert "--json" in out
    assert len(out.split("Options:")[0].split("\n\n")) > 1, "it says what it does"


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_is_documented(path):
    if path[:2] == ("jobs", "run"):
        path = ("jobs", "run")
    assert f"raredx {' '.join(path)}" in (ROOT / "docs" / "commands.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["dance"], "No such command 'dance'"),
        (["jobs", "show"], "Missing argument 'JOB_ID'"),
        (["jobs", "show", "x"], "'x' is not a valid integer"),
        (["jobs", "show", "7"], "There is no job 7. See `raredx jobs list`."),
        (["jobs", "cancel", "7"], "There is no job 7"),
        (["jobs", "retry", "7"], "There is no job 7"),
        (["jobs", "logs", "7"], "There is no job 7"),
        (["jobs", "list", "--status", "late"], "'late' is not one of 'queued'"),
        (["jobs", "run", "dance"], "No such command 'dance'"),
        (["jobs", "run", "count", "--steps", "0"], "steps: Input should be greater than or equal"),
        (["jobs", "run", "count", "--steps", "two"], "'two' is not a valid integer"),
        (["jobs", "run", "count", "--fail-at", "1"], "The count stumbled"),
        (["jobs", "run", "misbehave"], "RuntimeError: the wheel came off"),
        (["assets", "pull", "cat"], "There is no asset 'cat'. Choose one of: face-landmarker"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_one_line_and_exit_code_2(capsys, arguments, says):
    code, _, err = run(capsys, *arguments)
    lines = [line for line in err.splitlines() if line.startswith("raredx: ")]
    assert code == 2
    assert len(lines) == 1
    assert says in lines[0]
    assert "Traceback" not in err


@pytest.mark.parametrize("variable", ["RAREDX_DEVICE", "RAREDX_THREADS", "RAREDX_OFFLINE"])
def test_a_wrong_setting_is_one_line(variable, monkeypatch):
    monkeypatch.setenv(variable, "nonsense")
    done = subprocess.run(
        [sys.executable, "-m", "raredx", "doctor"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("raredx: ")


def test_a_job_from_submit_to_log(capsys):
    code, out, err = run(capsys, "jobs", "run", "count", "--steps", "4", "--pause", "0")
    assert (code, out) == (0, "Counted to 4\n")
    assert "the time is not known" in err
    assert "Counted to 4" in run(capsys, "jobs", "list")[1]
    shown = run(capsys, "jobs", "show", "1")[1]
    assert "job 1 done, 100%" in shown
    assert "9 at 3" in shown
    assert "counting aloud" in run(capsys, "jobs", "logs", "1")[1]
    assert "about" in run(capsys, "jobs", "run", "count", "--steps", "5")[2]


def test_json_is_json(capsys):
    for arguments in (
        ["jobs", "run", "count", "--json"],
        ["jobs", "list", "--json"],
        ["jobs", "show", "1", "--json"],
        ["jobs", "logs", "1", "--json"],
        ["jobs", "retry", "1", "--json"],
        ["jobs", "cancel", "1", "--json"],
        ["assets", "list", "--json"],
        ["app", "--json"],
        ["serve", "--json"],
    ):
        code, out, _ = run(capsys, *arguments)
        assert code == 0
        assert json.loads(out)


def test_a_detached_job_is_only_queued(capsys):
    out = run(capsys, "jobs", "run", "count", "--steps", "2", "--detach")[1]
    assert out == "Job 1 is queued.\n"
    assert Store().get(1).config["steps"] == 2


def test_a_training_is_told_to_finish(capsys):
    job = running(submit("resumable-count", {"steps": 100_000}))
    code, out, _ = run(capsys, "jobs", "finish", str(job.id))
    assert (code, out) == (0, f"Job {job.id} is asked to finish.\n")
    assert ended(job).status is Status.DONE
    code, _, err = run(capsys, "jobs", "finish", str(job.id))
    assert code == 2
    assert "cannot be finished early" in err


def test_an_empty_workspace_offers_the_first_step(capsys):
    assert "raredx jobs run assets-verify" in run(capsys, "jobs", "list")[1]


def test_doctor_reports_and_says_what_to_do(capsys, monkeypatch):
    code, out, _ = run(capsys, "doctor")
    assert code == 0
    assert "All is well." in out
    monkeypatch.setenv("RAREDX_THREDS", "2")
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "! RAREDX_THREDS: Check the spelling" in out


def test_doctor_finds_what_is_missing(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("RAREDX_PLUGINS", "nowhere.to.be.found")
    monkeypatch.setenv("RAREDX_ASSETS", str(tmp_path / "empty"))
    monkeypatch.setenv("RAREDX_WORKSPACE", "/proc/nowhere")
    forget_settings()
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "! face_landmarker.task: Run `raredx assets pull face-landmarker`" in out
    assert "cannot be written" in out
    assert "! job kinds: Install it, or take it out of the setting `plugins`." in out


def test_output_into_a_closed_pipe_is_no_error():
    done = subprocess.run(
        f'"{sys.executable}" -m raredx serve --json | head -1',
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
