"""The experiments that come as examples can be started as they are."""

from __future__ import annotations

import pytest
import yaml

from raredx.cohorts.store import open_cohort
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import lay_out
from raredx.learning.experiment.supply import supplies_of
from raredx.settings import ROOT

EXAMPLES = ("mirror", "backbones", "augmentation", "augmentation-full", "published-protocol")


def config(name, **changed):
    given = yaml.safe_load((ROOT / "examples" / f"{name}.yaml").read_text())
    return ExperimentConfig.model_validate({"name": name} | given | changed)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_says_what_it_tries(name):
    asked = config(name, judged=None)
    study, _ = lay_out(asked)
    arms = [Arm.parse(text) for text in asked.arms]
    assert {*asked.conditions} <= {*study.classes}
    for supply in supplies_of(asked, study, arms):
        leaking = "leaking" in supply.name
        (fold,) = [
            one
            for one in study.folds_of(supply.arms[0].images)
            if (one.repeat, one.number) == (supply.repeat, supply.fold)
        ]
        assert {*fold.training} <= {*supply.ids}
        assert leaking == bool({*fold.judged} & {*supply.ids})


def test_the_conditions_that_were_drawn_have_four_people_to_learn_from_each():
    asked = config("augmentation", judged=None)
    study, _ = lay_out(asked)
    assert len(asked.conditions) == 20
    people = {name: set() for name in asked.conditions}
    for fold in study.folds_of(4):
        for one in fold.training:
            people[study.labels[one]].add(study.subjects[one])
    assert min(map(len, people.values())) >= 4
    assert open_cohort(asked.cohort)
