"""McNemar's test, exact, and the unit is the subject."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.statistics.discordant import mcnemar


def pair(only_ours: int, only_theirs: int, same: int) -> tuple[np.ndarray, np.ndarray]:
    ours = np.repeat([1, 0, 1], [only_ours, only_theirs, same])
    theirs = np.repeat([0, 1, 1], [only_ours, only_theirs, same])
    return ours, theirs


def test_by_hand():
    # 8 against 2: twice (C(10,0) + C(10,1) + C(10,2)) / 2^10 = 2 x 56 / 1024
    found = mcnemar(*pair(8, 2, 30), range(40))
    assert (found.ours, found.theirs, found.even) == (8, 2, 30)
    assert found.p == pytest.approx(112 / 1024)


def test_both_sides_alike_and_nothing_to_tell_have_a_p_of_one():
    assert mcnemar(*pair(3, 3, 5), range(11)).p == 1
    assert mcnemar(*pair(0, 0, 5), range(5)).p == 1


def test_the_other_way_round_is_as_likely():
    ours, theirs = pair(9, 1, 4)
    assert mcnemar(ours, theirs, range(14)).p == mcnemar(theirs, ours, range(14)).p


def test_a_subject_with_many_images_speaks_once():
    # 6 people of 4 images each, all for ours: 2 / 2^6, not 2 / 2^24
    ours, theirs = pair(24, 0, 0)
    found = mcnemar(ours, theirs, np.repeat(range(6), 4))
    assert (found.ours, found.p) == (6, pytest.approx(2 / 64))


def test_a_subject_speaks_for_who_is_right_on_more_of_its_images():
    ours, theirs = [1, 1, 0, 1, 0], [0, 0, 1, 0, 1]
    found = mcnemar(ours, theirs, ["ann", "ann", "ann", "bob", "bob"])
    assert (found.ours, found.theirs, found.even) == (1, 0, 1)


def test_it_rejects_no_more_often_than_it_says_where_images_of_a_person_are_alike():
    rng, people, each = np.random.default_rng(0), 40, 5
    owner = np.repeat(np.arange(people), each)
    by_person, by_image = [], []
    for _ in range(500):
        hits = rng.random((2, people))[:, owner] < 0.5  # a person's images are right or wrong alike
        by_person.append(mcnemar(*hits, owner).p < 0.05)
        by_image.append(mcnemar(*hits, range(people * each)).p < 0.05)
    assert np.mean(by_person) <= 0.05 + 2.58 * np.sqrt(0.05 * 0.95 / 500)
    assert np.mean(by_image) > 0.2
