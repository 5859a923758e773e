"""A shift is found where one was planted, and called chance where none was."""

from __future__ import annotations

import numpy as np

from raredx.learning.external.shift import shift


def place(rng, people: int, *, share: float = 0.5, mean: float = 0.0, each: int = 2):
    """Features of people of two conditions that lie apart, some images of each."""
    classes = (np.arange(people) < share * people).astype(int)
    faces = rng.normal(0, 1, (people, 5)) + 4 * classes[:, None] + mean
    features = np.repeat(faces, each, axis=0) + rng.normal(0, 0.1, (people * each, 5))
    return features, np.repeat(classes, each), np.repeat(np.arange(people), each).tolist()


def found(one, other, *, permutations: int = 199, seed: int = 0):
    return shift(*zip(one, other, strict=True), permutations=permutations, seed=seed)


def test_chance_is_found_as_often_as_it_should_although_people_have_several_images():
    rng = np.random.default_rng(0)
    p = [found(place(rng, 30, each=3), place(rng, 20, each=1)).p for _ in range(100)]
    assert 0.01 <= np.mean(np.array(p) <= 0.05) <= 0.12
    assert 0.4 < np.mean(p) < 0.6


def test_other_shares_of_conditions_are_no_shift():
    rng = np.random.default_rng(1)
    p = [found(place(rng, 30, share=0.2), place(rng, 30, share=0.8)).p for _ in range(60)]
    assert np.mean(np.array(p) <= 0.05) <= 0.15


def test_pictures_of_another_kind_are_found():
    rng = np.random.default_rng(2)
    moved = found(place(rng, 30), place(rng, 30, mean=0.8))
    assert moved.p == 1 / 200
    assert moved.distance > 1.5 * moved.by_chance
    assert moved.people == (30, 30)
    assert moved.says.startswith("Its pictures differ from those")


def test_what_is_not_shown_is_not_denied():
    rng = np.random.default_rng(3)
    assert "not shown" in found(place(rng, 12), place(rng, 12)).says


def test_only_what_both_places_have_counts():
    rng = np.random.default_rng(4)
    (features, classes, people), other = place(rng, 30), place(rng, 30)
    strange = rng.normal(50, 1, (20, 5)), np.full(20, 9), [f"x{n}" for n in range(20)]
    more = np.vstack([features, strange[0]]), np.append(classes, strange[1]), people + strange[2]
    one = features, classes, people
    assert found(more, other).people == found(one, other).people == (30, 30)


def test_places_without_a_condition_in_common_cannot_be_compared():
    rng = np.random.default_rng(5)
    features, classes, people = place(rng, 10)
    assert found((features, classes, people), (features, classes + 5, people)) is None
