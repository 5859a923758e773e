"""Folds inside the training rows: whole subjects, and no class left without one."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.learning.heads.inner import inner_folds, sharpness
from raredx.learning.heads.rows import Rows
from tests.learning.heads.patients import CLASSES, patients


def rows_of(some):
    return Rows.of(some.features, some.labels, some.subjects, classes=CLASSES)


@pytest.mark.parametrize("seed", range(5))
def test_a_subject_is_held_out_as_a_whole_and_a_class_never(seed):
    rng = np.random.default_rng(seed)
    labels = rng.choice(list(CLASSES), 40)
    people = rng.choice(25, 40)  # some have images of several classes
    rows = Rows.of(np.eye(40), labels, people.astype(str), classes=CLASSES)
    folds = inner_folds(rows, seed=seed)
    for person in np.unique(people):
        assert len(set(folds[people == person])) == 1
        assert len(set(labels[people == person])) == 1 or (folds[people == person] == -1).all()
    for fold in range(5):
        assert set(rows.own[folds != fold]) == set(rows.own)


def test_everybody_is_held_out_once_where_that_is_possible():
    folds = inner_folds(rows_of(patients()), seed=0)
    assert np.bincount(folds).tolist() == [16, 14, 14, 14, 14]


def test_a_class_of_one_subject_is_never_held_out():
    some = patients().take([0, 1, *range(12, 72)])
    folds = inner_folds(rows_of(some), seed=0)
    assert folds[:2].tolist() == [-1, -1]
    assert (folds[2:] >= 0).all()


def test_with_few_rows_to_hold_out_nothing_is_fitted():
    rows = rows_of(patients(people=1))
    given = sharpness(rows, lambda inside, outside: 1 / 0, seed=0, otherwise=7.0)
    assert given == 7.0


def test_who_is_judged_was_not_among_those_who_were_learned_from():
    rows = rows_of(patients())
    seen = []

    def answer(inside, outside):
        seen.append(outside)
        assert not set(rows.people[inside]) & set(rows.people[outside])
        return np.eye(6)[rows.own[outside]]

    assert sharpness(rows, answer, seed=0, otherwise=7.0) > 1
    assert np.sum(seen, axis=0).tolist() == [1] * 72
