"""Whitening: fresh people of one condition differ by 1 in every direction."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.shape.whitening import Groups, Whitening

FEATURES, CONDITIONS, EACH = 15, 80, 12
BETWEEN = np.array([6.0, 3.0, 1.5, 0.7] + [0.0] * (FEATURES - 4))
TURN = np.linalg.qr(np.random.default_rng(0).normal(size=(FEATURES, FEATURES)))[0]
MIX = TURN * np.linspace(0.5, 2, FEATURES)
"""What turns and stretches the planted axes, and the whitening undoes."""
CENTRES = np.random.default_rng(1).normal(size=(CONDITIONS, FEATURES)) * np.sqrt(BETWEEN)


def draw(seed: int, each: int = EACH) -> tuple[np.ndarray, list[str]]:
    own = np.repeat(np.arange(CONDITIONS), each)
    noise = np.random.default_rng(seed).normal(size=(len(own), FEATURES))
    return (CENTRES[own] + noise) @ MIX + 5, [f"c{one:02}" for one in own]


@pytest.fixture(scope="module")
def whitening() -> Whitening:
    return Whitening.fit(*draw(2))


def test_fresh_people_of_one_condition_have_covariance_1(whitening):
    features, labels = draw(3, each=40)
    within = Groups.of(labels).deviations(whitening.scores(features))
    np.testing.assert_allclose(np.cov(within.T), np.eye(FEATURES), atol=0.2)


def test_what_conditions_differ_by_is_recovered_the_most_telling_first(whitening):
    assert (np.diff(whitening.between) <= 0).all()
    drawn = np.linalg.eigvalsh(np.cov(CENTRES.T))[::-1]
    np.testing.assert_allclose(whitening.between[:3], drawn[:3], rtol=0.25)
    assert whitening.between[4:].max() < 0.15
    assert whitening.between.min() > 0


def test_fresh_means_of_conditions_differ_as_said(whitening):
    features, labels = draw(4, each=200)
    means = Groups.of(labels).means(whitening.scores(features))
    np.testing.assert_allclose(means.var(0)[:3], whitening.between[:3], rtol=0.25)


def test_the_order_of_rows_does_not_matter(whitening):
    features, labels = draw(2)
    turn = np.random.default_rng(5).permutation(len(labels))
    again = Whitening.fit(features[turn], [labels[row] for row in turn])
    np.testing.assert_allclose(again.between, whitening.between, rtol=1e-8)
    np.testing.assert_allclose(
        np.abs(again.scores(features)), np.abs(whitening.scores(features)), atol=1e-6
    )


def test_those_without_a_condition_teach_how_people_differ_and_are_no_condition():
    features, labels = draw(2)
    unaffected = np.random.default_rng(6).normal(size=(100, FEATURES)) @ MIX + 50
    both = np.concatenate([features, unaffected]), [*labels, *[None] * 100]
    found = Whitening.fit(*both)
    within = Groups.of(both[1]).deviations(found.scores(both[0]))
    np.testing.assert_allclose(np.cov(within.T), np.eye(FEATURES), atol=0.2)
    np.testing.assert_allclose(found.between[:3], [6, 3, 1.5], rtol=0.5)  # not that far away


def test_fewer_components_than_features():
    features, labels = draw(2)
    found = Whitening.fit(features, labels, components=6)
    assert found.scores(features).shape == (len(labels), 6)


def test_more_features_than_people():
    rng = np.random.default_rng(7)
    labels = [f"c{row % 6}" for row in range(30)]
    features = rng.normal(size=(30, 200))
    features[6] = features[0]  # the same picture twice
    found = Whitening.fit(features, labels)
    assert found.scores(features).shape[1] in (28, 29)
    assert np.abs(found.scores(rng.normal(size=(3, 200)))).max() < 100


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["a"] * 40 + ["b"] * 40, "2 conditions have two images or more, 78 beyond the first"),
        ([f"c{row % 5}" for row in range(20)], "5 conditions .* 15 beyond the first of each"),
        ([f"c{row}" for row in range(40)], "0 conditions"),
        ([None] * 80, "0 conditions"),
    ],
)
def test_too_few_are_told_in_one_line(labels, said):
    features = np.random.default_rng(0).normal(size=(len(labels), 4))
    with pytest.raises(UserError, match=said) as told:
        Whitening.fit(features, labels)
    assert "It takes 3 such conditions and 20 images" in str(told.value)


def test_deviations_have_the_variance_of_the_group_however_small():
    values = np.random.default_rng(8).normal(size=(60_000, 1))
    groups = Groups.of([f"{row // 2}" for row in range(60_000)])
    assert groups.deviations(values).var() == pytest.approx(1, abs=0.03)
