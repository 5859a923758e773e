"""An image that is brought to Predict: by file or camera, with several faces, or of no use."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from PIL import Image

from raredx.learning.bundle.store import bundle_folder
from raredx.ui import predict
from tests.diagnosis.model import model, strangers
from tests.diagnosis.several import in_a_row, people
from tests.diagnosis.test_bad_input import drawing, x_ray
from tests.ui.test_pages import open_page
from tests.ui.test_predict_page import dropped, opened, png, said


@pytest.fixture
def bundle():
    return model()


def faces(app):
    return [one for one in app.button if one.label.startswith("Face ")]


def test_of_several_faces_nothing_is_said_before_one_is_chosen(bundle):
    three = people(3)
    app = dropped(in_a_row(three))
    assert "3 faces are in this picture. Choose the one that is meant" in said(app)
    assert [one.label for one in faces(app)] == ["Face 1", "Face 2", "Face 3"]
    assert not app.dataframe
    assert "No answer" not in said(app)
    said_of = []
    for number in (0, 2):
        faces(app)[number].click().run()
        assert not app.exception
        assert "such sets hold the truth" in said(app)
        assert "Choose the one that is meant" not in said(app)
        said_of.append(list(app.dataframe[0].value["Probability"]))
    assert said_of[0] != said_of[1]


def test_the_face_lab_lets_choose_as_well(bundle):
    app = open_page("face_lab")
    app.segmented_control(key="face.source").set_value("A file").run()
    app.file_uploader[0].set_value(("two.png", png(in_a_row(people(2))), "image/png")).run()
    assert not app.exception
    assert "2 faces are in this picture" in said(app)
    faces(app)[1].click().run()
    assert not app.exception
    assert "One face" in said(app)


def test_the_camera_is_started_when_it_is_chosen_and_its_picture_is_asked_about(bundle):
    app = opened()
    assert not app.camera_input
    app.segmented_control(key="face.source").set_value("The camera").run()
    assert not app.exception
    assert "It stays in this machine's memory" in said(app)
    (alone,) = people(1)
    taken = BytesIO()
    alone.save(taken, "JPEG", quality=95)
    app.camera_input[0].set_value(("camera.jpg", taken.getvalue(), "image/jpeg")).run()
    assert not app.exception
    assert "such sets hold the truth" in said(app)
    app.segmented_control(key="face.source").set_value("A cohort").run()
    assert not app.camera_input


@pytest.mark.parametrize("what", ["black", "drawing", "x-ray"])
def test_what_shows_no_face_of_the_kind_has_no_answer(bundle, what):
    image = {"black": Image.new("RGB", (300, 300)), "drawing": drawing(), "x-ray": x_ray()}[what]
    app = dropped(image)
    assert "No answer" in said(app)
    told = ("face was found", "not like the simulated ones")
    assert sum(any(one in shown.value for one in told) for shown in app.warning) == 1
    assert not app.dataframe


@pytest.mark.parametrize(
    ("size", "says"), [((1, 1), "each side needs 16"), ((10_000, 10_000), "at most 40 million")]
)
def test_what_is_too_small_or_too_large_is_refused_in_a_line(bundle, size, says):
    app = dropped(Image.new("1", size))
    assert says in said(app)
    assert len(app.error) == 1
    assert "No answer" not in said(app)
    assert not app.dataframe


def test_a_model_that_cannot_be_used_here_is_told_in_a_line(bundle):
    card = bundle_folder("linear") / "card.json"
    text = card.read_text()
    card.write_text(json.dumps({**json.loads(text), "backbone": "retina"}))
    app = opened()
    assert "There is no backbone 'retina'" in said(app)
    assert not app.dataframe
    card.write_text(text)
    weights = bundle_folder("linear") / "head" / "head.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    predict.opened.clear()  # it was opened before, when it was whole
    app = opened()
    assert "is damaged: head/head.safetensors is not what was saved" in said(app)
    assert not app.dataframe


def test_a_stranger_by_file_is_answered(bundle):
    image = strangers()[0][0]
    assert "fitted on this very picture" not in said(dropped(image))
