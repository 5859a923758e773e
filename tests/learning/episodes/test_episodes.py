"""Episodes: everybody once, the same list for the same seed, and clear words where none can be."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.learning.episodes.classes import deal_classes
from raredx.learning.episodes.episodes import draw

LABELS = [label for label in "abcdefgh" for _ in range(12)]
SUBJECTS = [f"{label}{number // 2}" for label in "abcdefgh" for number in range(12)]
IMAGES = [f"image {number:03}" for number in range(96)]
LABEL_OF = dict(zip(IMAGES, LABELS, strict=True))
SUBJECT_OF = dict(zip(IMAGES, SUBJECTS, strict=True))


def drawn(**asked):
    return draw(
        LABELS, SUBJECTS, IMAGES, **{"ways": 4, "shots": 2, "queries": 3, "seed": 0} | asked
    )


def test_an_episode_has_so_many_of_each_and_nobody_twice():
    found = drawn(episodes=50)
    assert (len(found), found.ways, found.shots, found.queries) == (50, 4, 2, 3)
    assert found.chance == 0.25
    everybody = np.concatenate([found.support, found.query], axis=2)
    for members, images in zip(found.members, everybody, strict=True):
        assert len(set(members)) == 4
        people = [SUBJECT_OF[found.images[place]] for place in images.ravel()]
        assert len(set(people)) == 4 * 5
        for place, own in zip(members, images, strict=True):
            assert {LABEL_OF[found.images[one]] for one in own} == {found.classes[place]}


def test_every_class_and_every_image_takes_its_turn():
    found = drawn(episodes=400)
    assert np.bincount(found.members.ravel()) == pytest.approx(np.full(8, 200), abs=40)
    assert found.images == tuple(IMAGES)


def test_the_same_seed_gives_the_same_list_whatever_the_order_of_the_images():
    turned = draw(LABELS[::-1], SUBJECTS[::-1], IMAGES[::-1], ways=4, shots=2, queries=3, seed=0)
    assert turned.hash == drawn().hash
    assert drawn(seed=1).hash != drawn().hash


def test_classes_with_too_few_patients_and_patients_of_two_classes_are_left_out():
    labels = [*LABELS, "i", "i", "a", "b"]
    subjects = [*SUBJECTS, "i0", "i0", "two", "two"]
    images = [*IMAGES, "w", "x", "y", "z"]
    found = draw(labels, subjects, images, ways=4, episodes=300, seed=0)
    assert found.classes == tuple("abcdefgh")
    assert not set(found.images) & set("wxyz")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"ways": 9}, "8 classes of 8 have the 5 subjects that an episode takes, too few for 9"),
        ({"shots": 4}, "0 classes of 8 have the 7 subjects"),
        ({"ways": 1}, "cannot be drawn"),
        ({"shots": 0}, "cannot be drawn"),
        ({"episodes": 0}, "cannot be drawn"),
    ],
)
def test_what_cannot_be_drawn_is_told(asked, says):
    with pytest.raises(UserError, match=says):
        drawn(**asked)


def test_classes_are_dealt_once_each():
    groups = deal_classes(LABELS, folds=3, seed=4)
    assert sorted(name for group in groups for name in group) == sorted(set(LABELS))
    assert sorted(map(len, groups)) == [2, 3, 3]
    assert deal_classes(LABELS[::-1], folds=3, seed=4) == groups
    for folds in (1, 9):
        with pytest.raises(UserError, match="8 classes cannot be dealt"):
            deal_classes(LABELS, folds=folds, seed=4)
