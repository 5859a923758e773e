"""Which point is what: mirror images, fewer points, triangles."""

from __future__ import annotations

import numpy as np

from raredx.phenotype.landmarks.found import POINTS
from raredx.phenotype.landmarks.points import FIVE, SIXTY_EIGHT, mirror, outlines, triangles
from raredx.phenotype.shape.align import align, mean_shape, mirrored, upright

RIGHT = {
    "pupil": (468, 473),
    "outer corner of the eye": (33, 263),
    "inner corner of the eye": (133, 362),
    "corner of the mouth": (61, 291),
    "end of the brow": (70, 300),
    "wing of the nose": (129, 358),
}
MIDDLE = (1, 4, 10, 13, 14, 152, 168)


def test_the_mirror_is_its_own_inverse():
    other = mirror()
    assert sorted(other.tolist()) == list(range(POINTS))
    assert other[other].tolist() == list(range(POINTS))


def test_the_mirror_leads_from_named_right_points_to_left_ones():
    for name, (right, left) in RIGHT.items():
        assert mirror()[right] == left, name
    assert [mirror()[point] for point in MIDDLE] == list(MIDDLE)


def test_the_mirror_is_that_of_real_faces(known):
    points = upright(known.people.landmarks.points.astype(float))
    mean = mean_shape(points, symmetric=False)
    other = align(mirrored(mean)[None], mean).shapes[0]
    eyes = np.linalg.norm(mean[33] - mean[263])
    assert np.linalg.norm(other - mean, axis=1).max() < 0.05 * eyes


def test_triangles_use_points_of_the_mesh_and_cover_all_but_the_irises():
    found = triangles()
    assert found.shape == (852, 3)
    assert set(found.ravel().tolist()) == set(range(468))
    assert len({frozenset(one) for one in found.tolist()}) == 852
    assert all(len(set(one)) == 3 for one in found.tolist())


def test_triangles_have_triangles_on_the_other_side():
    found = {frozenset(one) for one in triangles().tolist()}
    other = {frozenset(mirror()[list(one)].tolist()) for one in found}
    assert len(found & other) > 0.95 * len(found)


def test_five_and_sixty_eight_are_unique_and_on_the_right_side(known):
    x, y = known.people.landmarks.points[:, :, :2].mean(0).T
    assert len(set(FIVE)) == 5
    assert len(set(SIXTY_EIGHT)) == 68
    right_eye, left_eye, tip, right_mouth, left_mouth = FIVE
    assert x[right_eye] < x[tip] < x[left_eye]
    assert x[right_mouth] < x[tip] < x[left_mouth]
    assert y[right_eye] < y[tip] < y[right_mouth]
    outline, brows, nose = SIXTY_EIGHT[:17], SIXTY_EIGHT[17:27], SIXTY_EIGHT[27:36]
    assert (np.diff(x[list(outline[2:15])]) > 0).all()  # from cheek to cheek
    assert (np.diff(x[list(brows)]) > 0).all()
    assert (np.diff(y[list(nose[:4])]) > 0).all()
    assert (np.diff(x[list(nose[4:])]) > 0).all()
    assert x[list(SIXTY_EIGHT[36:42])].max() < x[list(SIXTY_EIGHT[42:48])].min()
    assert y[outline[8]] == y[list(outline)].max()


def test_sixty_eight_are_symmetric():
    annotated = {*SIXTY_EIGHT}
    assert {int(mirror()[point]) for point in annotated} == annotated


def test_outlines_are_lines_between_points():
    found = outlines()
    assert {"left_eye", "right_eye", "left_iris", "lips", "face_oval"} <= set(found)
    for lines in found.values():
        assert lines.shape[1] == 2
        assert lines.max() < POINTS
