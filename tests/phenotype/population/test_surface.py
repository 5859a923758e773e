"""Normals point out of a face, wherever it bends."""

from __future__ import annotations

import numpy as np

from raredx.phenotype.population.surface import normals_of, triangles_of
from tests.phenotype.population.planted import face


def test_normals_of_a_dome_point_away_from_its_middle():
    across = np.linspace(-0.6, 0.6, 15)
    x, y = (part.ravel() for part in np.meshgrid(across, across))
    dome = np.stack([x, y, np.sqrt(1 - x**2 - y**2)], 1)
    inner = (abs(dome[:, :2]) < 0.55).all(1)
    assert ((normals_of(dome) * dome).sum(1)[inner] > 0.995).all()


def test_triangles_cover_the_hull_once_and_turn_one_way():
    from scipy.spatial import ConvexHull

    places = face()[:, :2]
    one, two, three = (places[triangles_of(places)[:, corner]] for corner in range(3))
    side, other = two - one, three - one
    areas = (side[:, 0] * other[:, 1] - side[:, 1] * other[:, 0]) / 2
    assert (areas > 0).all()
    assert np.isclose(areas.sum(), ConvexHull(places).volume)
