"""The head: a mesh that grows up, moves where its sliders say, and says no to others."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Build, Head, measure
from raredx.cohorts.simulate.head.bumps import read_bumps
from raredx.cohorts.simulate.head.head import EYES, HAIR, SKIN
from raredx.errors import UserError

CHILD = Build(years=7)


@pytest.fixture(scope="module")
def head() -> Head:
    return Head.shipped()


def test_its_arrays_belong_together(head):
    assert head.triangles.max() + 1 == len(head.canonical)
    assert head.uv_triangles.max() + 1 == len(head.uv)
    assert len(head.triangles) == len(head.uv_triangles) == len(head.part)
    assert set(head.part.tolist()) == set(range(SKIN, HAIR + 1))
    assert {"lips", "eyelids", "ears", "face"} <= set(head.masks)
    assert head.base(CHILD).dtype == np.float32
    assert len(head.inside_mouth) > 100


def test_a_child_grows_up_and_its_eyes_stay_where_they_are(head):
    eyes = head.vertices_of(EYES)
    builds = [Build(years=years) for years in (1, 5, 10, 18)]
    heads = [head.base(build) for build in builds]
    sizes = [measure("face_height", head.points(vertices)) for vertices in heads]
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.7 * sizes[-1]
    for vertices in heads:
        np.testing.assert_allclose(vertices[eyes].mean(0), head.canonical[eyes].mean(0), atol=1e-5)


@pytest.mark.parametrize("years", [25, 60])
def test_men_have_wider_jaws_than_women(head, years):
    man, woman = (head.base(Build(years=years, maleness=maleness)) for maleness in (1, 0))
    wider = [measure("jaw_width", head.points(vertices)) for vertices in (man, woman)]
    assert wider[0] > wider[1] + 3


def test_every_corner_of_the_grid_differs_from_every_other(head):
    grown = head.grid[len(head.grid) * 2 // 5 :]  # a baby's sex does not show
    assert len(np.unique(grown.round(5), axis=0)) == len(grown)


def test_a_name_without_a_side_moves_both(head):
    both = head.shape(CHILD, {"nose-scale-vert-incr": 0.2, "ear-lobe-incr": 0.5})
    apart = {"l-ear-lobe-incr": 0.5, "r-ear-lobe-incr": 0.5, "nose-scale-vert-incr": 0.2}
    np.testing.assert_allclose(head.shape(CHILD, apart), both, atol=1e-7)


def test_no_change_is_no_movement_of_the_skin(head):
    skin = head.vertices_of(SKIN)
    still = head.shape(CHILD, {"x:bossing": 0.0})
    np.testing.assert_allclose(still[skin], head.base(CHILD)[skin], atol=1e-6)


def test_on_a_small_head_a_slider_moves_as_much_less(head):
    def opened(years):
        build = Build(years=years)
        shut, wide = (
            measure("mouth_gap", head.points(head.shape(build, {"fa:jawOpen": amount})))
            for amount in (0, 0.4)
        )
        return (wide - shut) / head.relative_size(head.base(build))

    assert opened(1) == pytest.approx(opened(30), rel=0.02)


@pytest.mark.parametrize(
    ("name", "near"),
    [("nose-scale-vertical", "nose-scale-vert-incr"), ("x:bosing", "x:bossing"), ("", "See docs")],
)
def test_an_unknown_slider_is_refused_with_near_names(head, name, near):
    with pytest.raises(UserError, match=near):
        head.shape(CHILD, {name: 1.0})


@pytest.mark.parametrize("name", read_bumps())
def test_every_bump_moves_skin_and_keeps_eyeballs_whole(head, name):
    before = head.base(CHILD)
    after = head.moved(before, {f"x:{name}": 1.0})
    moved = np.linalg.norm(after - before, axis=1)[head.vertices_of(SKIN)]
    assert 0.001 < moved.max() < 0.04
    for ball in head.eyeballs:
        np.testing.assert_allclose(np.ptp(after[ball] - before[ball], axis=0), 0, atol=1e-6)


@pytest.mark.parametrize(
    "options",
    [
        {"years": -1},
        {"years": 91},
        {"years": 7, "maleness": 1.5},
        {"years": 7, "weight": -0.1},
        {"years": 7, "ancestry": (0, 0, 0)},
        {"years": 7, "ancestry": (1, -1, 1)},
    ],
)
def test_a_build_outside_the_grid_is_refused(options):
    with pytest.raises(UserError):
        Build(**options)


def test_a_damaged_file_is_told_in_one_line(tmp_path):
    broken = tmp_path / "head.npz"
    broken.write_bytes(b"no archive")
    with pytest.raises(UserError, match="cannot be read") as told:
        Head.load(broken)
    assert "\n" not in str(told.value)
