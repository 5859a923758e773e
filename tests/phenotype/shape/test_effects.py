"""Effects of pose, expression and age: what was planted is found and taken out."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.phenotype.landmarks import BLENDSHAPES
from raredx.phenotype.shape.effects import Causes, Effects, causes_of

N, P = 400, 20


@pytest.fixture
def planted():
    rng = np.random.default_rng(0)
    slopes, causes = rng.normal(size=(5, P * 3)), rng.normal(2, 1, (N, 5))
    own = rng.normal(0, 0.1, (N, P, 3))
    return slopes, causes, own, own + (causes @ slopes).reshape(N, P, 3)


def test_planted_effects_are_recovered(planted):
    slopes, causes, _, shapes = planted
    np.testing.assert_allclose(Effects.fit(shapes, causes).slopes, slopes, atol=0.03)


def test_without_effects_the_own_shape_is_left(planted):
    _, causes, own, shapes = planted
    effects = Effects.fit(shapes, causes)
    left = effects.without(shapes, causes)
    np.testing.assert_allclose(left - left.mean(0), own - own.mean(0), atol=0.1)
    assert np.abs(np.corrcoef(left[:, 0, 0], causes[:, 0])[0, 1]) < 0.02
    mean = np.tile(effects.centre, (N, 1))
    np.testing.assert_array_equal(effects.without(shapes, mean), shapes)


def test_a_cause_that_never_varies_has_no_effect(planted):
    _, causes, _, shapes = planted
    also = np.column_stack([causes, np.zeros(N)])
    effects = Effects.fit(shapes, also)
    np.testing.assert_allclose(effects.slopes[-1], 0, atol=1e-9)


def test_no_causes_no_effects():
    shapes = np.random.default_rng(1).normal(size=(4, P, 3))
    effects = Effects.fit(shapes, np.empty((4, 0)))
    np.testing.assert_array_equal(effects.without(shapes, np.empty((4, 0))), shapes)


def causes(**given) -> Causes:
    expressions = np.linspace(0, 1, 2 * len(BLENDSHAPES)).reshape(2, -1)
    return causes_of(np.array([[30.0, 0, 0], [0, -90, 0]]), expressions, **given)


def test_causes_of_pose_bend_and_are_small_for_small_angles():
    pose = causes().pose
    np.testing.assert_allclose(pose, [[0.5, 0, 0, 0.25, 0, 0], [0, -1, 0, 0, 1, 0]], atol=1e-12)


def test_the_first_blendshape_is_left_out():
    assert causes().expression.shape == (2, len(BLENDSHAPES) - 1)


def test_age_counts_where_age_and_sex_are_known():
    found = causes(years=[4, None], sexes=["female", "male"])
    assert found.age_known.tolist() == [True, False]
    assert causes(years=[4, 8], sexes=["female", None]).age_known.tolist() == [True, False]
    assert causes().age_known.tolist() == [False, False]
    assert causes(years=[4, 8], sexes=["female", "unknown"]).age_known.tolist() == [True, False]
    np.testing.assert_allclose(found.age[0, 3:], 0)
    assert found.age[0, 0] == pytest.approx(np.log(5))


def test_groups_of_causes_stand_side_by_side():
    found = causes(years=[4, 9], sexes=["male", "male"])
    assert found.of(()).shape == (2, 0)
    assert found.of(("pose", "age")).shape == (2, 12)
    np.testing.assert_array_equal(found.of(("age", "pose"))[:, 6:], found.pose)
