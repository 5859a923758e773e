"""How far a model reaches: its promises, its false alarms, and what it takes for something else."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.learning.bundle.reach import FALSE_ALARMS, Reach, distances
from raredx.learning.bundle.store import open_bundle
from raredx.statistics.conformal import held

PEOPLE, CLASSES, WIDTH = 400, 6, 12


def people(seed, many=PEOPLE, away=0.0):
    """What a classifier says of them, what they are, where they lie and how they look."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, CLASSES, many)
    logits = chance.normal(size=(many, CLASSES)) + 2 * (truth[:, None] == np.arange(CLASSES))
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    places = chance.normal(size=(many, WIDTH)) + away
    looks = chance.normal(size=(many, WIDTH)) + away
    return shares, truth, places, looks


def reach_of(many=PEOPLE):
    _, _, gallery, learned = people(0)
    shares, truth, places, looks = people(1, many)
    return Reach.of(shares, truth, distances(places, gallery), looks, learned), gallery


def flagged(reach, gallery, places, looks):
    far = distances(places, gallery)
    return [reach.apart(one, look[None]).strange for one, look in zip(far, looks, strict=True)]


def test_sets_hold_the_truth_of_others_as_often_as_is_promised():
    reach, _ = reach_of()
    shares, truth, *_ = people(2)
    low, high = reach.promised(0.9)
    found = reach.held(shares, 0.9)[np.arange(PEOPLE), truth].mean()
    assert low - 0.03 < found < high + 0.03


def test_others_of_the_kind_are_taken_for_strange_as_seldom_as_is_said():
    reach, gallery = reach_of()
    *_, places, looks = people(2)
    assert np.mean(flagged(reach, gallery, places, looks)) == pytest.approx(FALSE_ALARMS, abs=0.04)


def test_another_look_is_strange_and_it_is_said_why():
    reach, gallery = reach_of()
    *_, places, _ = people(2, 20)
    *_, looks = people(3, 20, away=6.0)
    assert all(flagged(reach, gallery, places, looks))
    told = reach.apart(float(distances(places[:1], gallery)[0]), looks[:1])
    assert "looks unlike" in told.why


def test_without_a_look_the_distance_decides():
    _, _, gallery, _ = people(0)
    shares, truth, places, looks = people(1)
    reach = Reach.of(shares, truth, distances(places, gallery), looks, np.zeros((3, WIDTH)))
    assert reach.domain is None
    told = reach.apart(1.99, looks[:1])
    assert told.strange
    assert told.odd is None
    assert "nobody whom the model learned from" in told.why
    assert reach.apart(0.0, looks[:1]).why == ""


def test_it_comes_back_from_its_folder(tmp_path):
    reach, gallery = reach_of()
    reach.save(tmp_path)
    again = Reach.open(tmp_path)
    *_, places, looks = people(2, 10)
    assert flagged(again, gallery, places, looks) == flagged(reach, gallery, places, looks)
    assert again.domain.pictures == reach.domain.pictures


def test_too_few_people_promise_nothing():
    assert reach_of(20)[0] is None


def test_a_model_has_it_from_its_calibration_part(bench):
    bundle = open_bundle("first")
    reach = bundle.reach
    assert len(reach.known) == bundle.card.confidence.images
    assert len(reach.far) == len(reach.known)
    assert reach.domain is None  # too few pictures to learn a look from
    shares = np.exp(bundle.scores(bundle.gallery.features[:5]).astype(float))
    assert (reach.held(shares, 0.8) == held(shares, reach.known, 0.8)).all()
