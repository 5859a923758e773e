"""What a prediction says, and when it says nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image, ImageOps
from skimage import data

from raredx import NOT_A_DEVICE
from raredx.diagnosis.predict import predict
from raredx.diagnosis.prediction import TEACHING
from raredx.errors import UserError
from tests.diagnosis.model import model, strangers


@pytest.fixture
def bundle():
    return model()


@pytest.fixture
def person(bundle):
    """Somebody whom the model takes for one of its kind, with the condition."""
    return next(
        (image, label) for image, label in strangers() if not predict(image, bundle).withheld
    )


def test_somebody_of_its_kind_is_ranked_with_all_that_belongs_to_it(bundle, person):
    told = predict(person[0], bundle)
    ranked = told.differential.ranked
    assert {one.name for one in ranked} == {*bundle.classes}
    shares = [one.probability for one in ranked]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    assert ranked[0].name in told.differential.held
    assert len({one.person for one in told.nearest}) == len(told.nearest) == 5
    assert {one.condition for one in told.nearest} <= {*bundle.classes}
    assert told.measures
    assert bundle.digest[:12] in told.versions["model"]
    assert told.notices == (NOT_A_DEVICE,)


def test_the_same_image_has_the_same_answer_and_it_is_plain_json(bundle, person):
    first, again = (predict(person[0], bundle).as_dict() for _ in range(2))
    assert json.dumps(first) == json.dumps(again)
    assert NOT_A_DEVICE in first["notice"]


def test_a_wider_promise_takes_more_conditions(bundle, person):
    sets = [predict(person[0], bundle, coverage=one).differential for one in (0.5, 0.8, 0.95)]
    assert sets[0].held <= sets[1].held <= sets[2].held
    assert "95%" in sets[2].told
    for wrong in (0, 1, 1.5):
        with pytest.raises(UserError, match="cannot be promised"):
            predict(person[0], bundle, coverage=wrong)


def test_sets_hold_the_truth_of_strangers(bundle):
    people = strangers()
    found = [
        label in predict(image, bundle, coverage=0.9, teaching=True).differential.held
        for image, label in people
    ]
    assert np.mean(found) > 0.9 - 3 * np.sqrt(0.09 / len(people))


def odd():
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    return {
        "noise": Image.fromarray(noise),
        "black": Image.new("RGB", (300, 300)),
        "one pixel": Image.new("RGB", (1, 1), "white"),
        "a cat": Image.fromarray(data.chelsea()),
        "coins": Image.fromarray(data.coins()).convert("RGB"),
    }


@pytest.mark.parametrize("what", odd())
@pytest.mark.parametrize("teaching", [False, True])
def test_where_there_is_no_face_there_is_never_an_answer(bundle, what, teaching):
    told = predict(odd()[what], bundle, teaching=teaching)
    assert told.differential is None
    assert told.withheld == "no face was found."
    assert not told.terms
    assert not told.nearest
    assert "No answer" in str(told)


def test_a_photograph_has_an_answer_for_teaching_alone_and_that_is_marked(bundle):
    photograph = Image.fromarray(data.astronaut())
    told = predict(photograph, bundle)
    assert told.differential is None
    assert "not like the simulated ones" in told.withheld
    assert not told.terms, "signs are not told of a world that the reference does not know"
    shown = predict(photograph, bundle, teaching=True)
    assert shown.differential is not None
    assert shown.withheld == told.withheld
    assert TEACHING in shown.notices
    assert TEACHING in shown.as_dict()["notice"]


def test_two_faces_and_a_face_upside_down_are_said(bundle, person):
    image = person[0]
    two = Image.new("RGB", (2 * image.width, image.height))
    two.paste(image, (0, 0))
    two.paste(image, (image.width, 0))
    assert "several faces" in predict(two, bundle).withheld
    assert "upside down" in predict(ImageOps.flip(image), bundle).withheld


def test_colours_are_not_needed_and_a_size_is_no_matter(bundle, person):
    small = person[0].resize((person[0].width // 2, person[0].height // 2))
    assert predict(small, bundle).differential is not None
    predict(person[0].convert("L"), bundle, teaching=True)
