"""The job and the command that train a model."""

from __future__ import annotations

import json

from raredx.cli import main
from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import open_cohort
from raredx.jobs import get_kind
from raredx.learning.bundle.store import open_bundle
from tests.learning.bundle.workbench import quiet


def test_the_job_says_the_short_form_and_gives_the_card(bench):
    kind = get_kind("train")
    config = kind.parse({"name": "second", "cohort": "here", "head": "prototype"})
    result = kind.run(config, quiet())
    card = open_bundle("second").card
    assert result.summary == " ".join(card.short("second"))
    assert result.values["card"] == card.model_dump(mode="json")
    assert result.outputs == ("models/second",)
    split = load_split(open_cohort("here"), "default")
    assert kind.work(config) == len([*split.development, *split.gallery, *split.calibration])


def test_the_command_trains_and_prints_the_card(bench, capsys):
    main(["train", "second", "--cohort", "here", "--head", "prototype", "--json"])
    job = json.loads(capsys.readouterr().out)
    assert job["status"] == "done"
    assert job["result"]["values"]["card"]["head"] == "prototype"
    assert open_bundle("second").card.backbone == "shape-space"
