"""A shape space: one folded step gives what the steps give one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.phenotype.shape.align import halves, mean_shape, mirrored, upright
from raredx.phenotype.shape.regions import regions
from raredx.phenotype.shape.space import WHOLE, Faces, Space


@pytest.fixture(scope="module")
def mean(known) -> np.ndarray:
    return mean_shape(upright(known.people.landmarks.points.astype(np.float64)))


@pytest.fixture(scope="module")
def faces(known, mean) -> Faces:
    people = known.people
    return Faces.of(people.landmarks, mean, years=people.years, sexes=people.sexes)


@pytest.fixture(scope="module")
def space(shared, faces, known) -> Space:
    with shared():
        return Space.fit(faces, known.people.labels, components=40, of_region=12)


def unfolded(space: Space, faces: Faces) -> dict[str, np.ndarray]:
    """Effects, symmetry, whitening: one after the other."""
    plain = space.effects.without(faces.shapes, faces.causes.of(space.taken_out))
    same, _ = halves(plain)
    points = {WHOLE: range(478), **regions()}
    return {
        name: whitening.scores(same[:, list(points[name])].reshape(len(faces), -1))
        for name, whitening in space.whitenings.items()
    }


def test_the_folded_scores_are_the_unfolded_ones(space, faces):
    found, steps = space.scores(faces), unfolded(space, faces)
    assert list(found) == list(steps) == [WHOLE, *regions()]
    for name, scores in found.items():
        np.testing.assert_allclose(scores, steps[name], atol=1e-7)


def test_a_face_and_its_mirror_image_lie_in_one_place(space, faces):
    straight = replace(
        faces.causes, pose=faces.causes.pose * [-1, 1, -1, 1, 1, -1]
    )  # yaw and roll the other way
    other = Faces(
        aligned=replace(faces.aligned, shapes=mirrored(faces.shapes)), causes=faces.causes
    )
    same = space.scores(other)[WHOLE]
    np.testing.assert_allclose(same, space.scores(faces)[WHOLE], atol=1e-7)
    turned = space.scores(Faces(aligned=other.aligned, causes=straight))[WHOLE]
    assert np.abs(turned - same).mean() < 0.5  # what yaw does to halves is nearly even


def test_faces_lie_where_they_do_whoever_is_beside_them(space, faces):
    alone = space.scores(faces.take([5]))
    for name, scores in space.scores(faces).items():
        np.testing.assert_allclose(alone[name][0], scores[5], atol=1e-9)


def test_people_of_one_condition_differ_by_about_1(space, faces, known):
    scores = space.scores(faces)[WHOLE]
    healthy = np.array([not label for label in known.people.labels])
    spread = scores[healthy].std(0)
    assert 0.4 < np.median(spread) < 1.6


def test_without_causes_nothing_is_taken_out(faces, known):
    plain = Space.fit(faces, known.people.labels, taken_out=(), by_region=False, components=20)
    assert list(plain.scores(faces)) == [WHOLE]
    np.testing.assert_allclose(plain.scores(faces)[WHOLE], unfolded(plain, faces)[WHOLE], atol=1e-8)


def test_unknown_age_has_no_place_in_a_space_that_takes_it_out(space, faces, known, mean):
    undated = Faces.of(known.people.landmarks, mean)
    assert np.isnan(space.scores(undated)[WHOLE]).all()
