"""The trained projection: better on classes that it never saw, and never judged by its own."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.learning.episodes.classes import deal_classes
from raredx.learning.episodes.episodes import draw
from raredx.learning.episodes.judge import evaluate
from raredx.learning.episodes.methods import ProtoNetOptions
from raredx.learning.episodes.protonet import train
from raredx.learning.heads.rows import Rows
from raredx.learning.heads.space import Turned

QUICK = ProtoNetOptions(width=20, ways=10, steps=60, rate=1e-2)


@pytest.fixture(scope="module")
def cohort():
    """40 classes that differ in 6 of 30 directions; people differ a lot in the others."""
    rng = np.random.default_rng(0)
    turn, _ = np.linalg.qr(rng.normal(size=(30, 30)))
    own = np.arange(40).repeat(8)
    apart = np.r_[np.full(6, 1.5), np.zeros(24)] * rng.normal(size=(40, 30))
    people = np.r_[np.full(6, 0.7), np.full(24, 2.0)] * rng.normal(size=(320, 30))
    labels = np.array([f"class {place:02}" for place in own])
    return (apart[own] + people) @ turn, labels, np.array([f"{row:03}" for row in range(320)])


@pytest.fixture(scope="module")
def judged(cohort):
    """Features and episodes of the last fold of classes; the others to train on."""
    features, labels, names = cohort
    asked = np.isin(labels, deal_classes(labels, folds=4, seed=0)[-1])
    episodes = draw(labels[asked], names[asked], names[asked], ways=5, episodes=300, seed=1)
    return features[[int(name) for name in episodes.images]], episodes, ~asked


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
def test_it_tells_classes_apart_that_it_never_saw(cohort, judged, layers, distance):
    (features, labels, names), (asked, episodes, base) = cohort, judged
    options = QUICK.model_copy(update={"layers": layers, "distance": distance})
    net = train(features[base], labels[base], names[base], options=options, seed=0)
    before = evaluate(asked, episodes, distance=distance)
    after = evaluate(asked, episodes, net=net)
    assert after.accuracy.value > before.accuracy.value + 0.1


def test_it_cannot_be_judged_by_a_class_that_it_was_trained_on(cohort, judged):
    (features, labels, names), (asked, episodes, _) = cohort, judged
    net = train(features, labels, names, options=QUICK.model_copy(update={"steps": 1}), seed=0)
    with pytest.raises(UserError, match=r"trained on class \d+, which it is asked about"):
        evaluate(asked, episodes, net=net)


def test_the_same_seed_gives_the_same_projection(cohort, judged):
    (features, labels, names), (asked, _, base) = cohort, judged
    quick = QUICK.model_copy(update={"steps": 5})
    one, same, other = (
        train(features[base], labels[base], names[base], options=quick, seed=seed).embed(asked)
        for seed in (3, 3, 4)
    )
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize("layers", [1, 2])
def test_it_starts_at_the_principal_components(cohort, layers):
    features, labels, names = cohort
    still = ProtoNetOptions(layers=layers, width=8, steps=1, rate=1e-12)
    net = train(features, labels, names, options=still, seed=0)
    rows = Rows.of(features, labels, names, classes=sorted(set(labels)))
    turned = Turned.fit(rows.features, "standardise", components=8)
    expected = turned.points / np.sqrt(turned.length)
    assert net.embed(features) == pytest.approx(expected, abs=1e-5)


def test_what_it_cannot_be_trained_on_is_told(cohort):
    features, labels, names = cohort
    with pytest.raises(UserError, match="too few for 15"):
        train(features[:80], labels[:80], names[:80], seed=0)
    with pytest.raises(UserError, match="not finite"):
        train(np.where(features > 5, np.nan, features), labels, names, seed=0)
    net = train(features, labels, names, options=QUICK.model_copy(update={"steps": 1}), seed=0)
    with pytest.raises(UserError, match="29 features each, 30 are needed"):
        net.embed(features[:, 1:])
