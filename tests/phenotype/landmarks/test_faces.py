"""Several faces of a picture: all are found, in order, and each is alone in what is cut out."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from raredx.phenotype.landmarks import Seen, faces_in, landmarks_in, several_faces
from raredx.phenotype.landmarks.faces import squares

TIP = 1


def together(images, *, down: bool = False) -> Image.Image:
    size = images[0].size
    many = len(images)
    whole = Image.new("RGB", (size[0], many * size[1]) if down else (many * size[0], size[1]))
    for place, one in enumerate(images):
        whole.paste(one, (0, place * size[1]) if down else (place * size[0], 0))
    return whole


@pytest.fixture(scope="module")
def people(unseen):
    usable = np.flatnonzero(unseen.people.landmarks.usable)
    return [unseen.image(int(row)) for row in usable[:4]]


@pytest.mark.parametrize("many", [1, 2, 3, 4])
@pytest.mark.parametrize("down", [False, True])
def test_each_face_is_cut_out_alone(people, many, down):
    found = faces_in(together(people[:many], down=down))
    assert [one.number for one in found] == [*range(1, many + 1)]
    for one in found:
        assert one.landmarks.seen[0] == Seen.ONE
        assert one.image.size == (one.box[2] - one.box[0], one.box[3] - one.box[1])
    places = {(one.box[1] + one.box[3]) // 2 // 256 if down else
              (one.box[0] + one.box[2]) // 2 // 256 for one in found}  # fmt: skip
    assert places == {*range(many)}


def test_the_leftmost_is_the_first(people):
    found = faces_in(together(people))
    assert [one.box[0] for one in found] == sorted(one.box[0] for one in found)
    alone = landmarks_in(people[2]).points[0, TIP, :2]
    there = found[2].landmarks.points[0, TIP, :2] + found[2].box[:2] - [2 * 256, 0]
    assert np.abs(there - alone).max() < 5


def test_a_row_in_which_some_faces_are_missed_at_first_is_still_several(people):
    row = together([people[0]] * 2 + people[1:3])
    found = landmarks_in(row)
    assert found.faces[0] < 4
    assert len(several_faces(row, found)) == 4


def test_one_face_or_none_is_no_choice(people):
    for image in (people[0], Image.new("RGB", (300, 100)), people[0].rotate(180)):
        assert several_faces(image, landmarks_in(image)) == ()
    assert faces_in(Image.new("RGB", (64, 64))) == ()


def test_a_long_strip_is_looked_at_in_few_squares():
    found = [*squares((16, 20_000))]
    assert len(found) == 16
    assert found[0][:2] == (0, 0)
    assert found[-1][2:] == (16, 20_000)
