"""Confidence that can be believed: scores made flatter or sharper by one number, the temperature.

It is fitted on the calibration part of a split, which no head was trained on, and it never changes
the order of the classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.words import count

Floats = npt.NDArray[Any]

FEWEST = 30
"""Images below which a temperature would follow chance."""
_WIDEST = np.log(1e3)  # the temperature lies between 1/1000 and 1000
_SETTLED = 1e-6


@dataclass(frozen=True, kw_only=True)
class Temperature:
    """What scores are divided by: above 1 they were too sure, below 1 not sure enough."""

    value: float
    images: int
    """That it was fitted on."""
    note: str
    """Why it stays at 1, if it does; else empty."""


def fit_temperature(scores: Floats, truth: npt.ArrayLike, *, fewest: int = FEWEST) -> Temperature:
    """The temperature that makes what came true the likeliest.

    It is fitted as if one image more had been seen whose class nobody knew, so that a few images
    which all came out right do not make it certain of everything.

    Parameters
    ----------
    scores : ndarray of shape (n, c)
        Log-probabilities, -inf where a class was not trained. Images of such a class say nothing
        about confidence and are passed over.
    truth : array-like of shape (n,)
        Places of the true classes.
    fewest : int
        With fewer images than that it stays at 1.

    Examples
    --------
    >>> sure = np.log([[0.99, 0.01]] * 100)  # and right in 80 of 100
    >>> round(fit_temperature(sure, [0] * 80 + [1] * 20).value, 1)
    3.4
    >>> fit_temperature(sure[:12], [0] * 12).note
    '12 images are too few to fit a temperature, it takes 30'
    """
    own = np.asarray(truth, np.intp)
    if scores.ndim != 2 or own.shape != (len(scores),):
        raise UserError(
            f"Scores of shape {scores.shape} do not fit {own.size} true classes",
            remedy="Give a row of scores and one true class for each image",
        )
    told = np.isfinite(scores[np.arange(len(own)), own])
    logits, own = scores[told].astype(np.float64), own[told]
    if np.isnan(logits).any():
        raise UserError("There are scores that are no numbers", remedy="Leave those images out")
    if len(own) < fewest:
        too_few = f"{count(len(own), 'image')} are too few to fit a temperature, it takes {fewest}"
        return Temperature(value=1.0, images=len(own), note=too_few)
    return Temperature(value=_best(logits, own), images=len(own), note="")


def calibrated(scores: Floats, temperature: float) -> Floats:
    """Log-probabilities at a temperature: (n, c) in their own type, exp of a row sums to 1.

    >>> np.exp(calibrated(np.log([[0.9, 0.1]]), 2.0)).round(2).tolist()
    [[0.75, 0.25]]
    """
    return log_softmax(scores.astype(np.float64) / temperature).astype(scores.dtype)


def log_softmax(logits: Floats) -> Floats:
    """Logits (n, c) as log-probabilities; -inf stays, and takes no share.

    >>> log_softmax(np.array([[0.0, 0.0, -np.inf]])).round(3).tolist()
    [[-0.693, -0.693, -inf]]
    """
    below = logits - logits.max(1, keepdims=True)  # (n, c)
    return np.asarray(below - np.log(np.exp(below).sum(1, keepdims=True)))


def _best(logits: Floats, own: npt.NDArray[np.intp]) -> float:
    """Where the loss no longer falls: it is convex in the inverse of the temperature."""
    from scipy.optimize import brentq

    there = np.isfinite(logits)
    low = np.where(there, logits, 0.0)
    right = logits[np.arange(len(own)), own].sum()
    anyhow = (low.sum(1) / there.sum(1)).mean()  # of the image whose class nobody knew

    def slope(log_inverse: float) -> float:
        shares = np.exp(log_softmax(logits * np.exp(log_inverse)))  # (n, c)
        expected = (shares * low).sum(1)  # (n,)
        return float(expected.sum() + expected.mean() - right - anyhow)

    if slope(-_WIDEST) >= 0:
        return float(np.exp(_WIDEST))
    if slope(_WIDEST) <= 0:
        return float(np.exp(-_WIDEST))
    return float(np.exp(-brentq(slope, -_WIDEST, _WIDEST, xtol=_SETTLED)))
