"""Few-shot trials from the shell: a file of settings, a table with intervals and chance."""

from __future__ import annotations

import json

import pytest

from raredx.cli import main
from raredx.cli.kinds import read_config
from raredx.jobs import Progress
from raredx.learning.episodes.config import FewShotConfig
from raredx.learning.episodes.run import run
from raredx.learning.external.config import ExternalConfig
from raredx.settings import ROOT
from tests.learning.small import small_cohort

QUICK = "protonet:width=4,ways=2,queries=1,steps=3"
SETTINGS = {
    "cohort": "small",
    "ways": [2],
    "shots": [1, 3],
    "episodes": 20,
    "groups": 2,
    "backbones": ["shape-space"],
    "methods": ["prototype", QUICK],
}


@pytest.fixture
def trial(tmp_path):
    small_cohort()
    config = FewShotConfig(name="trial", **SETTINGS)
    return run(config, progress=Progress(scratch=tmp_path / "scratch"))


@pytest.mark.slow
def test_a_trial_by_a_file_of_settings_and_a_name(tmp_path, capsys):
    small_cohort()
    file = tmp_path / "First.yaml"
    file.write_text(json.dumps(SETTINGS))
    main(["few-shot", "mine", "--config", str(file), "--seed", "3"])
    told = capsys.readouterr().out
    assert told.startswith("mine: small, ")
    assert "2-way 1-shot: " in told
    main(["few-shots", "mine", "--json"])
    assert json.loads(capsys.readouterr().out)["config"]["seed"] == 3


def test_the_table_has_intervals_chance_and_sentences(trial, capsys):
    main(["few-shots", "trial"])
    first, heading, plain, net, chance, *rest = capsys.readouterr().out.splitlines()
    assert "simulated images of" in first
    assert first.endswith("6 conditions in 2 groups")
    assert heading.split("  ")[0] == "2-way 1-shot"
    assert plain.endswith("shape-space / prototype")
    assert net.endswith(QUICK)
    assert chance.split() == ["50.0", "50.0", "by", "chance"]
    value, low, high = (100 * part for part in trial.record.answers[0].accuracy)
    assert plain.startswith(f"{value:.1f} ({low:.1f} to {high:.1f})")
    assert "in 20 episodes; in brackets: 95 % intervals" in rest[0]
    assert "not a medical device" in rest[1]
    assert tuple(rest[2:]) == trial.record.sentences


def test_trials_are_listed(trial, capsys):
    main(["few-shots"])
    assert "trial  small   2-way 1-shot, 2-way 3-shot" in capsys.readouterr().out
    main(["few-shots", "--json"])
    assert json.loads(capsys.readouterr().out)[0]["record"]["cohort"] == "small"


def test_before_the_first_trial(capsys):
    main(["few-shots"])
    assert "no few-shot trial yet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["few-shots", "nobody"],
            "There is no few-shot trial 'nobody'. Make one: `raredx few-shot",
        ),
        (["few-shot", "--ways", "5"], "name: is needed"),
        (["few-shot", "x", "--methods", "magic"], "There is no method 'magic'"),
        (["few-shot", "x", "--backbones", "retina"], "There is no backbone 'retina'"),
        (["few-shot", "x", "--ways", "some"], "'some' is no whole number"),
        (["few-shot", "--config", "nowhere.yaml"], "nowhere.yaml"),
        (["external", "--config", "nowhere.yaml"], "nowhere.yaml"),
        (["external", "first"], "cohort: is needed"),
    ],
)
def test_what_does_not_fit_is_one_line(capsys, arguments, line):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert line in said[0]


def test_a_file_of_settings_gives_what_is_not_said_beside_it(tmp_path, capsys):
    file = tmp_path / "away.yaml"
    file.write_text("bundle: first\ncohort: there\n")
    for arguments, cohort in (([], "there"), (["first", "here"], "here")):
        with pytest.raises(SystemExit):
            main(["external", *arguments, "--config", str(file)])
        assert f"There is no cohort '{cohort}'" in capsys.readouterr().err


def test_the_examples_are_valid():
    examples = ROOT / "examples"
    few = FewShotConfig.model_validate(read_config(examples / "few-shot.yaml"))
    assert few.name == "few-shot"
    assert few.sizes == [(ways, shots) for ways in (5, 10, 15) for shots in (1, 5)]
    away = ExternalConfig.model_validate(read_config(examples / "external.yaml"))
    assert away.title == "external"
