"""A portrait is the same every time, and tells truly what is where in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.cohorts.simulate.portrait.look import draw_look
from raredx.cohorts.simulate.portrait.photo import Photo, draw_photo
from raredx.cohorts.simulate.portrait.portrait import portrait
from raredx.cohorts.simulate.portrait.timing import stage_times
from tests.cohorts.simulate.portrait.sitters import CLEAN, FAIR, HEAD, SIZE, child, take


def points(*landmarks):
    return child()[[HEAD.landmarks[name] for name in landmarks]]


def random_portrait(seed, size=64):
    rng = np.random.default_rng(seed)
    look, photo = draw_look(rng, years=8, sex="female"), draw_photo(rng)
    return portrait(child(), look, photo, size=size).image


def test_the_same_arguments_give_the_same_bytes_whatever_chance_did_elsewhere():
    first = random_portrait(3)
    np.random.seed(1)
    random_portrait(4)
    assert random_portrait(3).tobytes() == first.tobytes()
    assert random_portrait(4).tobytes() != first.tobytes()


@pytest.mark.parametrize("size", [64, 100, 512])
def test_every_size_shows_the_same_picture(size):
    image = take(size=size).image
    assert image.shape == (size, size, 3)
    assert image.dtype == np.uint8
    assert np.abs(image.mean((0, 1)) - take().image.mean((0, 1))).max() < 2.5


def test_grain_and_the_lie_of_the_hair_do_not_change_the_face():
    cheeks = np.s_[105:118, 70:122]
    plain = Photo(film=replace(CLEAN, noise=0.4))
    for other in (replace(plain, film=replace(plain.film, seed=5)), replace(plain, disarray=9)):
        one, two = take(photo=plain).image, take(photo=other).image
        assert (one != two).any()
        assert np.abs(one[cheeks].mean((0, 1)) - two[cheeks].mean((0, 1))).max() < 1


def test_a_mole_is_where_the_camera_projects_its_vertex():
    spot = HEAD.landmarks["malare_left"]
    x, _, z = HEAD.canonical[spot] * 1000
    for photo in (Photo(film=CLEAN), Photo(film=CLEAN, yaw=-30, pitch=8, roll=5, distance=0.6)):
        marked = take(replace(FAIR, moles=((x, z, 2.5),)), photo)
        change = np.abs(marked.image.astype(float) - take(photo=photo).image).sum(2)
        change[change < 40] = 0
        rows, columns = np.mgrid[0:SIZE, 0:SIZE] + 0.5
        found = np.array([(columns * change).sum(), (rows * change).sum()]) / change.sum()
        assert np.abs(found - marked.camera.project(child()[[spot]])[0]).max() < 1


@pytest.mark.parametrize("yaw", [-40, 0, 25])
def test_the_depth_of_visible_landmarks_is_that_of_the_picture(yaw):
    taken = take(photo=Photo(yaw=yaw, film=CLEAN))
    seen = points("endocanthion_left", "cheilion_right", "nasion", "pronasale", "pogonion")
    seen = seen[taken.visible(seen)]
    column, row = np.floor(taken.camera.project(seen) * 2).astype(int).T
    shown = 1 / taken.samples.depth[row, column]
    assert len(seen) >= 4
    assert np.abs(shown - taken.camera.depth(seen)).max() < 0.004


@pytest.mark.parametrize("side", [1, -1])
def test_a_turned_head_hides_the_far_side_of_nose_and_ear(side):
    taken = take(photo=Photo(yaw=40 * side, film=CLEAN))
    near, far = ("right", "left") if side > 0 else ("left", "right")
    assert taken.visible(points(f"alare_{near}", f"tragion_{near}", f"exocanthion_{near}")).all()
    assert not taken.visible(points(f"alare_{far}", f"tragion_{far}", f"gonion_{far}")).any()


def test_what_is_outside_the_picture_is_not_visible():
    taken = take()
    assert not taken.visible(points("pronasale") + np.float32([[1, 0, 0]])).any()


def test_the_person_s_left_is_to_the_right_of_the_picture():
    left, right = take().camera.project(points("cheilion_left", "cheilion_right"))
    assert left[0] > right[0] + 10


def test_every_stage_is_timed():
    times = stage_times(child(), FAIR, Photo(), size=64, repeats=1)
    assert list(times) == [
        *("body", "grow", "raster", "strands", "light", "background", "shade", "develop")
    ]
    assert min(times.values()) > 0
