"""Maps must show what was learned: a network that has forgotten it draws others, and tells less."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from raredx.diagnosis.explain.checks import dependence, knowledge
from raredx.diagnosis.explain.shuffled import alike, shuffled
from raredx.diagnosis.explain.sight import Sight, network_of
from raredx.learning.bundle.card import SAME, Maps
from raredx.phenotype.landmarks import landmarks_in
from tests.diagnosis.model import model, strangers


def sights(bundle, many):
    return [
        Sight.of(image, landmarks_in(image), bundle)
        for image, _ in strangers()[:many]
        if landmarks_in(image).usable[0]
    ]


def with_maps(bundle, **changes):
    """The model, as if something else had been found of its maps."""
    maps = bundle.card.maps
    card = bundle.card.model_copy(
        update={"maps": maps.model_copy(update=changes) if changes else None}
    )
    return type("Other", (), {"card": card})()


def test_shuffled_weights_are_the_same_ones_in_another_order_and_the_network_stays_as_it_is():
    network = torch.nn.Sequential(torch.nn.Linear(6, 5), torch.nn.Linear(5, 4))
    before = [one.clone() for one in network.parameters()]
    blank = shuffled(network)
    for old, kept, new in zip(before, network.parameters(), blank.parameters(), strict=True):
        assert torch.equal(old, kept)
        assert not torch.equal(old, new)
        assert torch.equal(old.flatten().sort().values, new.flatten().sort().values)
    again = shuffled(network)
    assert all(map(torch.equal, blank.parameters(), again.parameters()))


@pytest.mark.parametrize("name", ["linear", "trained"])
def test_the_card_of_a_model_says_what_its_network_has_learned(name):
    bundle = model(name)
    maps = bundle.card.maps
    assert 10 <= maps.images <= 20
    assert maps.low <= maps.agreement <= maps.high < 1
    assert maps.judges == bundle.card.confidence.images
    assert maps.blank < maps.right
    assert maps.right == int((bundle.reach.known == 0).sum())
    assert bundle.card.words()["Its maps"] == maps.words()
    assert dependence(bundle).passed == maps.changed == (maps.high < SAME)
    assert knowledge(bundle).passed == maps.learned


def test_a_network_compared_with_itself_has_the_same_maps():
    bundle = model()
    mean, low, high = alike(sights(bundle, 4), network_of(bundle))
    assert np.allclose([mean, low, high], 1)


def test_a_network_that_tells_no_more_than_a_shuffled_one_knows_nothing():
    bundle = model()
    told = knowledge(with_maps(bundle, right=20, blank=18, judges=40))
    assert not told.passed
    assert "right in 50%; by the shuffled network it would be in 45%" in told.says
    assert knowledge(with_maps(bundle, right=38, blank=2, judges=40)).passed


def test_what_a_network_knows_is_held_against_naming_the_most_frequent_condition_too():
    bundle = model()
    images = [one.images for one in bundle.card.conditions]
    usual = max(images) / sum(images)
    told = knowledge(with_maps(bundle, right=round(400 * usual), blank=1, judges=400))
    assert not told.passed
    assert told.limit == usual


def test_maps_that_stay_whatever_was_learned_are_not_read():
    told = dependence(with_maps(model(), agreement=0.9, low=0.8, high=0.95))
    assert not told.passed
    assert "the picture, whatever was learned" in told.says


def test_what_was_never_measured_is_not_believed():
    for check in (knowledge, dependence):
        told = check(with_maps(model()))
        assert not told.passed
        assert told.value is None
        assert "never measured" in told.says
    assert not Maps(images=3, agreement=0.4, low=0.1, high=0.7, judges=9, right=4, blank=1).changed
