"""Expected means: a class of one image is drawn towards all, and its doubt counts."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.learning.heads import Discriminant, Expected

CLASSES, WIDTH, WITHIN = 30, 8, 1.0


def drawn(seed: int, *, each: int, spread: float = 1.5):
    """Classes whose means differ along the first axes more than along the last."""
    rng = np.random.default_rng(seed)
    means = rng.normal(0, spread / np.arange(1, WIDTH + 1), (CLASSES, WIDTH))
    own = np.repeat(np.arange(CLASSES), each)
    features = means[own] + rng.normal(0, WITHIN, (len(own), WIDTH))
    others = means[own] + rng.normal(0, WITHIN, (len(own), WIDTH))
    names = [f"c{place:02d}" for place in range(CLASSES)]
    return features, [names[place] for place in own], others, own, names


def test_with_few_images_it_is_ahead_of_means_as_they_are():
    ahead = []
    for seed in range(12):
        features, labels, others, own, names = drawn(seed, each=2)
        people = [str(row) for row in range(len(own))]
        expected, plain = (
            head.fit(features, labels, people, classes=names, seed=0).scores(others)
            for head in (Expected(), Discriminant(components=WIDTH))
        )
        rows = np.arange(len(own))
        ahead.append(expected[rows, own].mean() - plain[rows, own].mean())
    assert np.mean(ahead) > 0.02


def test_a_class_of_one_image_lies_between_it_and_the_mean_of_all():
    features, labels, _, own, names = drawn(1, each=4)
    kept = (own > 0) | (np.arange(len(own)) == 0)
    people = [str(row) for row in range(kept.sum())]
    labels = [label for label, keep in zip(labels, kept, strict=True) if keep]
    fitted = Expected().fit(features[kept], labels, people, classes=names, seed=0)
    image = (features[0] - fitted.centre) @ fitted.axes
    share = (fitted.means[0] - fitted.middle) / (image - fitted.middle)
    np.testing.assert_allclose(share, fitted.between / (1 + fitted.between), atol=1e-6)
    assert (fitted.doubt[0] > fitted.doubt[1]).all()


def test_too_few_images_to_learn_how_people_differ_are_refused():
    features = np.random.default_rng(0).normal(size=(6, 4))
    with pytest.raises(UserError, match="too few to learn how people of one condition differ"):
        Expected().fit(features, list("aabbcc"), list("123456"), classes=list("abc"), seed=0)
