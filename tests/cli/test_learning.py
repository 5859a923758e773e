"""Experiments from the shell: a file of settings, a table with intervals and chance, sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from raredx.cli import main
from raredx.jobs import Progress
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from tests.learning.small import small_cohort

EXAMPLES = [
    Path(__file__).parents[2] / "examples" / f"{name}.yaml"
    for name in ("augmentation", "backbones")
]


@pytest.fixture
def trial(tmp_path):
    small_cohort()
    heads = ("prototype", "discriminant:components=12")
    config = ExperimentConfig(name="trial", cohort="small", backbones=("landmarks",), heads=heads)
    return run(config, progress=Progress(scratch=tmp_path / "scratch"))


@pytest.mark.slow
def test_an_experiment_by_a_file_of_settings_and_what_differs(tmp_path, capsys):
    small_cohort()
    file = tmp_path / "First.yaml"
    file.write_text(
        "cohort: small\nbackbones: [landmarks]\nheads: [prototype, nearest]\nrepeats: 1\n"
    )
    main(["experiment", "--config", str(file), "--seed", "3"])
    assert "first: 2 classifiers judged" in capsys.readouterr().out
    main(["compare", "first", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["experiments"][0]["config"]["seed"] == 3
    assert [one["name"] for one in told["classifiers"]] != []
    assert told["pairs"][0]["verdict"].startswith(("Not decisive", "own / landmarks"))


def test_the_table_has_intervals_chance_and_a_sentence(trial, capsys):
    main(["compare", "trial"])
    told = capsys.readouterr().out
    assert "trial: small, 3 folds × 2 repeats," in told
    assert "1 condition of one person" in told
    assert "by chance" in told
    assert "16.7" in told  # of six conditions
    assert "not a medical device" in told
    assert told.rstrip().splitlines()[-1].count("own / landmarks") == 2


def test_two_single_classifiers_by_another_measure(trial, capsys):
    one, other = (f"trial:{name}" for name in trial.names)
    main(["compare", one, other, "--measure", "log-loss", "--pairs"])
    assert "log loss" in capsys.readouterr().out


def test_experiments_are_listed(trial, capsys):
    main(["compare"])
    assert "trial" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["compare", "nobody"], "There is no experiment 'nobody'"),
        (["compare", "trial", "--measure", "beauty"], "There is no measure 'beauty'"),
        (["compare", "trial", "--part", "test"], "no predictions of the test part"),
        (["experiment", "--config", "nowhere.yaml"], "nowhere.yaml"),
        (["experiment", "--cohort", "small"], "name: is needed"),
        (
            ["experiment", "--name", "x", "--heads", "forest", "--cohort", "small"],
            "no head 'forest'",
        ),
    ],
)
def test_what_does_not_fit_is_one_line(trial, capsys, arguments, line):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert line in said[-1]


@pytest.mark.parametrize("text", ["- a\n- b\n", "cohort: [", "\x00"])
def test_a_file_without_settings_is_one_line(tmp_path, capsys, text):
    file = tmp_path / "wrong.yaml"
    file.write_text(text)
    with pytest.raises(SystemExit) as ended:
        main(["experiment", "--config", str(file)])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_examples_are_valid(file):
    from raredx.cli.kinds import read_config
    from raredx.learning.backbones import get_backbone
    from raredx.learning.experiment.arms import Arm
    from raredx.learning.experiment.chosen import parse_head

    config = ExperimentConfig.model_validate(read_config(file))
    assert config.name == file.stem
    assert all(Arm.parse(arm).name == arm for arm in config.arms)
    assert all(get_backbone(name).width for name in config.backbones)
    assert all(parse_head(head).name for head in config.heads)


def test_backbones_and_heads_are_listed(capsys):
    main(["backbones", "--json"])
    assert {"landmarks", "face-signs"} <= {
        one["name"] for one in json.loads(capsys.readouterr().out)
    }
    main(["heads", "--json"])
    assert "nearest" in {one["name"] for one in json.loads(capsys.readouterr().out)}
    main(["backbones"])
    main(["heads"])
    assert "efficientnet-lite0@whole" in capsys.readouterr().out
