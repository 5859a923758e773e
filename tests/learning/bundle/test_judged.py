"""Who judged a model's make: an experiment on the same data, or nobody."""

from __future__ import annotations

from raredx.learning.bundle.judged import REPORTED, judged
from raredx.learning.bundle.store import open_bundle
from raredx.learning.experiment.store import Experiment, remove_experiment
from raredx.learning.metrics import score
from tests.learning.bundle.workbench import trained


def test_the_card_has_the_validation_of_the_experiment_with_its_name(bench):
    found = open_bundle("first").card.judged
    experiment = Experiment.open("trial")
    expected = score(experiment.predictions("own / shape-space / nearest"), names=REPORTED)
    assert (found.experiment, found.classifier) == ("trial", "own / shape-space / nearest")
    assert (found.folds, found.repeats) == (2, 2)
    assert list(found.scores) == expected.rows()
    assert str(expected["top-1"]) in found.sentences[0]


def test_the_head_is_the_same_however_it_is_written(bench):
    assert trained("second", head="nearest:neighbours=1").card.judged.experiment == "trial"


def test_nobody_judged_another_head_arm_or_backbone(bench):
    for settings in ({"head": "ridge"}, {"arm": "flipped"}, {"backbone": "landmarks"}):
        card = trained("second", replace=True, **settings).card
        assert card.judged is None
        assert "How well it does is unknown" in " ".join(card.words()["How well"])


def test_nobody_judged_it_by_other_data(bench):
    card = open_bundle("first").card
    assert judged(card.model_copy(update={"split_hash": "other"})) is None
    assert judged(card.model_copy(update={"data_hash": "other"})) is None
    remove_experiment("trial")
    assert judged(card) is None
