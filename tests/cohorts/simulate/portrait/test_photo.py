"""Photographs vary in all that has nothing to do with who is in them."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Build
from raredx.cohorts.simulate.portrait.background import Background, paint_background
from raredx.cohorts.simulate.portrait.camera import aim
from raredx.cohorts.simulate.portrait.clothes import Clothes, below_neckline, draw_clothes
from raredx.cohorts.simulate.portrait.film import Film, tone_curve
from raredx.cohorts.simulate.portrait.framing import frame
from raredx.cohorts.simulate.portrait.light import Light, draw_light
from raredx.cohorts.simulate.portrait.photo import Photo, draw_photo
from raredx.cohorts.simulate.portrait.places import PLACES
from raredx.errors import UserError
from tests.cohorts.simulate.portrait.sitters import CLEAN, HEAD, child, take


def photos(count, view="frontal"):
    return [draw_photo(np.random.default_rng(n), view=view) for n in range(count)]


def test_views_are_frontal_or_turned_to_either_side():
    assert all(abs(photo.yaw) < 15 for photo in photos(30))
    turned = [photo.yaw for photo in photos(30, "three-quarter")]
    assert min(map(abs, turned)) >= 20
    assert min(turned) < 0 < max(turned)


def test_an_unknown_view_place_or_garment_is_told_with_the_known_ones():
    with pytest.raises(UserError, match="three-quarter"):
        draw_photo(np.random.default_rng(0), view="profile")
    with pytest.raises(UserError, match="garden"):
        paint_background(Background(place="moon"), 64)
    with pytest.raises(UserError, match="jumper"):
        below_neckline(Clothes(cut="cape"), HEAD.canonical)


def test_expressions_are_sliders_of_the_head():
    for photo in photos(20):
        assert HEAD.shape(Build(years=8), photo.expression).shape == HEAD.canonical.shape


@pytest.mark.parametrize("place", PLACES)
def test_places_differ_by_seed_and_are_light(place):
    one, two = (paint_background(Background(place=place, seed=seed), 96) for seed in (1, 2))
    assert one.shape == (96, 96, 3)
    assert one.dtype == np.float32
    assert one.min() > 0
    assert one.max() < 4
    assert np.abs(one - two).mean() > 0.005


def test_the_key_light_turns_with_the_camera():
    light = Light(azimuth=40, elevation=20)
    straight, turned = light.towards(0), light.towards(30)
    angles = [np.degrees(np.arctan2(x, -y)) for x, y, _ in (straight, turned)]
    assert angles == pytest.approx([40, 10], abs=0.01)
    assert straight[2] == pytest.approx(turned[2])


@pytest.mark.parametrize("azimuth", [60, -60])
def test_the_side_of_the_key_light_is_lighter(azimuth):
    image = take(photo=Photo(light=Light(azimuth=azimuth), film=CLEAN, margin=1.3)).image
    left, right = image[95:125, 68:84].mean(), image[95:125, 108:124].mean()
    assert (right > left + 15) if azimuth > 0 else (left > right + 15)


def test_lights_are_never_black():
    for seed in range(50):
        light = draw_light(np.random.default_rng(seed))
        assert light.key_colour.min() > 0.1
        assert light.sky_colour.min() > 0.1


def test_cloth_ends_below_the_chin_and_its_back_is_higher():
    marks = HEAD.canonical[[HEAD.landmarks["menton"], HEAD.landmarks["cervicale"]]]
    for seed in range(30):
        clothes = draw_clothes(np.random.default_rng(seed))
        assert (below_neckline(clothes, marks) < 0).all()
        front, back = below_neckline(clothes, np.float32([[0, -0.1, 0.2], [0, 0.1, 0.2]]))
        assert back > front


def test_the_tone_curve_rises_and_never_clips():
    tone = tone_curve(Film().contrast)
    assert (np.diff(tone) >= 0).all()
    assert tone[0] < 1
    assert 254 < tone[-1] <= 255


def test_a_near_camera_makes_the_nose_larger_beside_the_face():
    def share(distance):
        camera = frame(child(), Photo(distance=distance), 256)
        nose, ears = (
            camera.project(child()[[HEAD.landmarks[f"{n}_{s}"] for s in ("left", "right")]])[:, 0]
            for n in ("alare", "tragion")
        )
        return (nose[0] - nose[1]) / (ears[0] - ears[1])

    assert share(0.5) > 1.1 * share(2.5)


def test_a_camera_sees_its_target_where_it_is_told_to():
    target = np.float32([0.02, -0.05, 0.4])
    camera = aim(
        target, distance=1.5, span=0.3, yaw=25, pitch=-8, roll=6, shift=(0.1, -0.05), size=200
    )
    assert np.allclose(camera.project(target[None]), [[120, 90]], atol=0.05)
    assert camera.depth(target[None])[0] == pytest.approx(1.5, abs=1e-3)
