"""Who is learned from: the training part alone, framed faces, never a generated image."""

from __future__ import annotations

import pytest

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.splits.run import fitting_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import UserError
from raredx.synthesis.examples import examples_of
from raredx.synthesis.learning import may_be_learned

TWO = ["Williams syndrome", "Down syndrome"]


@pytest.fixture
def cohort():
    return open_cohort("simface-103")


def test_faces_are_framed_and_those_of_one_condition_stand_together(cohort):
    among, source = may_be_learned(cohort)
    found = examples_of(cohort, TWO, among=among, side=64)
    assert found.conditions == tuple(TWO)
    assert found.faces.shape == (len(found.ids), 64, 64, 3)
    assert list(found.labels) == sorted(found.labels, key=TWO.index)
    assert set(found.ids) <= set(among)
    assert source["split"] == "standard"
    assert found.codes == {"Williams syndrome": "ORPHA:904", "Down syndrome": "ORPHA:870"}
    own = found.of("Down syndrome")
    assert set(own.labels) == {"Down syndrome"}
    assert len(own.ids) == len(own.faces) == len(own.years)


def test_nobody_who_is_judged_is_learned_from(cohort):
    _, split = fitting_split(cohort, None)
    everyone, _ = may_be_learned(cohort)
    assert not set(everyone) & set(split.calibration)
    in_fold, source = may_be_learned(cohort, fold=2, repeat=1)
    assert not set(in_fold) & set(split.validation(repeat=1, fold=2))
    assert set(in_fold) < set(everyone)
    assert (source["fold"], source["repeat"]) == ("2", "1")


def test_a_few_are_of_as_many_people_as_there_are(cohort):
    among, _ = may_be_learned(cohort)
    rows = cohort.select(image_id=list(among)).rows("label", "subject_id").to_pylist()
    people = {name: {r["subject_id"] for r in rows if r["label"] == name} for name in TWO}
    most = min(len(some) for some in people.values())
    found = examples_of(cohort, TWO, among=among, most=most, seed=3, side=32)
    for name in TWO:
        subjects = found.of(name).subjects
        assert len(set(subjects)) == len(subjects) == most
    again = examples_of(cohort, TWO, among=among, most=most, seed=3, side=32)
    assert again.ids == found.ids


def test_an_unknown_condition_is_one_line(cohort):
    with pytest.raises(UserError, match=r"no condition 'Nobody'.*cohort show") as caught:
        examples_of(cohort, ["Nobody"])
    assert "\n" not in str(caught.value)


def test_conditions_without_a_face_and_generated_images_are_one_line(cohort):
    from PIL import Image

    face = cohort.image(cohort.rows("image_id")["image_id"][0].as_py())
    with building(cohorts_folder() / "mixed", About(title="Mixed")) as new:
        new.add(Image.new("RGB", (90, 90), "teal"), origin="real", subject_id="1", label="None")
        new.add(face, origin="synthetic", subject_id="2", label="Made")
    mixed = open_cohort("mixed")
    with pytest.raises(UserError, match=r"In no image of 'None' one face was found"):
        examples_of(mixed, ["None"])
    with pytest.raises(UserError, match=r"'Made' has no image that may be learned from"):
        examples_of(mixed, ["Made"])
    assert may_be_learned(mixed)[0] is None
    with pytest.raises(UserError, match=r"has no split, and so no folds"):
        may_be_learned(mixed, fold=0)
