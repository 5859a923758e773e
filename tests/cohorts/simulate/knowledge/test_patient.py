"""Patients: a person whom the seed decides, and a condition that decides nothing of the person."""

from __future__ import annotations

import json

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.knowledge.conditions import condition, simface
from raredx.cohorts.simulate.knowledge.contradictions import contradicting
from raredx.cohorts.simulate.knowledge.patient import SPORADIC, draw_patient
from raredx.cohorts.simulate.knowledge.terms import all_terms

WILLIAMS = condition("ORPHA:904")
MANY = 400


@pytest.fixture(scope="module")
def patients():
    return [draw_patient(WILLIAMS, seed) for seed in range(MANY)]


def test_the_same_seed_is_the_same_patient():
    one, again = (draw_patient(WILLIAMS, 11) for _ in range(2))
    assert one == again
    assert (one.vertices() == again.vertices()).all()
    assert draw_patient(WILLIAMS, 12) != one


def test_who_somebody_is_does_not_depend_on_the_condition():
    unaffected = draw_patient(None, 11)
    for one in simface():
        patient = draw_patient(one, 11, scale=0.7)
        assert patient.identity == unaffected.identity
        assert patient.look_seed == unaffected.look_seed


def test_at_scale_0_a_patient_is_the_unaffected_person(patients):
    for seed in range(20):
        nothing = draw_patient(WILLIAMS, seed, scale=0)
        assert nothing.severities == {}
        assert nothing.traits == {}
        assert (nothing.vertices() == draw_patient(None, seed, scale=0).vertices()).all()
    assert patients[0].severities


def test_terms_are_as_frequent_as_annotated(patients):
    free = [id for id in WILLIAMS.frequencies if not contradicting(id) & set(WILLIAMS.frequencies)]
    assert len(free) > 8
    for id in free:
        share = WILLIAMS.frequencies[id]
        with_it = np.mean([id in patient.severities for patient in patients])
        error = np.sqrt(share * (1 - share) / MANY)
        assert abs(with_it - share) < 4 * error + SPORADIC, all_terms()[id].name


def test_sporadic_terms_occur_in_anybody():
    counts = [len(draw_patient(None, seed).severities) for seed in range(MANY)]
    expected = SPORADIC * len(all_terms())
    assert np.mean(counts) == pytest.approx(expected, rel=0.15)
    assert min(counts) == 0


def test_no_patient_has_terms_that_contradict_each_other(patients):
    for patient in patients:
        for id in patient.severities:
            assert not contradicting(id) & set(patient.severities)


def test_severity_follows_scale_and_expressivity(patients):
    halved = [draw_patient(WILLIAMS, seed, scale=0.5) for seed in range(MANY)]
    for whole, half in zip(patients, halved, strict=True):
        assert half.severities == pytest.approx({k: v / 2 for k, v in whole.severities.items()})
    tilt = [patient.expressivity for patient in patients]
    strength = [np.mean(list(patient.severities.values())) for patient in patients]
    assert np.corrcoef(tilt, strength)[0, 1] > 0.7


def test_the_truth_is_plain_and_complete(patients):
    truth = json.loads(json.dumps(patients[3].truth()))
    head = Head.shipped()
    assert truth["severities"] == patients[3].severities
    assert truth["years"] == patients[3].identity.years
    at_rest = patients[3].vertices()
    assert set(truth["landmarks"]) == set(head.landmarks)
    np.testing.assert_allclose(truth["landmarks"]["nasion"], at_rest[head.landmarks["nasion"]])


def test_an_expression_is_added_to_the_same_face(patients):
    head = Head.shipped()
    calm, smiling = patients[3].vertices(), patients[3].vertices({"fa:mouthSmile": 0.6})
    assert np.abs(smiling - calm)[head.landmarks["cheilion_left"]].max() > 0.002
    assert np.abs(smiling - calm)[head.landmarks["vertex"]].max() < 1e-6


def test_unaffected_people_and_patients_have_ids_of_their_own(patients):
    ids = {patient.id for patient in patients} | {draw_patient(None, n).id for n in range(MANY)}
    assert len(ids) == 2 * MANY
