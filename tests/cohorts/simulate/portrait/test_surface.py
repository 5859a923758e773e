"""The mesh and how it is drawn and lit."""

from __future__ import annotations

import numpy as np

from raredx.cohorts.simulate.portrait.ambient import MIDDLE, VIEWS, ambient_light, directions
from raredx.cohorts.simulate.portrait.folds import folds
from raredx.cohorts.simulate.portrait.mesh import CLOTH, fine_mesh, spread_to_edges
from raredx.cohorts.simulate.portrait.noise import noise, spots
from raredx.cohorts.simulate.portrait.paint import LIP, UPPER, paint
from raredx.cohorts.simulate.portrait.shadow import shadows
from raredx.cohorts.simulate.portrait.surface import NOTHING, rasterise
from tests.cohorts.simulate.portrait.sitters import HEAD, child

MARKS = HEAD.landmarks
# A square of 20 pixels at depth 2, from (10, 10), and a triangle before it.
CORNERS = np.float32(
    [
        [10, 10, 0.5],
        [10, 30, 0.5],
        [30, 30, 0.5],
        [30, 10, 0.5],
        [12, 12, 1],
        [12, 20, 1],
        [20, 12, 1],
    ]
)
TRIANGLES = np.int32([[0, 1, 2], [0, 2, 3], [4, 5, 6]])
KEPT = np.ones(len(CORNERS), np.float32)


def test_each_sample_of_a_square_is_drawn_once_and_the_nearest_wins():
    samples = rasterise(CORNERS, TRIANGLES, KEPT, 40)
    assert (samples.ids != NOTHING).sum() == 4 * 20 * 20
    assert abs((samples.ids == 2).sum() - 4 * 32) <= 4
    assert set(np.unique(samples.depth)) == {0, 0.5, 1}


def test_what_turns_away_or_is_cut_off_is_not_drawn():
    assert (rasterise(CORNERS, TRIANGLES[:, ::-1].copy(), KEPT, 40).ids == NOTHING).all()
    kept = np.float32([-1, -1, 1, 1, -1, -1, -1])  # half of the square, and no triangle
    half = (rasterise(CORNERS, TRIANGLES, kept, 40).ids != NOTHING).sum()
    assert abs(half - 2 * 20 * 20) <= 40


def test_weights_find_the_place_of_a_sample():
    samples = rasterise(CORNERS, TRIANGLES[:2], KEPT, 40)
    row, column = 41, 36
    u, v = samples.between[row, column]
    corners = CORNERS[TRIANGLES[samples.ids[row, column]], :2]
    place = u * corners[0] + v * corners[1] + (1 - u - v) * corners[2]
    assert np.abs(place - [(column + 0.5) / 2, (row + 0.5) / 2]).max() < 0.2


def test_the_fine_mesh_keeps_the_head_s_vertices_and_bends_between_them():
    mesh = fine_mesh()
    points, normals = mesh.around(child())
    assert np.array_equal(points[: len(child())], child())
    middle = (child()[mesh.edges[:, 0]] + child()[mesh.edges[:, 1]]) / 2
    moved = np.linalg.norm(points[len(child()) :] - middle, axis=1)
    assert moved.max() < 0.006
    assert 0.00002 < np.median(moved) < 0.001
    assert np.allclose(np.linalg.norm(normals[mesh.bare], axis=-1), 1, atol=1e-3)
    assert (mesh.canonical[mesh.triangles[mesh.part == CLOTH]][..., 2] < 0.35).all()


def test_the_nose_throws_a_shadow_away_from_the_light():
    mesh = fine_mesh()
    points, normals = mesh.around(child())
    towards = np.float32([0.8, -0.5, 0.33])
    lit = shadows(
        *(points, normals, np.ones(len(points), bool)),
        occluders=child(),
        triangles=mesh.coarse,
        centre=MIDDLE,
        towards=towards / np.linalg.norm(towards),
        size=0.05,
    )
    beside = {side: lit[MARKS[f"subalare_{side}"]] for side in ("left", "right")}
    assert beside["left"] > 0.8
    assert beside["right"] < 0.2
    assert lit[MARKS["malare_left"]] > 0.9


def test_light_of_the_sky_reaches_the_crown_more_than_the_chin_and_hollows_least():
    mesh = fine_mesh()
    normals = mesh.around(child())[1][: len(child())]
    wanted = np.ones(len(child()), bool)
    sky = np.repeat(np.maximum(directions(VIEWS)[:, 2:], 0), 3, axis=1)
    light, seen = ambient_light(child(), normals, wanted, centre=MIDDLE, scene=sky)
    assert light[MARKS["vertex"]].min() > 3 * light[MARKS["menton"]].max()
    assert seen[MARKS["glabella"]] > 0.95
    assert seen[MARKS["endocanthion_left"]] < 0.92


def test_folds_are_darker_than_open_skin():
    open_ = folds()
    between_the_lips = 523
    assert open_[MARKS["malare_left"]] > 0.9
    assert open_[MARKS["nostril_left"]] < 0.85
    assert open_[between_the_lips] < 0.1


def test_the_vermilion_border_lies_on_its_landmarks():
    values = paint()
    for name in ("crista_philtri_left", "labiale_superius", "labiale_inferius"):
        assert abs(values[MARKS[name], LIP]) < 0.0016
    assert values[MARKS["labrale_prominence"], LIP] > 0.002
    assert values[MARKS["subnasale"], LIP] < -0.005
    assert values[MARKS["labiale_superius"], UPPER] == 1
    assert values[MARKS["labiale_inferius"], UPPER] == 0


def test_values_are_continued_half_way_along_edges():
    spread = spread_to_edges(np.float32([0, 1, 5]), np.int32([[0, 1], [1, 2]]))
    assert spread.tolist() == [0, 1, 5, 0.5, 3]


def test_noise_is_smooth_even_and_within_bounds():
    rng = np.random.default_rng(1)
    places = rng.uniform(-50, 50, (2000, 3))
    values = np.array([noise(*place) for place in places])
    near = np.array([noise(*(place + 0.01)) for place in places])
    assert np.abs(values).max() <= 1
    assert abs(values.mean()) < 0.03
    assert values.std() > 0.2
    assert np.abs(values - near).max() < 0.1


def test_spots_are_as_frequent_as_asked():
    places = np.random.default_rng(2).uniform(0, 60, (3000, 3))
    few, many = (np.mean([spots(*place, share) > 0 for place in places]) for share in (0.1, 0.6))
    assert 0 < few < 0.5 * many
