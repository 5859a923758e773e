"""The job and the command that take a model elsewhere."""

from __future__ import annotations

import json

import pytest

from raredx.cli import main
from raredx.cohorts.store import open_cohort
from raredx.jobs import get_kind
from raredx.learning.external.store import External
from tests.learning.bundle.workbench import quiet


def test_the_job_tells_what_came_of_it(bench):
    kind = get_kind("external")
    config = kind.parse({"bundle": "first", "cohort": "there", "name": "away", "permutations": 99})
    result = kind.run(config, quiet())
    assert result.summary == " ".join(External.open("away").record.sentences)
    assert result.outputs == ("external/away",)
    assert kind.work(config) == len(open_cohort("there"))


def test_the_command_keeps_a_result(bench, capsys):
    main(["external", "first", "there", "--name", "away", "--json"])
    job = json.loads(capsys.readouterr().out)
    assert job["result"]["values"]["name"] == "away"
    assert External.open("away").record.config.permutations == 999


def test_the_command_ends_with_the_line_of_what_is_wrong(bench, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["external", "first", "here", "--json"])
    assert ended.value.code == 2
    assert "with what the model 'first' comes from" in capsys.readouterr().err
