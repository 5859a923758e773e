"""Whoever is judged has taught nothing: neither a reference's space nor one of the cohort's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from raredx.errors import UserError
from raredx.phenotype.overview.chosen import Chosen, choose, look
from raredx.phenotype.overview.ground import fit_of, on_itself, on_reference
from raredx.phenotype.overview.referring import check_apart, reference_for
from raredx.phenotype.reference.reference import SHIPPED, open_reference, references_folder
from raredx.phenotype.shape.model import People
from tests.phenotype.overview.small import SEVERAL, small_cohort


@pytest.fixture
def looked(workspace):
    return look(choose(small_cohort()), unaffected="unaffected")


@pytest.fixture(autouse=True)
def one_thread():
    with threadpool_limits(1):  # as where an overview is worked out
        yield


def labels_of(people: People) -> np.ndarray:
    return np.array([label or "" for label in people.labels])


def test_a_space_of_its_own_does_not_know_whom_it_judges(looked):
    people, labels = looked.people, labels_of(looked.people)
    held = np.arange(len(people)) % 5 == 0
    rows = np.flatnonzero(~held)
    scores, between = on_itself(people).place(rows, labels)
    moved = people.landmarks.points.copy()
    moved[held] += np.random.default_rng(0).normal(scale=5, size=moved[held].shape)
    others = replace(people, landmarks=replace(people.landmarks, points=moved.astype(np.float32)))
    relabelled = labels.copy()
    relabelled[held] = np.random.default_rng(0).permutation(labels[held])
    again, same = on_itself(others).place(rows, relabelled)
    np.testing.assert_array_equal(again[rows], scores[rows])
    np.testing.assert_array_equal(same, between)
    assert not np.allclose(again[held], scores[held])  # they are other faces now


def test_a_reference_places_each_face_by_itself(looked):
    model = open_reference().shape
    ground = on_reference(looked.people, model)
    some = on_reference(looked.people.take(slice(5)), model)
    np.testing.assert_allclose(some.scores, ground.scores[:5], atol=1e-9)
    assert ground.taken_out == ("pose", "age")
    undated = replace(looked.people, years=[None] * len(looked.people))
    assert on_reference(undated, model).taken_out == ("pose",)


def test_conditions_are_learned_from_the_rows_that_are_given(looked):
    ground = on_reference(looked.people, open_reference().shape)
    labels = labels_of(looked.people)
    learn = fit_of(ground, looked.subjects, sorted(SEVERAL))
    rows = np.flatnonzero(np.isin(labels, [*SEVERAL, ""]))
    one = learn(labels)(rows)(rows)
    assert one.shape == (len(rows), len(SEVERAL))
    own = [sorted(SEVERAL).index(label) for label in labels[rows] if label]
    assert (one[labels[rows] != ""].argmax(1) == own).mean() > 0.8


def test_too_few_people_for_a_space_of_their_own_are_told(looked):
    ground = on_itself(looked.people.take(slice(4)))
    assert ground.scores is None
    assert "too few" in ground.missing
    assert ground.shapes.shape == (4, 478, 3)


def test_a_reference_says_nothing_of_another_origin(looked):
    chosen = choose(small_cohort())
    assert reference_for("none", chosen) is None
    real = Chosen(cohort=chosen.cohort, origin="real", split=None, split_hash=None, left_out={})
    assert reference_for("auto", real) is None
    with pytest.raises(UserError, match="says nothing about real images"):
        reference_for("simulated", real)


def test_a_reference_that_was_fitted_on_these_people_is_refused():
    references_folder().mkdir(parents=True)
    (references_folder() / "mine").symlink_to(SHIPPED)
    mine = open_reference("mine")
    with pytest.raises(UserError, match="these very people"):
        check_apart("mine", mine, "another hash", mine.data)
    check_apart("mine", mine, "another hash", None)
