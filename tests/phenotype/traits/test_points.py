"""Named points: each is another point, and lies where anatomy says."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.phenotype.shape.align import mirrored
from raredx.phenotype.traits.measures import all_measures
from raredx.phenotype.traits.points import all_points, places

SURE = [
    *("pronasale", "columella", "subnasale", "nasion", "sellion", "labiale_superius", "stomion"),
    *("stomion_inferius", "labiale_inferius", "sublabiale", "menton", "glabella", "pupil"),
    *("endocanthion", "exocanthion", "palpebrale_superius", "palpebrale_inferius", "cheilion"),
    *("alare", "subalare", "crista_philtri", "nostril", "tip_lateral", "superciliare_lateral"),
]


@pytest.mark.parametrize("name", SURE)
def test_a_point_lies_at_the_landmark_of_its_name(name, faces):
    shifts = []
    for side, number in zip(("_left", "_right"), all_points()[name].numbers, strict=False):
        at = [marks.get(name, marks.get(name + side)) for marks in faces.marks]
        apart = faces.found.points[:, number, :2] - np.array(at)
        shifts.append(np.linalg.norm(apart, axis=1) / faces.found.eye_span)
    assert np.median(shifts) < 0.05


def test_each_is_another_of_the_landmarkers_points_and_is_needed():
    numbers = [number for point in all_points().values() for number in point.numbers]
    assert len(set(numbers)) == len(numbers)
    needed = {name for one in all_measures().values() for name in one.points}
    assert set(all_points()) - needed == set()


def test_sides_change_places_in_a_mirror(faces):
    some = faces.aligned.shapes[:3]
    here, there = (places(shapes, ["cheilion", "nasion"]) for shapes in (some, mirrored(some)))
    np.testing.assert_allclose(here["cheilion"][0] * [[-1], [1], [1]], there["cheilion"][1])
    assert (here["cheilion"][0][0] > 0).all()
    assert len(here["nasion"]) == 1
