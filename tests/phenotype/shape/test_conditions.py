"""Conditions from few people: evidence ranks, doubt is honest, likeness is a share."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest, multivariate_normal

from raredx.phenotype.shape.conditions import Conditions
from tests.phenotype.shape.planted import BETWEEN, CONDITIONS, NAMES, Planted


@pytest.fixture(scope="module")
def planted() -> Planted:
    return Planted.draw()


@pytest.fixture(scope="module")
def fitted(planted) -> Conditions:
    return planted.fit(8)


def test_evidence_ranks_the_own_condition_first(planted, fitted):
    scores, labels, _ = planted.people(40, seed=2)
    ranks = fitted.ranks(scores, labels)
    assert (ranks == 0).mean() > 0.45  # chance is 0.04
    assert (ranks < 5).mean() > 0.8
    assert np.median(ranks) <= 1


def test_evidence_is_the_ratio_of_two_densities(planted, fitted):
    scores, _, _ = planted.people(1, seed=3)
    every = multivariate_normal(fitted.centre, np.diag(1 + BETWEEN)).logpdf(scores)
    for place in (0, 7):
        own = multivariate_normal(fitted.means[place], np.diag(1 + fitted.doubt[place]))
        np.testing.assert_allclose(fitted.evidence(scores)[:, place], own.logpdf(scores) - every)


def test_means_and_doubt_are_those_of_a_gaussian_process(planted):
    scores, labels, subjects = planted.people([3, 0, *[2] * (CONDITIONS - 2)], seed=4)
    found = Conditions.fit(
        scores, labels, subjects, between=BETWEEN, kin=planted.kin, names=NAMES, kin_weight=0.6
    )
    centring = np.eye(CONDITIONS) - 1 / CONDITIONS
    apart = centring @ planted.kin @ centring
    apart /= np.sqrt(np.outer(apart.diagonal(), apart.diagonal()))
    prior = 0.6 * apart + 0.4 * np.eye(CONDITIONS)
    own = [NAMES.index(label) for label in labels]
    axis = 3
    known = BETWEEN[axis] * prior[np.ix_(own, own)] + np.eye(len(own))
    to = BETWEEN[axis] * prior[:, own] @ np.linalg.inv(known)
    centre = found.centre[axis]
    np.testing.assert_allclose(found.means[:, axis], centre + to @ (scores[:, axis] - centre))
    left = BETWEEN[axis] * prior - to @ (BETWEEN[axis] * prior[own])
    np.testing.assert_allclose(found.doubt[:, axis], left.diagonal())


def test_doubt_shrinks_with_people(planted):
    doubts = [planted.fit(each).doubt.mean() for each in (1, 2, 5, 20, 100)]
    assert (np.diff(doubts) < 0).all()
    np.testing.assert_allclose(planted.fit(20).doubt[0], BETWEEN / (1 + 20 * BETWEEN))


def test_doubt_is_as_large_as_the_error(planted):
    found = planted.fit(3)
    error = (found.means - planted.means) ** 2
    assert error.mean() == pytest.approx(found.doubt.mean(), rel=0.25)


def rank_of_few(each: list[int], *, shared: float, **more) -> float:
    """The mean rank of unseen patients of conditions with one person, over several worlds."""
    found = []
    for seed in range(8):
        planted = Planted.draw(seed, shared=shared)
        fitted = planted.fit(each, seed=50 + seed, **{"kin": planted.kin} | more)
        scores, labels, _ = planted.people(15, seed=90 + seed)
        few = [row for row, label in enumerate(labels) if each[NAMES.index(label)] == 1]
        found.append(fitted.ranks(scores[few], [labels[row] for row in few]).mean())
    return float(np.mean(found))


def test_kin_help_a_condition_with_one_image_where_they_look_alike():
    each = [1, 6, 6, 6] * (CONDITIONS // 4)
    borrowed = rank_of_few(each, shared=0.85)
    alone = rank_of_few(each, shared=0.85, kin=None)
    assert borrowed < 0.9 * alone
    strangers = rank_of_few(each, shared=0.0)
    assert strangers < 1.05 * rank_of_few(each, shared=0.0, kin=None)  # and harm little elsewhere


def test_how_much_kinship_is_worth_is_read_from_the_images():
    weights = {
        shared: [
            (planted := Planted.draw(seed, shared=shared)).fit(6, kin=planted.kin).kin_weight
            for seed in range(8)
        ]
        for shared in (0.0, 0.85)
    }
    assert np.mean(weights[0.0]) < 0.15
    assert np.mean(weights[0.85]) > 0.6


def test_without_kinship_nothing_is_borrowed(planted):
    found = planted.fit(2)
    assert found.kin_weight == 0
    own = planted.fit(2, kin=planted.kin, kin_weight=0.0)
    np.testing.assert_allclose(own.means, found.means)


def test_a_condition_without_anybody_is_expected_from_its_kin():
    planted = Planted.draw(3, shared=0.85)
    found = planted.fit([0, 8, 8, 8] * (CONDITIONS // 4), kin=planted.kin)
    nobody = found.people == 0
    assert nobody.sum() == CONDITIONS // 4
    assert found.doubt[nobody].mean() > found.doubt[~nobody].mean()
    error = ((found.means - planted.means)[nobody] ** 2).mean()
    naive = ((found.centre - planted.means)[nobody] ** 2).mean()
    assert error < 0.6 * naive
    scores, labels, _ = planted.people([20, 0, 0, 0] * (CONDITIONS // 4), seed=5)
    assert found.ranks(scores, labels).mean() < 0.35 * CONDITIONS


def test_likeness_of_held_out_patients_is_uniform(planted):
    fitted = planted.fit(20)
    scores, labels, _ = planted.people(40, seed=6)
    own = fitted.likeness(scores)[np.arange(len(labels)), [NAMES.index(one) for one in labels]]
    assert kstest(own, "uniform").statistic < 0.06
    assert own.mean() == pytest.approx(0.5, abs=0.03)


def test_likeness_is_low_for_others(planted):
    fitted = planted.fit(20)
    scores, labels, _ = planted.people(40, seed=6)
    other = np.array([[label != name for name in NAMES] for label in labels])
    assert np.median(fitted.likeness(scores)[other]) < 0.05
    assert (fitted.likeness(scores)[other] > 0.5).mean() < 0.1


def test_likeness_is_a_share_and_follows_the_evidence(planted, fitted):
    scores, _, _ = planted.people(3, seed=8)
    found = fitted.likeness(scores)
    assert found.min() >= 0
    assert found.max() <= 1
    order = np.argsort(fitted.evidence(scores)[:, 4])
    assert (np.diff(found[order, 4]) >= 0).all()
    np.testing.assert_array_equal(fitted.likeness_of(fitted.evidence(scores)), found)


def test_one_condition_with_one_subject_among_others(planted):
    found = planted.fit([1, *[5] * (CONDITIONS - 1)])
    assert found.people[0] == 1
    assert np.isfinite(found.evidence(planted.means)).all()
    assert np.isfinite(found.likeness(planted.means)).all()
    np.testing.assert_allclose(found.doubt[0], BETWEEN / (1 + BETWEEN))


def test_images_of_one_person_count_as_one_person(planted):
    scores, labels, subjects = planted.people(4, seed=9)
    once = Conditions.fit(scores, labels, subjects, between=BETWEEN)
    often = Conditions.fit(
        np.repeat(scores, 3, 0), np.repeat(labels, 3), np.repeat(subjects, 3), between=BETWEEN
    )
    assert once.people.tolist() == often.people.tolist() == [4] * CONDITIONS
    np.testing.assert_allclose(often.means, once.means)
    np.testing.assert_allclose(often.doubt, once.doubt)


def test_the_order_of_rows_does_not_matter(planted):
    scores, labels, subjects = planted.people(5, seed=10)
    turn = np.random.default_rng(0).permutation(len(labels))
    one, other = (
        Conditions.fit(
            scores[rows],
            [labels[row] for row in rows],
            [subjects[row] for row in rows],
            between=BETWEEN,
            kin=planted.kin,
            names=NAMES,
        )
        for rows in (np.arange(len(labels)), turn)
    )
    assert one.kin_weight == other.kin_weight
    np.testing.assert_allclose(one.means, other.means, atol=1e-9)
    np.testing.assert_allclose(one.held_out, other.held_out, atol=1e-9)


def test_a_stranger_gets_answers_that_say_little(planted, fitted):
    far = np.full((1, len(BETWEEN)), 40.0)
    assert np.isfinite(fitted.evidence(far)).all()
    assert np.isfinite(fitted.likeness(far)).all()
    nothing = fitted.likeness(fitted.centre[None])
    assert np.median(nothing) < 0.3
