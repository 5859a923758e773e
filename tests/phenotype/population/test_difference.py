"""A point that was moved is found, by as much as it was moved, and nothing else is."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import kstest

from raredx.errors import UserError
from raredx.phenotype.population.difference import difference, mean_shape
from raredx.phenotype.population.surface import normals_of
from tests.phenotype.population.planted import names, people

MOVED, GROWS = 7, 3
BY = np.array([0.006, 0.002, -0.004])
LABELS = ["K"] * 30 + ["unaffected"] * 60


@pytest.fixture(scope="module")
def shapes():
    found = people(90)
    found[:30, MOVED] += BY
    return found


@pytest.fixture(scope="module")
def found(shapes):
    return difference(shapes, LABELS, names(90), condition="K")


def test_the_moved_point_is_found_and_another_in_no_more_than_five_per_cent_of_cohorts():
    false_finds = 0
    for seed in range(60):
        shapes = people(90, seed=seed)
        shapes[:30, MOVED] += BY
        found = difference(shapes, LABELS, names(90), condition="K", permutations=199, seed=seed)
        assert found.p_family[MOVED] <= 0.05
        false_finds += bool((np.delete(found.p_family, MOVED) <= 0.05).any())
    assert false_finds <= 7  # of 60, where 3 are expected


def test_what_is_said_of_the_moved_point(found):
    assert found.p[MOVED] == found.p_family[MOVED] == 1 / 1001
    assert found.p[MOVED] <= found.q[MOVED] < 0.05
    assert (found.p_family >= found.p).all()
    assert (found.people, found.people_against) == (30, 60)


def test_by_as_much_as_it_was_moved(shapes, found):
    error = 0.004 * np.sqrt(1 / 30 + 1 / 60)
    assert abs(found.displacement[MOVED] - BY).max() < 3 * error
    normal = normals_of(shapes[30:].mean(0))[MOVED]
    assert found.outward[MOVED] == pytest.approx(found.displacement[MOVED] @ normal)
    assert np.hypot(found.outward, found.along) == pytest.approx(
        np.linalg.norm(found.displacement, axis=1)
    )
    assert found.effect[MOVED] == pytest.approx(np.linalg.norm(BY) / 0.004, abs=0.6)
    assert np.median(np.delete(found.effect, MOVED)) < 0.3


def test_the_faces_as_wholes_differ(found):
    assert found.distance > found.distance_by_chance
    assert found.distance_p < 0.05
    assert found.distance == pytest.approx(np.linalg.norm(found.displacement))


def test_a_depth_that_is_measured_poorly_hides_no_other_direction():
    shapes = people(90)
    shapes[..., 2] += np.random.default_rng(1).normal(scale=0.2, size=shapes.shape[:2])
    shapes[:30, MOVED, 0] += 0.006
    found = difference(shapes, LABELS, names(90), condition="K")
    assert found.p_family[MOVED] < 0.01


def test_the_order_of_images_changes_nothing_and_a_seed_gives_the_same(shapes, found):
    turn = np.random.default_rng(1).permutation(90)
    again = difference(
        shapes[turn], [LABELS[i] for i in turn], [names(90)[i] for i in turn], condition="K"
    )
    for field in ("displacement", "effect", "p", "p_family", "distance_by_chance"):
        np.testing.assert_allclose(getattr(again, field), getattr(found, field), atol=1e-12)
    other = difference(shapes, LABELS, names(90), condition="K", seed=1)
    assert (other.p != found.p).any()


def test_more_images_of_a_person_are_not_more_people(shapes, found):
    """Ten noiseless copies of everybody would halve every p-value if they counted."""
    ten = difference(np.tile(shapes, (10, 1, 1)), LABELS * 10, names(90) * 10, condition="K")
    np.testing.assert_allclose(ten.p, found.p)
    assert (ten.people, ten.people_against) == (30, 60)


def test_without_a_difference_p_values_are_uniform():
    p, p_family, whole = [], [], []
    for seed in range(120):
        shapes = people(24, points=12, seed=seed)
        found = difference(
            *(shapes, ["K"] * 8 + ["unaffected"] * 16, names(24)),
            condition="K",
            permutations=99,
            seed=seed,
        )
        p.append(found.p[0])
        whole.append(found.distance_p)
        p_family.append(found.p_family.min())
    jitter = np.random.default_rng(0).random(120) / 100  # p-values come in steps of 0.01
    for values in (p, whole, p_family):
        assert kstest(np.array(values) - jitter, "uniform").pvalue > 0.01
    assert np.mean(np.array(p_family) <= 0.05) <= 0.1


def test_age_that_differs_between_groups_is_no_difference_of_the_condition():
    rng = np.random.default_rng(0)
    age = np.r_[rng.uniform(0, 10, 30), rng.uniform(5, 15, 60)]
    shapes = people(90)
    shapes[:, GROWS, 1] += 0.002 * age
    shapes[:30, MOVED] += BY
    plain = difference(shapes, LABELS, names(90), condition="K")
    adjusted = difference(shapes, LABELS, names(90), condition="K", covariates=age)
    assert (plain.p_family[[GROWS, MOVED]] < 0.01).all()
    assert adjusted.p_family[MOVED] < 0.01
    assert adjusted.p_family[GROWS] > 0.05
    assert (plain.adjusted, adjusted.adjusted) == (0, 1)


def test_with_a_covariate_p_values_stay_uniform():
    p = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        age = np.r_[rng.uniform(0, 10, 8), rng.uniform(5, 15, 16)]
        shapes = people(24, points=12, seed=seed) + 0.002 * age[:, None, None]
        found = difference(
            *(shapes, ["K"] * 8 + ["unaffected"] * 16, names(24)),
            condition="K",
            covariates=age,
            permutations=99,
            seed=seed,
        )
        p.append(found.p[0])
    jitter = np.random.default_rng(0).random(120) / 100
    assert kstest(np.array(p) - jitter, "uniform").pvalue > 0.01


def test_it_can_be_written_down(found):
    assert json.loads(json.dumps(found.as_dict()))["condition"] == "K"
    rows = found.table()
    assert len(rows) == 40
    assert rows[MOVED]["right"] == found.displacement[MOVED, 0]


def test_the_mean_shape_counts_everybody_once(shapes):
    twice = np.concatenate([shapes[:2], shapes[:1]])
    np.testing.assert_allclose(mean_shape(twice, list("aba")), shapes[:2].mean(0))


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"condition": "N"}, "A comparison needs 3 people of each group, and N has 0"),
        ({"condition": "K", "against": "K"}, "K is compared with itself"),
        ({"condition": "K", "permutations": 0}, "No permutations"),
        ({"condition": "K", "covariates": np.full(90, np.nan)}, "Some covariates are no numbers"),
        ({"condition": "K", "covariates": np.eye(90)}, "90 people are too few for 90 covariates"),
        (
            {"condition": "K", "covariates": np.repeat([1.0, 0], [30, 60])},
            "The covariates alone tell the two groups apart",
        ),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(shapes, options, problem):
    with pytest.raises(UserError, match=problem):
        difference(shapes, LABELS, names(90), **options)


def test_images_without_a_face_are_refused(shapes):
    with pytest.raises(UserError, match="no face was found"):
        difference(np.where(shapes > 0.2, np.nan, shapes), LABELS, names(90), condition="K")
    with pytest.raises(UserError, match="Give images x points x 3"):
        difference(shapes[..., :2], LABELS, names(90), condition="K")
