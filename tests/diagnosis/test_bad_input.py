"""What must never have a confident answer: each comes in by the door, or does not, and is told."""

from __future__ import annotations

import json
from io import BytesIO

import numpy as np
import pydicom.data
import pytest
from PIL import Image, ImageDraw

from raredx.cohorts.intake import Refused, admit
from raredx.diagnosis.predict import predict
from raredx.errors import UserError
from raredx.learning.bundle.store import bundle_folder, open_bundle
from tests.diagnosis.model import model, strangers
from tests.diagnosis.several import in_a_row, people


def png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def drawing() -> Image.Image:
    """A face as children draw it."""
    image = Image.new("RGB", (300, 300), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((40, 30, 260, 280), outline="black", width=4, fill="#ffe0c0")
    for left in (95, 175):
        pen.ellipse((left, 110, left + 30, 135), outline="black", width=3, fill="white")
        pen.ellipse((left + 10, 116, left + 20, 128), fill="black")
    pen.line((150, 140, 140, 185, 155, 187), fill="black", width=3)
    pen.arc((105, 180, 195, 240), 20, 160, fill="red", width=5)
    return image


def x_ray() -> Image.Image:
    """A grey picture of ribs, as a radiograph shows them."""
    rows, columns = np.mgrid[:400, :400] / 400
    lungs = np.exp(-(((columns - 0.3) / 0.14) ** 2) - ((rows - 0.5) / 0.3) ** 2)
    lungs += np.exp(-(((columns - 0.7) / 0.14) ** 2) - ((rows - 0.5) / 0.3) ** 2)
    ribs = 0.15 * np.sin(60 * (rows + 0.4 * abs(columns - 0.5)))
    return Image.fromarray(np.clip(255 * (0.75 - 0.6 * lungs + ribs), 0, 255).astype(np.uint8))


def dicom(name: str) -> bytes:
    with open(pydicom.data.get_testdata_file(name, download=False), "rb") as file:  # noqa: PTH123
        return file.read()


NO_FACE = {
    "a black square": lambda: png(Image.new("RGB", (300, 300))),
    "a white square": lambda: png(Image.new("RGB", (300, 300), "white")),
    "an X-ray": lambda: png(x_ray()),
    "a CT as DICOM": lambda: dicom("CT_small.dcm"),
    "a scan as DICOM": lambda: dicom("MR_small.dcm"),
}


@pytest.mark.parametrize("teaching", [False, True])
@pytest.mark.parametrize("what", NO_FACE)
def test_what_shows_no_face_has_no_answer_in_one_line(what, teaching):
    told = predict(admit(NO_FACE[what]()).image, model(), teaching=teaching)
    assert told.differential is None
    assert str(told).startswith("No answer: no face was found")
    assert "\n" not in str(told)


def test_a_drawing_has_no_answer():
    told = predict(admit(png(drawing())).image, model())
    assert told.differential is None
    assert told.withheld.endswith(".")
    assert "\n" not in told.withheld


@pytest.mark.parametrize("teaching", [False, True])
def test_three_faces_have_no_answer_before_one_is_chosen(teaching):
    bundle = model()
    told = predict(admit(png(in_a_row(people(3)))).image, bundle, teaching=teaching)
    assert told.differential is None
    assert "several faces were found" in str(told)


@pytest.mark.parametrize(
    ("size", "says"),
    [
        ((1, 1), "1 x 1 pixels; each side needs 16"),
        ((10_000, 10_000), "10000 x 10000 pixels; at most 40 million are read. Scale it down"),
    ],
)
def test_too_small_and_too_large_do_not_come_in(size, says):
    with pytest.raises(Refused, match=says):
        admit(png(Image.new("1", size)))


def test_a_damaged_model_is_told_before_anything_is_answered():
    model()
    weights = bundle_folder("linear") / "head" / "head.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(UserError, match=r"'linear' is damaged: head/head\.safetensors"):
        open_bundle("linear")


@pytest.mark.parametrize("backbone", ["retina", "some-network@face"])
def test_a_model_whose_backbone_is_not_installed_is_told(backbone):
    model()
    card = bundle_folder("linear") / "card.json"
    card.write_text(json.dumps({**json.loads(card.read_text()), "backbone": backbone}))
    with pytest.raises(UserError, match="'linear' cannot be used here") as caught:
        open_bundle("linear")
    assert "\n" not in str(caught.value)
    assert "Update the workbench" in str(caught.value)


def test_somebody_of_the_right_kind_comes_through_the_same_door():
    bundle = model()
    assert any(
        predict(admit(png(image)).image, bundle).differential for image, _ in strangers()[:10]
    )
