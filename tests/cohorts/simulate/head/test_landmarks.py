"""Landmarks: each is where anatomy says, on every head."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Build, Head, measure
from raredx.cohorts.simulate.head.head import EYES, SKIN
from raredx.cohorts.simulate.head.landmarks import describe, mediapipe_vertices
from raredx.cohorts.simulate.head.measures import read_measures
from raredx.errors import NotFoundError

HEAD = Head.shipped()
DOWN_THE_MIDDLE = [
    *("vertex", "trichion", "metopion", "glabella", "nasion", "sellion", "rhinion", "pronasale"),
    *("columella", "subnasale", "philtrum", "labiale_superius", "stomion", "stomion_inferius"),
    *("labrale_prominence", "labiale_inferius", "sublabiale", "pogonion", "gnathion", "menton"),
    *("cervicale", "cervicale_base"),
]
FROM_THE_MIDDLE = [
    *("subnasale", "nostril", "endocanthion", "pupil", "exocanthion", "frontotemporale"),
    *("tragion", "laterale_auris"),
]


@pytest.mark.parametrize("years", [1, 8, 35, 80])
def test_they_keep_their_order_at_every_age(years):
    points = HEAD.points(HEAD.base(Build(years=years)))
    heights = [points[name][2] for name in DOWN_THE_MIDDLE]
    assert heights == sorted(heights, reverse=True)
    outwards = [points.get(name, points.get(f"{name}_left"))[0] for name in FROM_THE_MIDDLE]
    assert outwards == sorted(outwards)
    assert points["pronasale"][1] == min(point[1] for point in points.values())


def test_each_is_another_vertex_of_skin_or_eyeball_and_is_described():
    vertices = list(HEAD.landmarks.values())
    assert len(set(vertices)) == len(vertices) > 70
    assert set(vertices) <= set(HEAD.vertices_of(SKIN, EYES).tolist())
    assert all(describe(name) for name in HEAD.landmarks)


def test_sides_mirror_each_other():
    for name, vertex in HEAD.landmarks.items():
        if name.endswith("_left"):
            other = HEAD.canonical[HEAD.landmarks[name.replace("_left", "_right")]]
            np.testing.assert_allclose(
                HEAD.canonical[vertex] * [-1, 1, 1], other, atol=1e-4, err_msg=name
            )
            assert HEAD.canonical[vertex, 0] > 0


def test_those_in_the_middle_are_in_the_middle():
    for name in [*DOWN_THE_MIDDLE, "opisthocranion"]:
        assert abs(HEAD.canonical[HEAD.landmarks[name], 0]) < 1e-4


@pytest.mark.parametrize(
    ("point", "landmark"),
    [
        (1, "pronasale"),
        (0, "labiale_superius"),
        (17, "labiale_inferius"),
        (168, "nasion"),
        (291, "cheilion_left"),
        (61, "cheilion_right"),
        (133, "endocanthion_right"),
        (362, "endocanthion_left"),
        (145, "palpebrale_inferius_right"),
        (374, "palpebrale_inferius_left"),
    ],
)
def test_mediapipe_points_of_known_meaning_lie_at_their_landmarks(point, landmark):
    vertex = mediapipe_vertices()[point]
    apart = HEAD.canonical[vertex] - HEAD.canonical[HEAD.landmarks[landmark]]
    assert np.linalg.norm(apart) < 0.0035


def test_mediapipe_points_lie_on_the_front_of_the_skin():
    vertices = list(mediapipe_vertices().values())
    assert len(vertices) > 350
    assert set(vertices) <= set(HEAD.vertices_of(SKIN).tolist())
    assert HEAD.canonical[vertices, 1].max() < -0.03


@pytest.mark.parametrize("name", read_measures())
def test_every_measure_can_be_taken(name):
    value = measure(name, HEAD.points(HEAD.base(Build(years=8))))
    assert np.isfinite(value)
    (kind,) = read_measures()[name]
    if kind in {"width", "distance", "ratio"}:
        assert value > 0.1
    if kind == "asymmetry":
        assert value < 0.1


def test_an_unknown_measure_names_the_known_ones():
    with pytest.raises(NotFoundError, match="intercanthal"):
        measure("smile", {})
