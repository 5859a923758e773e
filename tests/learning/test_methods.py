"""The methods of an experiment in words: nothing that decides a result is left out."""

from __future__ import annotations

import numpy as np
import pytest

import raredx
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.store import Record
from raredx.learning.methods import methods, statistics
from raredx.learning.predictions import Predictions, example

HASHES = {"data_hash": "d" * 64, "split_hash": "5" * 64}


def record(**changed) -> Record:
    given = {
        "config": ExperimentConfig(
            name="trial",
            cohort="faces",
            arms=("own", "flipped+more"),
            backbones=("landmarks",),
            heads=("nearest:neighbours=3", "ridge"),
        ),
        "created": "2026-01-02T03:04:05+00:00",
        "cohort": "faces",
        "origins": {"simulated": 4},
        "split": "main",
        "folds": 5,
        "repeats": 1,
        "classes": ("A", "B"),
        "never_judged": ("C syndrome",),
        "trained": (4.0, 4.0),
        "calibration": 60,
        "spaces": {},
        "reading": (),
        "cells": ({"blind": 0}, {"blind": 3}),
        "versions": {"raredx": "0.1.0", "numpy": "2.4.6"},
        "cores": 2,
        "seconds": 75.0,
        **HASHES,
    }
    return Record.model_validate({**given, **changed})


def whole(**changed) -> str:
    return " ".join(methods(record(**changed), example(), origins={"simulated": 4}).values())


@pytest.mark.parametrize(
    "said",
    [
        "4 images of 4 people (4 simulated)",
        "5-fold cross-validation",
        "no person, and no image, is in the training and in the judged part",
        "The test part stayed closed",
        "each image also in a mirror",
        "all images of the cohort more",
        "nearest patient (nearest:neighbours=3)",
        "learned from nothing but the mean shape",
        "fitted on the training part of each fold alone",
        "one temperature, fitted on 60 images",
        "C syndrome",
        "labelled unaffected were left out",
        "3 answers went by the frequencies",
        "nothing about patients",
        "raredx 0.1.0 and numpy 2.4.6",
        "1 min 15 s on 2 cores",
        *HASHES.values(),
        raredx.NOT_A_DEVICE,
    ],
)
def test_it_says_what_was_done(said):
    assert said in whole()


def test_without_calibration_it_says_so():
    assert "no calibration part" in whole(calibration=0)
    assert "has 5 images, and it takes 30" in whole(calibration=5)


def test_an_opened_test_part_names_its_reason():
    config = record().config.model_copy(update={"test_because": "the last table"})
    opened = record(config=config)
    told = methods(opened, example(), part="test", origins={"simulated": 4})
    assert "“the last table”" in told["Protocol"]
    assert "fitted once on all development images" in told["Protocol"]
    validated = methods(opened, example(), origins={"simulated": 4})["Protocol"]
    assert "stayed closed" not in validated


def test_the_test_that_decides_is_named():
    folded = example([[0.8, 0.2]] * 4, [0, 1, 0, 1])
    folded.fold[2:] = 1
    with_folds = statistics(folded, part="validation", compared=3, measure="top-1")
    assert "Nadeau and Bengio" in with_folds
    assert "3 pairs" in with_folds
    once = statistics(example(), part="test", compared=2, measure="top-1")
    assert "by exact McNemar's test over people; p-values" in once
    loss = statistics(example(), part="test", compared=2, measure="log-loss")
    assert "McNemar" not in loss
    assert "Guessing among 2 conditions gives 0.693 (log-loss)" in loss


def test_draws_other_people_and_synthetic_images_are_said():
    arms = ("own:2", "own:2+lora/filtered", "own+lora/five-point-cosine/leaking")
    asked = {"judged": "others", "draws": 3, "arms": arms, "generators": ("lora",)}
    config = record().config.model_copy(update=asked)
    supply = {"name": "x", "generator": "lora", "learned_from": 4, "drawn": 24}
    supply |= {"taken": {arms[1]: 8}, "nothing_of": {arms[1]: ["B"]}, "verdicts": {"no face": 3}}
    told = whole(config=config, repeats=3, supplied=(supply, supply | {"learned_from": 6}))
    assert "2 generators (lora; base model pocket) learned from 4 to 6 images each" in told
    assert "drew 48 images" in told
    assert "6 no face" in told
    assert "2 times nothing of a condition was taken" in told
    assert "Judged by all people of the cohort others" in told
    assert "drawn 3 times" in told
    assert "2 images of each condition of the fold" in told
    assert "those of each condition most like it, by lora that learned from 2 images" in told
    assert "and from those who are judged" in told
    assert record(config=config, repeats=3).protocol == "3 draws, judged by others"


def test_the_interval_over_draws_is_named():
    one = example()
    twice = Predictions(
        **{
            **vars(one),
            **{
                name: np.concatenate([getattr(one, name)] * 2)
                for name in ("scores", "truth", "images", "subjects", "fold")
            },
            "repeat": np.repeat([0, 1], len(one)),
        }
    )
    told = statistics(twice, part="validation", compared=2, measure="top-1")
    assert "a t-test over draws of the training images and people" in told
    assert "Nadeau" not in told
