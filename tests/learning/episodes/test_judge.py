"""Few-shot accuracy, counted episode by episode."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestCentroid

from raredx.errors import UserError
from raredx.learning.episodes.judge import evaluate
from tests.learning.episodes.people import PEOPLE, WIDTH, drawn, faces


@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
def test_it_is_the_nearest_centroid_of_each_episode(distance):
    episodes = drawn(12, shots=2, episodes=40)
    features = faces(episodes, 12, np.random.default_rng(0))
    used = (
        features
        if distance == "euclidean"
        else features / np.linalg.norm(features, axis=1)[:, None]
    )
    right = []
    for members, support, query in zip(
        episodes.members, episodes.support, episodes.query, strict=True
    ):
        known = NearestCentroid().fit(used[support].reshape(-1, WIDTH), members.repeat(2))
        if distance == "cosine":
            known.centroids_ /= np.linalg.norm(known.centroids_, axis=1, keepdims=True)
        right.append(known.score(used[query[:, 0]], members))
    found = evaluate(features, episodes, distance=distance)
    assert found.on_these.value == pytest.approx(np.mean(right))
    told = np.bincount(episodes.members.ravel(), minlength=12)
    assert (found.by_class * told).sum() / told.sum() == pytest.approx(np.mean(right))


def test_features_that_say_nothing_are_right_by_chance():
    episodes = drawn(12)
    found = evaluate(np.ones((len(episodes.images), 3)), episodes)
    assert found.on_these.value == pytest.approx(found.chance)
    assert found.chance == 0.2
    noise = np.random.default_rng(1).normal(size=(len(episodes.images), 20))
    assert evaluate(noise, episodes).on_these.value == pytest.approx(0.2, abs=0.05)


def test_a_few_perfect_episodes_are_not_certain():
    episodes = drawn(6, episodes=10)
    perfect = np.array([[int(name.split()[1]) // PEOPLE] for name in episodes.images])
    found = evaluate(np.eye(6)[perfect[:, 0]], episodes)
    assert found.accuracy.value == 1
    assert found.accuracy.low < 0.7
    assert "chance 20.0 %" in str(found)


def test_features_of_other_images_are_refused():
    with pytest.raises(UserError, match="features of 3 images, the episodes have 48"):
        evaluate(np.zeros((3, 2)), drawn(12))
    with pytest.raises(UserError, match="not finite"):
        evaluate(np.full((48, 2), np.nan), drawn(12))
