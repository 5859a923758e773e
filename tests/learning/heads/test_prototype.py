"""Class means, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestCentroid

from raredx.learning.heads import Prototype
from tests.learning.heads.patients import CLASSES, patients

TRAIN, OTHERS = patients(apart=0.5), patients(apart=0.5, seed=1)


def test_by_squared_distance_it_is_the_nearest_centroid():
    head = Prototype(distance="euclidean", scaling="none")
    scores = TRAIN.fit(head).scores(OTHERS.features)
    known = NearestCentroid().fit(TRAIN.features, TRAIN.labels).predict(OTHERS.features)
    assert [CLASSES[place] for place in scores.argmax(1)] == known.tolist()


def test_by_cosine_the_length_of_features_does_not_matter():
    fitted = TRAIN.fit(Prototype(scaling="none"))
    assert fitted.scores(7 * OTHERS.features) == pytest.approx(
        fitted.scores(OTHERS.features), abs=1e-4
    )


def test_scores_follow_the_cosines():
    fitted = TRAIN.fit(Prototype(scaling="none"))
    means = np.stack([TRAIN.features[np.array(TRAIN.labels) == name].mean(0) for name in CLASSES])
    image = OTHERS.features[0]
    cosines = means @ image / np.linalg.norm(means, axis=1) / np.linalg.norm(image)
    expected = np.exp(fitted.sharpness * cosines)
    assert np.exp(fitted.scores(image[None]))[0] == pytest.approx(
        expected / expected.sum(), rel=1e-4
    )
