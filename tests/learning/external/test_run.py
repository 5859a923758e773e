"""A model taken elsewhere: whom it is judged by, what is refused, what is kept."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.splits.locked import openings
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split, split_folder
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import UserError
from raredx.learning.backbones.reading import look_at
from raredx.learning.bundle.judged import REPORTED
from raredx.learning.bundle.store import open_bundle
from raredx.learning.experiment.store import Experiment, remove_experiment
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.drop import drops
from raredx.learning.external.run import validate
from raredx.learning.external.store import External
from raredx.learning.metrics import reliability, score
from tests.cohorts.making_cohorts import make
from tests.learning.bundle.workbench import ONE, RENAMED, SEVERAL, UNCODED, quiet, trained


def taken(**settings):
    usual = {"bundle": "first", "cohort": "there", "permutations": 99}
    return validate(ExternalConfig(**{**usual, **settings}), progress=quiet())


def test_images_are_judged_by_what_the_model_says_of_them(bench):
    said = External.open("first-on-there").predictions()
    bundle, there = open_bundle("first"), open_cohort("there")
    features = look_at(there, said.images.tolist(), bundle.backbone)
    np.testing.assert_array_equal(said.scores, bundle.scores(features))
    rows = there.rows("image_id", "label", "subject_id").to_pylist()
    known = {row["image_id"]: row for row in rows}
    for image, place, subject in zip(said.images, said.truth, said.subjects, strict=True):
        label = known[image]["label"].replace("Monosomy 1p36", RENAMED)
        assert bundle.classes[place] == label
        assert known[image]["subject_id"] == subject


def test_conditions_meet_by_code_and_by_name_and_the_unknown_are_counted(bench):
    record = External.open("first-on-there").record
    hows = {one.label: (one.condition, one.how) for one in record.met}
    assert hows["Monosomy 1p36"] == (RENAMED, "code")
    assert hows[UNCODED] == (UNCODED, "name")
    assert hows["unaffected"] == (None, "not known")
    assert record.unknown == 2
    assert record.images + record.unknown == len(open_cohort("there"))
    assert "2 images of 1 other label are counted, not judged" in record.sentences[1]


def test_metrics_calibration_and_the_loss_follow_from_the_predictions(bench):
    found = External.open("first-on-there")
    said, record = found.predictions(), found.record
    own = Experiment.open("trial").predictions("own / shape-space / nearest")
    assert list(record.scores) == score(said, names=REPORTED).rows()
    assert record.calibration == reliability(said).as_dict()
    assert record.drops == drops(own, said, REPORTED)
    assert record.own.experiment == "trial"
    asked = {said.classes[place] for place in said.truth} & {own.classes[p] for p in own.truth}
    assert asked == {*SEVERAL}  # one person here was never asked about
    assert ONE in {said.classes[place] for place in said.truth}
    assert any(record.drops[0].says == sentence for sentence in record.sentences)


def test_people_of_the_same_making_are_no_other_kind_and_slices_say_how_few_they_are(bench):
    record = External.open("first-on-there").record
    assert record.shift.p > 0.01
    assert record.shift.people[1] == 3 * len(SEVERAL) + 2 - round(26 * record.faceless[0])
    by = {one.by for one in record.slices}
    assert by == {"origin", "source", "site", "sex", "age", "skin tone"}
    for one in record.slices:
        assert bool(one.note) == (one.people < 10) == (not one.scores)


def test_without_an_experiment_the_loss_is_unknown(bench):
    remove_experiment("trial")
    record = taken(replace=True).record
    assert record.own is None
    assert record.drops == ()
    assert any("How much is lost is unknown" in sentence for sentence in record.sentences)


def test_it_is_opened_by_its_name_and_stays_until_it_is_replaced(bench):
    first = External.open("first-on-there")
    with pytest.raises(UserError, match="already"):
        taken()
    again = taken(replace=True)
    assert again.name == first.name
    assert again.record.created >= first.record.created
    assert again.record.scores == first.record.scores


def test_its_own_people_are_no_other_place(bench):
    with pytest.raises(UserError, match=r"shares .* people with what the model 'first' comes from"):
        taken(cohort="here")


@pytest.mark.parametrize(("column", "noun"), [("subject_id", "1 person"), ("sha256", "1 file")])
def test_one_person_or_file_in_both_cohorts_is_enough(bench, column, noun):
    own = open_cohort("here").rows(column)[column].to_pylist()[0]
    there = open_cohort("there")
    image = there.rows("image_id")["image_id"].to_pylist()[0]
    if column == "sha256":
        stranger = open_cohort("here").select(sha256=own).derive(subject_id="somebody else")
        there = there.merge(stranger)
        noun = "1 picture, 1 file"
    else:
        there = there.derive(subject_id={image: own})
    there.derive(about=there.about).select().write(cohorts_folder() / "mixed")
    with pytest.raises(UserError, match=f"'mixed' shares {noun} with"):
        taken(cohort="mixed")


def test_another_origin_is_refused_unless_it_is_asked_for(bench):
    make(cohorts_folder() / "photos", range(12), origin="real", label=SEVERAL[2])
    with pytest.raises(UserError, match="'photos' is real, and the model 'first' learned from"):
        taken(cohort="photos")
    record = taken(cohort="photos", across_origins=True).record
    assert record.blind == record.images == 12
    assert record.faceless[0] == 1
    assert record.shift is None
    assert any("lost between origins" in sentence for sentence in record.sentences)


def test_nothing_is_judged_by_generated_images(bench):
    make(cohorts_folder() / "dreams", range(4), origin="synthetic", label=SEVERAL[2])
    with pytest.raises(UserError, match="has synthetic images, and nothing is judged by those"):
        taken(cohort="dreams", across_origins=True)


def test_a_cohort_of_other_conditions_is_refused(bench):
    make(cohorts_folder() / "others", range(4), origin="simulated", label="Kabuki")
    with pytest.raises(UserError, match="has none of the conditions that the model 'first' knows"):
        taken(cohort="others")


def test_its_test_part_stays_closed_until_there_is_a_reason(bench):
    there = open_cohort("there")
    made = make_split(there, "default", Plan(folds=2, repeats=1, test=0.3, calibration=0))
    closed = taken(replace=True).record
    assert closed.closed == len(there) - len(made.split.table) > 0
    assert openings(split_folder(there, "default")) == []
    opened = taken(name="all", test_because="the last figure").record
    assert opened.closed == 0
    assert opened.images > closed.images
    (opening,) = openings(split_folder(there, "default"))
    assert (opening.by, opening.why) == ("external validation all", "the last figure")


def test_a_model_of_both_cohorts_can_be_judged_by_neither(bench):
    trained("both", arm="own+there")
    for cohort in ("here", "there"):
        with pytest.raises(UserError, match="shares"):
            taken(bundle="both", cohort=cohort)
