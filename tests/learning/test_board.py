"""Classifiers beside each other: in order, with chance, and never a winner by itself."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.learning.board import MOST, board, gathered
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.learning.predictions import Predictions, example
from tests.learning.small import small_cohort


def said(sure: float, people: int = 40) -> Predictions:
    """Two classes; the classifier gives the right one so much, and is right three times in four."""
    right = np.arange(people) % 4 > 0
    own = np.where(right, sure, 1 - sure)
    truth = np.arange(people) % 2
    rows = np.stack([np.where(truth == 0, own, 1 - own), np.where(truth == 1, own, 1 - own)], 1)
    return example(rows.tolist(), truth.tolist())


def test_the_first_is_the_best_by_the_measure_that_was_chosen():
    named = {"bold": said(0.999), "fair": said(0.75), "wrong": said(0.2)}
    assert list(board(named, metrics=["top-1"]).scores)[-1] == "wrong"
    by_loss = board(named, measure="log-loss", metrics=["log-loss"])
    assert by_loss.best == "fair"
    assert [set(pair.names) for pair in by_loss.beside("fair")][-1] == {"fair", "bold"}
    assert len(by_loss.pairs) == 3
    assert len(by_loss.sentences()) == 2


def test_the_same_twice_has_no_winner():
    found = board({"one": said(0.75), "other": said(0.75)}, metrics=["top-1"])
    (sentence,) = found.sentences()
    assert sentence.startswith("Not decisive: one and other do not differ in any image")
    assert found.as_dict()["pairs"][0]["winner"] is None


def test_a_single_classifier_is_scored_and_compared_with_nobody():
    found = board({"alone": said(0.75)}, metrics=["top-1"])
    assert found.sentences() == []
    assert found.scores["alone"]["top-1"].chance == 0.5


@pytest.mark.parametrize("many", [0, MOST + 1])
def test_too_few_or_too_many_are_refused(many):
    with pytest.raises(UserError):
        board({str(number): said(0.75) for number in range(many)})


def test_classifiers_of_several_experiments_carry_their_names(tmp_path):
    small_cohort()
    for name in ("first", "second"):
        config = ExperimentConfig(
            name=name, cohort="small", backbones=("landmarks",), heads=("prototype",), repeats=1
        )
        run(config, progress=Progress(scratch=tmp_path / name))
    both = gathered(["first", "second:own / landmarks / prototype"])
    assert list(both) == [
        "first: own / landmarks / prototype",
        "second: own / landmarks / prototype",
    ]
    one, other = both.values()
    np.testing.assert_array_equal(one.scores, other.scores)
    assert list(gathered(["first"])) == ["own / landmarks / prototype"]
