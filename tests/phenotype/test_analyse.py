"""One image looked at: what can be said of it is said, the rest is withheld with a reason."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from raredx import NOT_A_DEVICE
from raredx.phenotype.analyse import WHOLE, Analysis, analyse
from raredx.phenotype.landmarks import Seen
from raredx.phenotype.reference.reference import Reference, open_reference
from raredx.phenotype.shape.regions import regions
from raredx.phenotype.traits.measures import all_measures
from tests.phenotype.strangers import astronaut, lfw


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.fixture(scope="module")
def patient(unseen) -> int:
    """A patient in frontal view."""
    turned = np.abs(unseen.people.landmarks.angles).max(1)
    return next(row for row, label in enumerate(unseen.people.labels) if label and turned[row] < 10)


@pytest.fixture(scope="module")
def told(reference, unseen, patient) -> Analysis:
    people = unseen.people
    return analyse(
        unseen.image(patient), reference, years=people.years[patient], sex=people.sexes[patient]
    )


def is_withheld(found: Analysis) -> bool:
    """Points and plain measures, and nothing that a reference says."""
    return (
        len(found.measures) == len(all_measures())
        and all(np.isfinite(one.value) for one in found.measures)
        and all(one.z is None for one in found.measures)
        and found.by_shape == ()
        and found.by_signs == ()
        and found.findings.judged == ()
        and found.findings.unseen == ()
        and found.remarks == ()
        and found.report is None
    )


def test_a_simulated_image_has_every_answer(told, reference):
    assert told.says == "one face"
    assert told.doubts == told.withheld == told.remarks == ()
    assert told.verdict
    assert told.verdict.belongs
    assert [one.name for one in told.measures] == list(all_measures())
    assert all(one.z is not None and abs(one.z) < 12 for one in told.measures)
    assert {one.term for one in told.findings.judged} >= set(reference.rules.terms)
    assert {one.condition for one in told.by_shape} == set(reference.shape.names)
    evidence = [one.evidence for one in told.by_shape]
    assert evidence == sorted(evidence, reverse=True)
    assert set(told.by_shape[0].likeness) == {WHOLE, *regions()}
    assert told.report


def test_the_report_says_that_it_rests_on_simulated_people(told):
    text = json.dumps(told.report.as_dict())
    assert "simulated image" in text
    assert "fitted on simulated people" in text


def test_the_answers_are_plain_values_with_the_notice(told):
    found = json.loads(json.dumps(told.as_dict(), allow_nan=False))
    assert found["notice"] == NOT_A_DEVICE
    assert found["reference"]["origin"] == "simulated"
    assert len(found["points"]) == 478
    assert len(found["measures"]) == len(all_measures())
    assert found["domain"]["belongs"] is True
    assert len(found["conditions"]) == 103


def test_landmarks_at_hand_and_a_known_origin_change_nothing(told, reference, unseen, patient):
    people = unseen.people
    again = analyse(
        unseen.image(patient),
        reference,
        years=people.years[patient],
        sex=people.sexes[patient],
        origin="simulated",
        landmarks=people.landmarks.take([patient]),
    )
    assert again.verdict is None  # nobody had to ask
    assert again.measures == told.measures
    assert again.by_shape == told.by_shape
    assert again.findings == told.findings


def test_what_is_not_compared_has_the_same_measures_and_signs(told, reference, unseen, patient):
    people = unseen.people
    quick = analyse(
        unseen.image(patient),
        reference,
        years=people.years[patient],
        sex=people.sexes[patient],
        compared=False,
    )
    assert quick.measures == told.measures
    assert quick.findings == told.findings
    assert (quick.by_shape, quick.by_signs, quick.report) == ((), (), None)


def test_without_age_and_sex_the_norms_are_wider_and_it_is_said(told, reference, unseen, patient):
    landmarks = unseen.people.landmarks.take([patient])
    found = analyse(unseen.image(patient), reference, origin="simulated", landmarks=landmarks)
    age, sex = found.remarks
    assert age.startswith("Age is not known")
    assert sex.startswith("Sex is not known")
    assert all(one.z is not None for one in found.measures)
    assert [one.value for one in found.measures] == [one.value for one in told.measures]
    assert [one.z for one in found.measures] != [one.z for one in told.measures]


def test_an_age_that_nobody_has_is_told(reference, unseen, patient):
    landmarks = unseen.people.landmarks.take([patient])
    found = analyse(
        unseen.image(patient),
        reference,
        years=130,
        sex="male",
        origin="simulated",
        landmarks=landmarks,
    )
    (said,) = found.remarks
    assert said.startswith("An age of 130 is beyond the reference's")


@pytest.mark.parametrize("number", range(3))
def test_a_photograph_has_points_and_plain_measures_and_the_reason(reference, number):
    found = analyse([astronaut(), *lfw(2)][number], reference, years=9, sex="female")
    assert found.says == "one face"
    assert is_withheld(found)
    assert found.verdict
    assert not found.verdict.belongs
    (said,) = found.withheld
    assert said.startswith("This face does not look like those that")
    assert "No z-scores, no signs and no conditions are given" in said
    assert "Fit a reference on a cohort of your own" in said
    assert "\n" not in said
    kept = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert len(kept["points"]) == 478
    assert kept["report"] is None
    assert kept["conditions"] == kept["closest"] == []


@pytest.mark.parametrize("origin", ["real", "synthetic"])
def test_an_image_of_another_origin_is_not_judged_however_it_looks(
    reference, unseen, patient, origin
):
    landmarks = unseen.people.landmarks.take([patient])
    found = analyse(unseen.image(patient), reference, origin=origin, landmarks=landmarks)
    assert is_withheld(found)
    assert found.verdict is None
    (said,) = found.withheld
    assert said.startswith(f"This is a {origin} image, and ")
    assert "was fitted on simulated people: it says nothing about it" in said


def test_no_face_is_an_answer(reference):
    found = analyse(Image.new("RGB", (200, 200), "grey"), reference, years=4, sex="male")
    assert found.lost
    assert found.says == "no face was found"
    assert found.measures == found.by_shape == found.doubts == ()
    kept = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert kept["notice"] == NOT_A_DEVICE
    assert kept["points"] is None
    assert kept["angles"] is None
    assert kept["measures"] == []


def test_a_face_upside_down_is_told_and_not_judged(reference, unseen, patient):
    one = unseen.people.landmarks.take([patient])
    found = analyse(
        unseen.image(patient),
        reference,
        landmarks=replace(one, seen=np.array([Seen.UPSIDE_DOWN])),
    )
    assert found.says == "the face is upside down"
    assert found.measures == found.by_shape == ()
    assert json.dumps(found.as_dict(), allow_nan=False)


def test_a_tiny_face_is_doubted(reference, unseen, patient):
    found = analyse(unseen.image(patient).resize((64, 64)), reference, origin="simulated")
    assert len(found.measures) == len(all_measures())
    assert found.doubts[0].startswith("The face is tiny")


def test_a_condition_that_the_reference_never_saw_still_gets_answers(reference, unseen, patient):
    """As if it had never been among the reference's: it is compared with all the others."""
    own = str(unseen.people.labels[patient])
    kept = [row for row, name in enumerate(reference.shape.names) if name != own]
    shape = replace(
        reference.shape,
        conditions={
            dated: {
                region: replace(
                    one,
                    names=tuple(one.names[row] for row in kept),
                    **{name: getattr(one, name)[kept] for name in ("people", "means", "doubt")},
                )
                for region, one in by_region.items()
            }
            for dated, by_region in reference.shape.conditions.items()
        },
    )
    found = analyse(
        unseen.image(patient),
        replace(reference, shape=shape),
        origin="simulated",
        landmarks=unseen.people.landmarks.take([patient]),
    )
    assert own not in {one.condition for one in found.by_shape}
    assert len(found.by_shape) == 102
    assert found.findings.judged
    assert found.report


def test_what_a_reference_lacks_is_said_beside_the_answers(reference, unseen, patient):
    poor = replace(reference, norms=None, rules=None, picture=None, missing=("No norms here",))
    found = analyse(
        unseen.image(patient),
        poor,
        origin="simulated",
        landmarks=unseen.people.landmarks.take([patient]),
    )
    assert found.withheld == ("No norms here",)
    assert all(one.z is None for one in found.measures)
    assert found.findings.judged == ()
    assert len(found.by_shape) == 103
    assert json.dumps(found.as_dict(), allow_nan=False)


def test_patients_are_more_like_their_own_condition_than_like_others(reference, unseen):
    places = []
    for row in range(9):
        people = unseen.people
        found = analyse(
            unseen.image(row),
            reference,
            years=people.years[row],
            sex=people.sexes[row],
            origin="simulated",
            landmarks=people.landmarks.take([row]),
        )
        order = [one.condition for one in found.by_shape]
        places.append(order.index(str(people.labels[row])))
    assert np.median(places) < 20  # of 103; chance is 51
