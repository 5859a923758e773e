"""Ordinary augmentation: examples moved, turned and lit, by the seed alone, and nothing grey."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.synthesis import Augmentation, Order
from raredx.synthesis.augmentation import changed, lit, placed
from raredx.synthesis.fitted import RECORD, opened
from tests.synthesis.fastgan.test_fitted import BLUE, RED, examples

STILL = Augmentation(mirror=False, shift=0, zoom=0, tilt=0, light=0)


@pytest.fixture
def made(tmp_path):
    return Augmentation().fit(examples(), tmp_path / "made")


def orders(label, many=20):
    return [Order(label=label, seed=seed) for seed in range(many)]


def face():
    """A bright spot, up and on the left."""
    found = np.zeros((33, 33, 3))
    found[6:9, 10:13] = 200
    return found


def spot(found):
    """Where the spot is: down, across."""
    bright = found.sum(-1) / found.sum()
    return [float((bright.sum(axis) * np.arange(33)).sum()) for axis in (1, 0)]


def test_all_examples_of_the_condition_are_drawn_from_and_no_others(made):
    drawn = [*made.draw(orders(RED), examples=examples())]
    assert {one.facts["parent"] for one in drawn} == {"0", "1"}
    assert all(one.pixels[..., 0].mean() > one.pixels[..., 2].mean() + 50 for one in drawn)
    assert {one.facts["parent"] for one in made.draw(orders(None), examples=examples())} == {
        "0",
        "1",
        "2",
        "3",
    }


def test_the_same_seed_is_the_same_change_for_every_condition(made):
    red, blue = made.draw(
        [Order(label=RED, seed=4), Order(label=BLUE, seed=4)], examples=examples()
    )
    assert (red.facts["parent"], blue.facts["parent"]) in {("0", "2"), ("1", "3")}
    same = {"label", "parent"}
    assert {key: value for key, value in red.facts.items() if key not in same} == {
        key: value for key, value in blue.facts.items() if key not in same
    }


def test_facts_say_how_an_image_came_of_its_example(made):
    (drawn,) = made.draw([Order(label=BLUE, seed=9)], examples=examples())
    facts = dict(drawn.facts)
    own = examples().faces[int(facts["parent"])]
    place = {"by": (facts["down"], facts["across"])}
    moved = placed(own, mirrored=facts["mirrored"], zoom=facts["zoom"], tilt=facts["tilt"], **place)
    light = {name: facts[name] for name in ("light", "contrast", "colour")}
    assert np.array_equal(drawn.pixels, np.rint(lit(moved, **light)).clip(0, 255).astype(np.uint8))


def test_without_any_change_examples_come_back_as_they_are(tmp_path):
    made = STILL.fit(examples(), tmp_path / "made")
    for one in made.draw(orders(RED), examples=examples()):
        assert np.array_equal(one.pixels, examples().faces[int(one.facts["parent"])])


def test_changes_stay_within_their_options():
    options, flat = Augmentation(shift=0.1, zoom=0.2, tilt=20, light=0.3), face().astype(np.uint8)
    found = [changed(flat, options, np.random.default_rng(seed))[1] for seed in range(300)]
    most = {"down": 0.1, "across": 0.1, "tilt": 20}
    for name, value in most.items():
        values = [one[name] for one in found]
        assert 0.9 * value < max(values) <= value
        assert -value <= min(values) < -0.9 * value
    for name, value in {"zoom": 0.2, "light": 0.3, "contrast": 0.3, "colour": 0.3}.items():
        values = [one[name] - 1 for one in found]
        assert 0.9 * value < max(values) <= value + 1e-9
    assert np.mean([one["mirrored"] for one in found]) == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({}, (7, 11)),
        ({"mirrored": True}, (7, 21)),
        ({"by": (1 / 33, -2 / 33)}, (8, 9)),
        ({"zoom": 1.4}, (16 - 9 * 1.4, 16 - 5 * 1.4)),
        ({"tilt": 90}, (11, 25)),
        ({"tilt": 90, "mirrored": True}, (21, 25)),
    ],
)
def test_a_face_goes_where_it_is_said(change, where):
    still = {"mirrored": False, "by": (0, 0), "zoom": 1, "tilt": 0}
    assert spot(placed(face(), **(still | change))) == pytest.approx(where, abs=0.05)


def test_nothing_grey_comes_in_at_the_edges():
    flat = np.full((33, 33, 3), 77.0)
    found = placed(flat, mirrored=True, by=(0.3, -0.3), zoom=0.5, tilt=45)
    assert np.allclose(found, 77)


def test_light_contrast_and_colour_change_apart():
    given = np.random.default_rng(1).uniform(50, 150, (9, 9, 3))
    still = {"light": 1.0, "contrast": 1.0, "colour": 1.0}
    assert np.allclose(lit(given, **still), given)
    assert np.allclose(lit(given, **(still | {"light": 1.2})), 1.2 * given)
    assert lit(given, **(still | {"contrast": 0.5})).std() < 0.6 * given.std()
    assert np.ptp(lit(given, **(still | {"colour": 0.0})), axis=-1).max() < 1e-9


def test_without_its_examples_it_is_one_line_and_no_picture_is_kept_with_it(made):
    assert [file.name for file in made.folder.iterdir()] == [RECORD]
    with pytest.raises(UserError, match=r"the examples are not here. Keep the cohort") as caught:
        next(opened(made.folder).draw(orders(RED)))
    assert "\n" not in str(caught.value)
