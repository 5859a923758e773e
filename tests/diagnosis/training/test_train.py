"""What a model is fitted on: all that may be learned from, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.splits.locked import openings
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import load_split, make_split, split_folder
from raredx.cohorts.splits.store import read_test
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.encoders import FeatureCache
from raredx.errors import NotFoundError, UserError
from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.reading import look_at
from raredx.learning.bundle.store import open_bundle
from raredx.learning.calibration import calibrated, fit_temperature
from raredx.learning.heads import get_head
from raredx.phenotype.landmarks.detect import space as landmark_space
from tests.cohorts.making_cohorts import make
from tests.learning.bundle.workbench import BACKBONE, HEAD, ONE, SEVERAL, trained


def read(ids):
    return look_at(open_cohort("here"), ids, get_backbone(BACKBONE))


def column(ids, name):
    rows = open_cohort("here").select(image_id=list(ids)).rows("image_id", name).to_pydict()
    known = dict(zip(rows["image_id"], rows[name], strict=True))
    return [known[one] for one in ids]


def test_it_learns_from_all_development_and_gallery_images_and_from_no_other(bench):
    split = load_split(open_cohort("here"), "default")
    ids = [*split.development, *split.gallery]
    gallery = open_bundle("first").gallery
    features = read(ids)
    features = features[np.isfinite(features).all(1)]
    assert len(gallery.features) == len(features) > 2 * len(SEVERAL)
    assert {row.tobytes() for row in gallery.features} == {row.tobytes() for row in features}


def test_it_answers_as_its_head_does_at_the_temperature_of_the_calibration_part(bench):
    split = load_split(open_cohort("here"), "default")
    bundle = open_bundle("first")
    ids = sorted([*split.development, *split.gallery])
    calibration = [*split.calibration]
    fitted = get_head(HEAD)().fit(
        read(ids),
        column(ids, "label"),
        column(ids, "subject_id"),
        classes=bundle.classes,
        seed=0,
    )
    others = fitted.scores(read(calibration))
    truth = [bundle.classes.index(label) for label in column(calibration, "label")]
    expected = fit_temperature(others, truth)
    assert expected.note == ""
    assert expected.value != 1
    assert bundle.card.confidence.images == expected.images == len(calibration)
    assert bundle.card.confidence.temperature == pytest.approx(expected.value, rel=1e-4)
    np.testing.assert_allclose(
        bundle.scores(read(calibration)), calibrated(others, expected.value), atol=1e-3
    )


def test_nobody_opens_the_test_part(bench):
    trained("second", backbone="landmarks")
    folder = split_folder(open_cohort("here"), "default")
    assert openings(folder) == []
    kept = FeatureCache(landmark_space()).get(read_test(folder))
    assert kept == {}
    assert len(read_test(folder)) > 0


def test_the_card_counts_whom_it_learned_from(bench):
    card = open_bundle("first").card
    assert {one.name for one in card.conditions} == {*SEVERAL, ONE}
    assert sum(one.images for one in card.conditions) == card.counts["images"]
    assert card.alone == (ONE,)
    assert card.origins == {"simulated": card.counts["images"]}
    assert all(one.code.startswith("ORPHA:") for one in card.conditions)


def test_few_calibration_images_leave_the_confidence_as_it_is_and_say_so(bench):
    make_split(open_cohort("here"), "little", Plan(folds=2, repeats=1, test=0, calibration=0.15))
    card = trained("second", split="little").card
    assert card.confidence.temperature == 1
    assert "too few to fit a temperature" in card.confidence.note
    assert "not calibrated" in " ".join(card.short("second"))


def test_a_mirror_doubles_what_is_learned_and_not_who_is_counted(bench):
    plain, flipped = open_bundle("first"), trained("second", backbone="landmarks", arm="flipped")
    assert flipped.card.counts["images"] == plain.card.counts["images"]
    assert len(flipped.head.gallery) == 2 * len(flipped.gallery.features)


def test_another_cohort_can_be_learned_from_and_is_then_no_other_place(bench):
    bundle = trained("second", arm="own+there")
    assert bundle.card.counts["images"] > open_bundle("first").card.counts["images"]
    assert bundle.gallery.shared(open_cohort("there"))
    assert not open_bundle("first").gallery.shared(open_cohort("there"))


def test_the_same_settings_give_the_same_model(bench):
    again = trained("second")
    assert again.card.files == open_bundle("first").card.files


def test_a_name_is_taken_until_it_is_replaced(bench):
    with pytest.raises(UserError, match=r"There is a model 'first' already\. Choose another name"):
        trained("first")
    assert trained("first", replace=True, head="prototype").card.head == "prototype"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"cohort": "nowhere"}, "There is no cohort 'nowhere'"),
        ({"cohort": "there"}, "The cohort 'there' has no split"),
        ({"arm": "own+nowhere"}, "There is no cohort 'nowhere'"),
        ({"without": SEVERAL}, "There is 1 condition to learn"),
    ],
)
def test_what_cannot_be_trained_is_one_clear_line(bench, settings, says):
    with pytest.raises(UserError, match=says) as caught:
        trained("second", **settings)
    assert "\n" not in str(caught.value)
    with pytest.raises(NotFoundError):
        open_bundle("second")


def test_pictures_without_any_face_teach_a_backbone_of_faces_nothing(bench):
    cohort = make(cohorts_folder() / "noise", range(16))
    make_split(cohort, "default", Plan(folds=2, repeats=1, test=0, calibration=0))
    with pytest.raises(UserError, match="no face was found in any"):
        trained("second", cohort="noise")
