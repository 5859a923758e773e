"""What is learned from synthetic images: everything, nothing, or too few to say."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.learning.audit.utility import utility
from raredx.synthesis.audit.audit import Sides
from raredx.synthesis.curation.sight import Sight

PEOPLE = 15  # of each condition
CONDITIONS = ["A", "B"]


def sight(looks):
    return Sight(
        ids=tuple(f"image {row}" for row in range(len(looks))),
        landmarks=None,
        structure=np.empty((len(looks), 0, 0)),
        picture=np.empty((len(looks), 0, 0)),
        look=looks,
        sharpness=np.ones(len(looks)),
    )


def sides(*, meant, people=PEOPLE):
    """People who are told apart by one number, and synthetic images that show what is meant."""
    rng = np.random.default_rng(0)
    labels = CONDITIONS * people
    looks = np.array([[label == "A", 0] for label in labels]) + rng.normal(0, 0.1, (len(labels), 2))
    shown = np.array([[label == "A", 0] for label in meant], float).reshape(-1, 2)
    drawn = shown + rng.normal(0, 0.1, (len(meant), 2))
    return Sides(
        drawn=sight(drawn),
        meant=CONDITIONS * (len(meant) // 2),
        learned=sight(looks),
        learned_labels=labels,
        others=sight(looks + 0.01),
        other_labels=labels,
        clouds=None,
    )


def test_images_that_show_what_is_meant_teach_it():
    found = utility(sides(meant=CONDITIONS * 20))
    assert found.value > 0.9
    assert found.beside == {"chance": 0.5, "by the people who were learned from": 1.0}


def test_images_that_show_the_other_condition_teach_what_is_wrong():
    assert utility(sides(meant=CONDITIONS[::-1] * 20)).value < 0.1


@pytest.mark.parametrize(("people", "meant"), [(5, 20), (PEOPLE, 0)])
def test_with_too_few_it_says_how_many_are_needed(people, meant):
    found = utility(sides(meant=CONDITIONS * meant, people=people))
    assert found.value is None
    assert "20 people" in found.refused
