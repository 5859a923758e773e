"""Maps must show what was learned: a network that has forgotten it draws others."""

from __future__ import annotations

import numpy as np
import torch

from raredx.diagnosis.explain.checks import dependence
from raredx.diagnosis.explain.shuffled import compared, shuffled
from raredx.diagnosis.explain.sight import Sight
from raredx.learning.bundle.card import SAME, Maps
from raredx.phenotype.landmarks import landmarks_in
from tests.diagnosis.model import model, strangers


def sights(bundle, many):
    return [
        Sight.of(image, landmarks_in(image), bundle)
        for image, _ in strangers()[:many]
        if landmarks_in(image).usable[0]
    ]


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


def test_the_card_of_a_model_says_what_its_maps_are_worth():
    bundle = model()
    maps = bundle.card.maps
    assert maps is not None
    assert 10 <= maps.images <= 20
    assert maps.low <= maps.agreement <= maps.high
    assert dependence(bundle).passed == maps.learned == (maps.high < SAME)
    assert str(maps) in bundle.card.words()["Its maps"]


def test_a_network_that_is_blank_already_has_maps_no_less_alike_than_themselves(monkeypatch):
    """Compared with itself, nothing changes; that is what the check has to notice."""
    monkeypatch.setattr("raredx.diagnosis.explain.shuffled.shuffled", lambda network: network)
    maps = compared(sights(model(), 4))
    assert np.isclose(maps.agreement, 1)
    assert not maps.learned
    assert "whatever was learned" in str(maps)


def test_maps_of_nobody_are_worth_nobody_knows_what():
    assert compared([]) is None
    bundle = model()
    unknown = type("Unknown", (), {"card": bundle.card.model_copy(update={"maps": None})})()
    told = dependence(unknown)
    assert not told.passed
    assert told.value is None
    assert "never measured" in told.says
    assert not Maps(images=3, agreement=0.4, low=0.1, high=0.7).learned
