"""Measures of clouds whose answer is known: people again, one person again, and too few."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.synthesis.audit.clouds import Clouds, diversity, fidelity

MANY = 120
NAMES = ["A", "B", "C"]


def clouds(drawn, many=MANY):
    """People of three conditions, two images of each, and what was drawn of them."""
    chance = np.random.default_rng(1)
    labels = [NAMES[row // 2 % 3] for row in range(MANY)]
    place = np.array([[5.0 * NAMES.index(label)] * 8 for label in labels])
    people = place + chance.normal(size=place.shape)
    made = {
        "again": place + chance.normal(size=place.shape),
        "one": place + 0.01 * chance.normal(size=place.shape),
        "elsewhere": place + 40,
    }[drawn]
    return Clouds(
        people=people,
        labels=labels,
        subjects=[f"{row // 2}" for row in range(MANY)],
        drawn=made[:many],
        meant=labels[:many],
    )


def values(found):
    return {one.title.partition(",")[0]: one for one in found}


def test_others_of_the_same_kind_are_as_near_as_people_are():
    found = values(fidelity(clouds("again")))
    distance = found["kernel distance x 1"]
    floor = distance.beside["people to other people"]
    assert distance.low < 0 < distance.high or abs(distance.value) < 5 * abs(floor) + 1
    assert found["precision"].value > 0.8
    assert 0.8 < found["coverage"].low < found["coverage"].value < found["coverage"].high
    assert diversity(clouds("again")).value == pytest.approx(1, abs=0.1)


def test_the_same_one_again_and_again_is_precise_and_not_manifold():
    found = values(fidelity(clouds("one")))
    assert found["precision"].value == 1
    assert found["recall"].value < 0.2
    assert found["density"].low < found["density"].value < found["density"].high
    assert found["precision"].low is None  # all of them: drawing anew says nothing
    spread = diversity(clouds("one"))
    assert spread.value < 0.05
    assert spread.low <= spread.value <= spread.high
    assert spread.n["conditions"] == 3


def test_elsewhere_is_nowhere_near():
    found = values(fidelity(clouds("elsewhere")))
    assert found["kernel distance x 1"].low > 1000
    assert found["precision"].value == found["coverage"].value == 0


def test_too_few_are_refused_with_how_many_it_takes():
    found = values(fidelity(clouds("again", many=6)))
    assert found["kernel distance x 1"].value is None
    assert "50 images of each side are needed" in found["kernel distance x 1"].refused
    assert "7 of both are needed" in found["recall"].refused
    one_each = clouds("again", many=1)
    assert "No condition has two synthetic images" in diversity(one_each).refused
