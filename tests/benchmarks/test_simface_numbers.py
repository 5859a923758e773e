"""The measuring rod itself is measured: on shapes, scores and leaks whose answer is known."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from benchmarks.simface import baselines, drawing, scores, shapes, shortcuts
from benchmarks.simface.baselines import by_discriminant, by_features, by_shape
from benchmarks.simface.mapping import nearest
from benchmarks.simface.oracle import frequencies, told
from benchmarks.simface.scores import ranks, score, share, wilson
from benchmarks.simface.shapes import aligned, mean_shape
from benchmarks.simface.shortcuts import as_numbers, by_forest, by_line
from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.knowledge.conditions import condition, simface
from raredx.cohorts.simulate.knowledge.patient import SPORADIC

RNG = np.random.default_rng(5)


@pytest.mark.parametrize("module", [baselines, drawing, scores, shapes, shortcuts])
def test_examples_are_true(module):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


def test_a_rank_is_the_place_of_the_true_class():
    given = np.array([[0.1, 0.7, 0.2], [0.5, 0.5, 0.0], [0.9, 0.1, 0.0]])
    assert ranks(given, ["a", "b", "c"], ["b", "b", "never seen"]).tolist() == [0, 1, 3]


def test_the_images_of_one_subject_are_drawn_together():
    hits = np.arange(200) % 2 == 0
    alone = share(hits, [str(n) for n in range(200)])
    in_tens = share(np.arange(200) % 20 < 10, [str(n // 10) for n in range(200)])
    assert alone.value == in_tens.value == 0.5
    assert in_tens.high - in_tens.low > 2 * (alone.high - alone.low)
    assert alone.low == pytest.approx(0.5 - 1.96 * 0.5 / 200**0.5, abs=0.01)


def test_top_one_and_five():
    told_of = score(np.array([0, 1, 4, 5]), ["a", "b", "c", "d"])
    assert (told_of.first.value, told_of.among_five.value) == (0.25, 0.75)


def test_chance_passes_and_twice_chance_does_not():
    limit = 2 / 103
    assert wilson(20, 2060).high < limit < wilson(40, 2060).high


def test_alignment_takes_place_size_and_turn_away():
    shape = RNG.normal(size=(9, 2))
    turn = np.array([[np.cos(2.0), np.sin(2.0)], [-np.sin(2.0), np.cos(2.0)]])
    both = np.stack([shape, 7 * shape @ turn + [40, -3]])
    one, other = aligned(both, mean_shape(both))
    np.testing.assert_allclose(one, other, atol=1e-9)


def faces(each: int, *, seed: int):
    """Two kinds of shapes, held and taken as it happens."""
    rng = np.random.default_rng(seed)
    kinds = np.random.default_rng(0).normal(size=(2, 12, 2))
    labels = np.repeat(["a", "b"], each)
    own = np.repeat(kinds, each, axis=0) + rng.normal(0, 0.05, (2 * each, 12, 2))
    scale, shift = rng.uniform(0.5, 2, (2 * each, 1, 1)), rng.normal(0, 9, (2 * each, 1, 2))
    return own * scale + shift, labels.tolist()


def test_shapes_are_told_apart_and_a_face_that_is_not_found_is_named_wrong():
    (train, labels), (test, truth) = faces(4, seed=1), faces(3, seed=2)
    test[-1], train[0] = np.nan, np.nan
    assert by_shape(train, labels, test, truth).tolist() == [0, 0, 0, 0, 0, 2]


def test_one_image_of_a_class_is_enough_and_noise_says_nothing():
    train = np.concatenate([np.eye(3), np.eye(3)[:2]]) * 9 + RNG.normal(0, 0.1, (5, 3))
    assert by_discriminant(train, "abcab", 9 * np.eye(3), "abc").tolist() == [0, 0, 0]
    labels = np.repeat([str(n) for n in range(20)], 10).tolist()
    noise = by_features(RNG.normal(size=(200, 40)), labels, RNG.normal(size=(200, 40)), labels)
    assert wilson(int((noise < 1).sum()), 200).low < 1 / 20


def test_the_oracle_knows_conditions_by_their_terms():
    some = simface()[:20]
    typical = [{term for term, f in one.frequencies.items() if f >= 0.5} for one in some]
    ids = [one.id for one in some]
    assert score(told(some, typical, ids), ids).first.value > 0.9


def test_the_oracle_expects_terms_as_annotated_or_by_chance():
    williams = condition("ORPHA:904")
    expected = frequencies(williams)
    assert expected.min() == pytest.approx(SPORADIC)
    assert (expected > SPORADIC + 1e-9).sum() == len(williams.frequencies)
    assert expected.max() < 1


@pytest.mark.parametrize("guess", [by_line, by_forest])
def test_a_leak_is_found(guess):
    labels = np.repeat(["a", "b", "c", "d"], 60)
    given = RNG.normal(size=(240, 6))
    leaking = given + np.outer(np.unique(labels, return_inverse=True)[1], [0, 0, 2, 0, 0, 0])
    found = {
        name: (guess(values[::2], labels[::2], values[1::2], labels[1::2]) < 1).mean()
        for name, values in {"nothing": given, "leak": leaking}.items()
    }
    assert found["leak"] > 0.6
    assert found["nothing"] < 0.5


def test_words_become_columns_and_what_is_missing_counts_nothing():
    train, test = as_numbers([{"place": "wall", "x": 2.0}], [{"place": "room", "smile": 0.5}])
    assert train.shape == test.shape == (1, 4)
    assert (sorted(train[0]), sorted(test[0])) == ([0, 0, 1, 2], [0, 0, 0.5, 1])


def test_each_point_finds_the_vertex_on_which_it_lies():
    vertices = len(Head.shipped().canonical)
    places = [RNG.uniform(0, 256, (vertices, 2)).astype(np.float32) for _ in range(4)]
    planted, among = np.array([40, 7, 1200]), np.arange(2000)
    points = np.stack([place[planted] for place in places])
    found = nearest(points, places, among)
    assert found.vertices.tolist() == planted.tolist()
    assert found.residuals.max() == 0
    assert nearest(points + 3, places, among).residuals.min() > 0
