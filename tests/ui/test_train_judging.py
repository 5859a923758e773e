"""What classifiers will cost: as they took here, else by what is said of them, else nothing."""

from __future__ import annotations

import pytest

from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.store import Record
from raredx.learning.heads import get_head
from raredx.ui.train_judging import judging
from tests.ui.small_experiment import small_experiments

TUNED = "tuned:epochs=10"


@pytest.fixture
def record(workspace) -> Record:
    return small_experiments().record


def ran(record: Record, *cells: tuple[str, str, float], created: str = "2026-01-01") -> Record:
    """The record of an experiment whose classifiers took so many seconds for ten cells each."""
    told = [
        {"arm": "own", "backbone": backbone, "head": head, "cells": 10, "seconds": seconds}
        for backbone, head, seconds in cells
    ]
    return record.model_copy(update={"cells": tuple(told), "created": created})


def config(*heads: str) -> ExperimentConfig:
    return ExperimentConfig(name="new", backbones=("landmarks", "efficientnet-lite0"), heads=heads)


def test_the_last_run_of_a_classifier_counts_before_that_of_its_head(record):
    runs = [
        ran(record, ("landmarks", "ridge", 99.0)),
        ran(record, ("landmarks", "ridge", 20.0), ("shape-space", "ridge", 5.0), created="2026-02"),
    ]
    first, second = judging(config("ridge"), cells=25, training=400, cores=2, records=runs)
    assert (first.what, first.seconds) == ("ridge by landmarks", 25 * 2.0 / 2)
    assert (second.what, second.seconds) == ("ridge by efficientnet-lite0", 25 * 0.5 / 2)


def test_a_head_that_never_ran_says_its_own_cost():
    found = judging(config("ridge"), cells=10, training=589, cores=1, records=[])
    assert [one.seconds for one in found] == [pytest.approx(10 * get_head("ridge").seconds)] * 2


def test_networks_are_trained_one_by_one_and_guessed_by_their_encoding(record):
    heads = config("ridge", TUNED)
    found = judging(heads, cells=25, training=400, cores=2, records=[])
    assert [one.what for one in found if one.seconds is None] == [f"{TUNED} by efficientnet-lite0"]
    taken = ran(record, ("efficientnet-lite0", TUNED, 300.0))
    trained = judging(heads, cells=25, training=400, cores=2, records=[taken])[-1]
    assert trained.seconds == pytest.approx(25 * 30.0)
