"""Classifiers that are as good as we say, in folds and repeats."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from raredx.learning.predictions import Predictions

CLASSES, FOLDS, REPEATS = 5, 5, 3


def planted(
    skill: float, *, people: int = 60, images: int = 1, seed: int = 0, noise: int = 0
) -> Predictions:
    """People, each with so many images; `noise` is what two classifiers do not share."""
    rows = people * images
    person = np.repeat(np.arange(people), images)
    truth = person % CLASSES
    shared = np.random.default_rng(seed).normal(size=(rows, CLASSES))
    rng = np.random.default_rng((seed, noise))
    scores, folds = [], []
    for repeat in range(REPEATS):
        raw = shared + 0.8 * rng.normal(size=(rows, CLASSES))
        raw[np.arange(rows), truth] += skill
        scores.append(raw - np.log(np.exp(raw).sum(1, keepdims=True)))
        folds.append(np.random.default_rng(repeat).permutation(people)[person] % FOLDS)
    return Predictions(
        classes=tuple("ABCDE"),
        scores=np.concatenate(scores).astype(np.float32),
        truth=np.tile(truth, REPEATS),
        images=np.tile([f"image {row:03}" for row in range(rows)], REPEATS),
        subjects=np.tile([f"person {number:03}" for number in person], REPEATS),
        repeat=np.repeat(np.arange(REPEATS), rows),
        fold=np.concatenate(folds),
        trained=np.full(CLASSES, 0.8 * rows / CLASSES),
    )


def one_test(said: Predictions) -> Predictions:
    """Only the first repeat, as if it had been one test set without folds."""
    first = said.take(said.repeat == 0)
    return replace(first, fold=np.zeros(len(first), np.intp))


def learnt(seed: int, *, people: int = 60, apart: float = 1.4) -> tuple[Predictions, Predictions]:
    """Two nearest-mean classifiers that learn in each fold, from features just as telling."""
    rng = np.random.default_rng(seed)
    own = np.eye(CLASSES)[np.arange(people) % CLASSES]  # (n, c)
    plan = planted(0.0, people=people)
    both = []
    for _ in range(2):
        features = rng.normal(size=(people, 10)) + apart * (own @ np.eye(CLASSES, 10))
        scores = np.empty_like(plan.scores)
        for repeat, fold in np.unique(np.stack([plan.repeat, plan.fold]), axis=1).T:
            rows = np.flatnonzero((plan.repeat == repeat) & (plan.fold == fold))
            test = rows % people
            taught = np.delete(own, test, 0)
            means = taught.T @ np.delete(features, test, 0) / taught.sum(0)[:, None]  # (c, 10)
            raw = features[test] @ means.T - (means**2).sum(1) / 2
            scores[rows] = raw - np.log(np.exp(raw).sum(1, keepdims=True))
        both.append(replace(plan, scores=scores))
    return both[0], both[1]
