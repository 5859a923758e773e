"""Predictions to score: random ones, with what makes metrics stumble."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import log_softmax

from raredx.learning.metrics.prepared import Repeat, prepare
from raredx.learning.predictions import Predictions


def predictions_of(scores, truth, *, subjects=None, repeats=1, trained=None) -> Predictions:
    """Scores (repeats n, c), turned into log-probabilities, of images of classes (n,)."""
    n, c = len(truth), scores.shape[1]
    images = np.array([f"i{number:05d}" for number in range(n)])
    with np.errstate(divide="ignore"):
        said = log_softmax(scores, axis=1)
    return Predictions(
        classes=tuple(f"class {number}" for number in range(c)),
        scores=said.astype(np.float32),
        truth=np.tile(truth, repeats),
        images=np.tile(images, repeats),
        subjects=np.tile(images if subjects is None else subjects, repeats),
        repeat=np.repeat(np.arange(repeats), n),
        fold=np.zeros(n * repeats, np.intp),
        trained=np.arange(c, 0.0, -1) * 3 if trained is None else np.array(trained, np.float64),
    )


def rough(seed: int = 0, *, n: int = 150, c: int = 6, repeats: int = 1) -> Predictions:
    """With tied scores, a class that no image is of, and a class that some rows did not know."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(c - 1, size=n)
    scores = rng.normal(size=(n * repeats, c))
    scores[np.arange(n * repeats), np.tile(truth, repeats)] += 1
    found = predictions_of(scores, truth, repeats=repeats)
    said = found.scores.round(1)  # no longer quite probabilities, but often equal
    said[rng.random(n * repeats) < 0.2, 1] = -np.inf
    return replace(found, scores=said)


def sound(
    seed: int = 0, *, n: int = 150, c: int = 6, signal: float = 1.0, repeats: int = 1
) -> Predictions:
    """With as many images of each class, more or less, and nothing strange."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % c
    scores = rng.normal(size=(n * repeats, c))
    scores[np.arange(n * repeats), np.tile(truth, repeats)] += signal
    return predictions_of(scores, truth, repeats=repeats)


def drawn(n: int, draws: int = 3, seed: int = 1):
    """Weights as a bootstrap gives them."""
    return np.random.default_rng(seed).multinomial(n, np.ones(n) / n, size=draws)


def only_repeat(predictions: Predictions) -> Repeat:
    (repeat,) = prepare(predictions).repeats
    return repeat
