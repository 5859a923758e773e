"""Which face is meant: nobody guesses, and whoever says so gets that one."""

from __future__ import annotations

import pytest
from PIL import Image

from raredx.diagnosis.meant import meant
from raredx.diagnosis.predict import predict
from raredx.errors import UserError
from raredx.phenotype.landmarks import Seen
from tests.diagnosis.model import model
from tests.diagnosis.several import in_a_row, people


def asked(image, face=None):
    return meant(image, model().backbone, face=face, option="--face")


@pytest.mark.parametrize("many", [2, 3, 4])
def test_several_faces_are_counted_and_the_way_to_choose_is_named(many):
    with pytest.raises(UserError, match=f"shows {many} faces. Say which one is meant by --face"):
        asked(in_a_row(people(many)))


def test_the_face_that_is_meant_is_answered_as_it_is_alone():
    three = people(3)
    for number, alone in enumerate(three, 1):
        image, landmarks = asked(in_a_row(three), number)
        assert landmarks.seen[0] == Seen.ONE
        told, expected = (
            predict(one, model(), teaching=True).differential for one in (image, alone)
        )
        assert told.ranked[0].name == expected.ranked[0].name


@pytest.mark.parametrize("face", [0, 3])
def test_a_face_that_is_not_there_is_told(face):
    with pytest.raises(UserError, match=f"shows 2 faces, and none is number {face}"):
        asked(in_a_row(people(2)), face)
    with pytest.raises(UserError, match="shows no face, and none is number 1"):
        asked(Image.new("RGB", (64, 64)), 1)


def test_a_picture_of_one_face_stays_whole():
    (alone,) = people(1)
    for face in (None, 1):
        assert asked(alone, face)[0] is alone
