"""Temperatures: found again where they are known, and left at 1 where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.learning.calibration import FEWEST, calibrated, fit_temperature, log_softmax


def drawn(people, *, classes=8, seed=0):
    """Scores, and truths that were drawn by them."""
    rng = np.random.default_rng(seed)
    scores = log_softmax(2 * rng.normal(size=(people, classes)))
    truth = [rng.choice(classes, p=row) for row in np.exp(scores)]
    return scores, np.array(truth)


@pytest.mark.parametrize("true", [0.2, 1.0, 5.0, 40.0])
def test_a_temperature_is_found_again(true):
    scores, truth = drawn(4000)
    assert fit_temperature(scores * true, truth).value == pytest.approx(true, rel=0.1)


def test_it_has_the_lowest_log_loss():
    scores, truth = drawn(500)
    own = np.arange(500), truth
    found = fit_temperature(3 * scores, truth).value
    lowest, *others = (
        -calibrated(3 * scores, found * factor)[own].mean() for factor in (1, 0.9, 1.1)
    )
    assert lowest < min(others)


def test_it_never_changes_the_order():
    scores, truth = drawn(100)
    after = calibrated(scores, fit_temperature(5 * scores, truth).value)
    assert (np.argsort(after, 1) == np.argsort(scores, 1)).all()
    assert np.exp(after).sum(1) == pytest.approx(np.ones(100))


def test_images_that_all_came_out_right_do_not_make_it_certain():
    scores = np.log(np.full((FEWEST, 4), 0.1) + 0.6 * np.eye(4)[0])
    found = fit_temperature(scores, np.zeros(FEWEST, int))
    assert 0.9 < np.exp(calibrated(scores, found.value))[0, 0] < 0.999


def test_scores_that_say_nothing_are_not_made_to():
    found = fit_temperature(np.log(np.full((50, 4), 0.25)), np.arange(50) % 4)
    assert np.isfinite(found.value)


def test_with_too_few_images_it_stays_at_1_and_says_so():
    scores, truth = drawn(FEWEST - 1)
    found = fit_temperature(3 * scores, truth)
    assert (found.value, found.images) == (1.0, 29)
    assert found.note == "29 images are too few to fit a temperature, it takes 30"
    assert fit_temperature(*drawn(FEWEST)).note == ""


def test_classes_that_were_not_trained_are_passed_over():
    scores, truth = drawn(200)
    more = np.column_stack([3 * scores, np.full(200, -np.inf)])
    more = np.vstack([more, more[:5]])
    found = fit_temperature(more, np.r_[truth, [8] * 5])
    assert found.images == 200
    assert found.value == pytest.approx(fit_temperature(3 * scores, truth).value, rel=1e-3)
    after = calibrated(more, found.value)
    assert (after[:, -1] == -np.inf).all()


def test_what_does_not_fit_is_told():
    with pytest.raises(UserError, match=r"shape \(4, 2\) do not fit 3 true classes"):
        fit_temperature(np.zeros((4, 2)), [0, 1, 0])
    scores, truth = drawn(40)
    scores[3, (truth[3] + 1) % 8] = np.nan
    with pytest.raises(UserError, match="no numbers"):
        fit_temperature(scores, truth)
