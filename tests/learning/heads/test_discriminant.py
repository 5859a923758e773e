"""The discriminant, against densities and against shrinking class by class."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.covariance import LedoitWolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from raredx.learning.heads import Discriminant
from raredx.learning.heads.discriminant import deviations, discriminant
from raredx.learning.heads.rows import class_means
from tests.learning.heads.patients import CLASSES, patients

TRAIN, OTHERS = patients(apart=0.5), patients(apart=0.5, seed=1)


def test_it_is_bayes_rule_for_gaussians_of_one_covariance():
    fitted = TRAIN.fit(Discriminant(components=20))
    own = np.array([CLASSES.index(label) for label in TRAIN.labels])
    points = TRAIN.features.astype(float)
    means = class_means(points, own, 6)
    within = LedoitWolf(assume_centered=True).fit(deviations(points, own, means)).covariance_
    density = np.stack(
        [multivariate_normal(mean, within).logpdf(OTHERS.features) for mean in means], 1
    )
    expected = np.exp(fitted.sharpness * (density - density.max(1, keepdims=True)))
    expected /= expected.sum(1, keepdims=True)
    assert np.exp(fitted.scores(OTHERS.features)) == pytest.approx(expected, abs=1e-3)


def test_one_covariance_shrunk_once_is_better_than_class_by_class():
    rng = np.random.default_rng(0)  # 40 classes of 4, people differing most where features go along
    turn, _ = np.linalg.qr(rng.normal(size=(30, 30)))
    within = np.geomspace(5, 0.5, 30)[:, None] * turn
    middles = rng.normal(size=(40, 30))
    own, asked = np.repeat(np.arange(40), 4), np.repeat(np.arange(40), 20)
    train = middles[own] + rng.normal(size=(160, 30)) @ within
    others = middles[asked] + rng.normal(size=(800, 30)) @ within
    weights, intercept = discriminant(train, own, 40)
    ours = ((others @ weights + intercept).argmax(1) == asked).mean()
    usual = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto").fit(train, own)
    assert ours > usual.score(others, asked) + 0.1


def test_it_works_where_features_are_more_than_images():
    wide = patients(people=3, images=1, width=200)
    fitted = wide.fit(Discriminant(components=10))
    assert fitted.weights.shape == (200, 6)
    others = patients(people=3, images=1, width=200, seed=1)
    said = [CLASSES[place] for place in fitted.scores(others.features).argmax(1)]
    assert np.mean(np.array(said) == others.labels) > 0.9


def test_frequent_classes_are_ahead_only_if_that_is_wanted():
    uneven = TRAIN.take([*range(3), *range(12, 72)])
    alike, ahead = (
        uneven.fit(Discriminant(adjustment=power)).scores(OTHERS.features)[:, 0]
        for power in (1.0, 0.0)
    )
    assert (alike > ahead).all()


def test_the_same_picture_over_and_over_is_no_failure():
    same = patients(people=1, images=1).take(np.arange(6).repeat(4))
    scores = same.fit(Discriminant()).scores(same.features)
    assert [CLASSES[place] for place in scores.argmax(1)] == same.labels
