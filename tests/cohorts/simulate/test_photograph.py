"""Photographs of simulated patients: repeatable, true, and no clue in what is beside the face."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.knowledge.conditions import condition, simface
from raredx.cohorts.simulate.knowledge.patient import draw_patient
from raredx.cohorts.simulate.photograph import look_of, photo_of, photograph, sit, truth
from raredx.cohorts.simulate.sittings import FRONTAL, THREE_QUARTER, Sitting

NOONAN = "ORPHA:648"


def sitting(**changes) -> Sitting:
    return replace(Sitting(condition=NOONAN, seed=11, number=0, view=FRONTAL), **changes)


def test_the_same_sitting_is_the_same_picture():
    one, two = (sit(sitting(), size=64).portrait.image for _ in range(2))
    assert np.array_equal(one, two)
    other = sit(sitting(number=1), size=64).portrait.image
    assert not np.array_equal(one, other)


def test_a_patient_is_the_same_person_in_every_photograph():
    one, two = (sit(sitting(number=number), size=64) for number in (0, 1))
    assert one.patient == two.patient
    assert one.look == two.look
    assert one.photo != two.photo


def test_nothing_in_a_photo_knows_the_condition():
    for seed in range(20):
        photos = {repr(photo_of(draw_patient(found, seed), 3)) for found in (None, *simface()[:4])}
        assert len(photos) == 1


def test_what_the_terms_do_not_touch_of_a_look_knows_no_condition():
    for seed in range(20):
        looks = {
            repr(look_of(replace(draw_patient(found, seed), severities={})))
            for found in (None, *simface()[:4])
        }
        assert len(looks) == 1


def test_landmarks_are_where_the_camera_sees_the_vertices():
    taken = sit(sitting(), size=128)
    index = Head.shipped().landmarks["pronasale"]
    x, y, seen = taken.landmarks["pronasale"]
    place = taken.portrait.camera.project(taken.vertices[index][None])[0]
    assert (x, y) == (pytest.approx(place[0]), pytest.approx(place[1]))
    assert seen
    assert 0 < x < 128
    assert 0 < y < 128


def test_a_turned_head_hides_one_ear():
    taken = sit(sitting(view=THREE_QUARTER), size=128)
    near, far = ("left", "right") if taken.photo.yaw < 0 else ("right", "left")
    hidden = {side: taken.landmarks[f"tragion_{side}"][2] for side in (near, far)}
    assert not hidden[far]
    width = taken.landmarks
    nose = width["pronasale"][0]
    assert abs(width[f"cheilion_{near}"][0] - nose) > abs(width[f"cheilion_{far}"][0] - nose)


def test_at_severity_0_no_condition_shows():
    shown = sit(sitting(), scale=0, size=64).portrait.image
    unaffected = sit(sitting(condition=None), scale=0, size=64).portrait.image
    assert np.array_equal(shown, unaffected)
    severe = sit(sitting(), size=64).portrait.image
    assert np.abs(severe.astype(int) - shown).max() > 20


def test_the_truth_is_plain_and_whole():
    import json

    taken = sit(sitting(), size=64)
    told = truth(taken)
    assert json.loads(json.dumps(told)) == told
    assert {sign["term"] for sign in told["signs"]} == set(taken.patient.severities)
    assert told["condition"] == NOONAN
    assert len(told["landmarks"]) == len(Head.shipped().landmarks)
    assert told["photo"]["yaw"] == taken.photo.yaw


def test_sizes_show_the_same_scene():
    patient = draw_patient(condition(NOONAN), 11)
    look, photo = look_of(patient), photo_of(patient, 0)
    small, large = (photograph(patient, look, photo, size=size) for size in (64, 128))
    halved = large.portrait.image.reshape(64, 2, 64, 2, 3).mean((1, 3))
    assert np.abs(halved - small.portrait.image).mean() < 12
