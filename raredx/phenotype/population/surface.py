"""The face as a surface: triangles between its points, and where it faces at each of them."""

from __future__ import annotations

import numpy as np

from raredx.phenotype.population.people import Floats, Whole


def triangles_of(places: Floats) -> Whole:
    """Delaunay's triangles of points (p, 2), each turned anticlockwise where y is up: (t, 3).

    They cover eyes and mouth too, which MediaPipe's own mesh leaves open.

    >>> triangles_of(np.array([[0.0, 0], [1, 0], [0, 1]])).tolist()
    [[0, 1, 2]]
    """
    from scipy.spatial import Delaunay

    found = np.sort(np.asarray(Delaunay(places).simplices, np.intp), axis=1)
    one, two, three = (places[found[:, corner]] for corner in range(3))  # (t, 2)
    side, other = two - one, three - one
    clockwise = side[:, 0] * other[:, 1] < side[:, 1] * other[:, 0]
    found[clockwise] = found[clockwise][:, [0, 2, 1]]
    return found[np.lexsort(found.T[::-1])]


def normals_of(shape: Floats) -> Floats:
    """Unit vectors out of a face (p, 3), towards the camera rather than away from it: (p, 3).

    >>> flat = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1.1, 0]])
    >>> normals_of(flat).tolist()[0]
    [0.0, 0.0, 1.0]
    """
    triangles = triangles_of(shape[:, :2])
    one, two, three = (shape[triangles[:, corner]] for corner in range(3))  # (t, 3)
    faces = np.cross(two - one, three - one)  # (t, 3), as long as twice the area
    normals = np.zeros_like(shape)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], faces)
    return np.asarray(normals / np.linalg.norm(normals, axis=1, keepdims=True))
