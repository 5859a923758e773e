"""A report: what was found, on one page, in three formats, and nothing about the person."""

from __future__ import annotations

import base64
import json
import re
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from skimage import data

from raredx import NOT_A_DEVICE
from raredx.diagnosis.answering import explained
from raredx.diagnosis.predict import predict
from raredx.diagnosis.prediction import TEACHING
from raredx.diagnosis.report.sheet import Sheet
from raredx.diagnosis.report.writing import FORMATS
from raredx.diagnosis.risk.course import weigh
from raredx.diagnosis.risk.frequencies import Candidate
from raredx.diagnosis.risk.priors import uniform
from tests.diagnosis.model import model, strangers


def whole():
    bundle = model()
    image = next(image for image, _ in strangers() if not predict(image, bundle).withheld)
    image.info["comment"] = "Jane Doe"
    told, found = explained(image, bundle)
    candidates = [Candidate(name=one.name, code=one.code) for one in bundle.card.conditions]
    course = weigh(candidates, uniform(candidates), answers={"HP:0000175": "present"})
    return Sheet.of(
        image, told, bundle.card, explanation=found, course=course, years=7.0, sex="female"
    )


def text_of(file: bytes, kind: str) -> str:
    if kind != "pdf":
        return file.decode()
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages).split()
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_has_the_answer_its_checks_and_what_it_is_not(kind):
    made = whole()
    file = FORMATS[kind].write(made)
    text = text_of(file, kind)
    ranked = made.record["prediction"]["differential"]["ranked"]
    plain = text.replace("&#x27;", "'")
    for wanted in (ranked[0]["name"], NOT_A_DEVICE, "removal", "female"):
        assert wanted in plain
    for version in made.record["prediction"]["versions"].values():
        assert version.split()[-1] in text
    assert "Jane Doe" not in text
    assert b"Jane Doe" not in file


def test_it_is_one_page():
    assert len(PdfReader(BytesIO(FORMATS["pdf"].write(whole()))).pages) == 1


def test_pictures_have_nothing_but_pixels():
    html = FORMATS["html"].write(whole()).decode()
    pictures = re.findall(r"base64,([^\"]+)", html)
    assert len(pictures) == 2
    for one in pictures:
        assert not Image.open(BytesIO(base64.b64decode(one))).info
    assert "http" not in re.sub(r"base64,[^\"]+", "", html), "it needs nothing else"


def test_an_image_without_an_answer_has_a_report_that_says_so():
    bundle = model()
    photograph = Image.fromarray(data.astronaut())
    for teaching in (False, True):
        told = predict(photograph, bundle, teaching=teaching)
        text = text_of(FORMATS["pdf"].write(Sheet.of(photograph, told, bundle.card)), "pdf")
        assert "not like the simulated ones" in text
        assert ("There is none" in text) == (not teaching)
        assert (TEACHING in text) == teaching


def test_markup_in_names_is_shown_and_not_obeyed():
    bundle = model()
    image, _ = strangers()[0]
    told = predict(image, bundle, teaching=True)
    hostile = bundle.card.model_copy(update={"head": "<img src=x onerror=alert(1)>"})
    made = Sheet.of(image, told, hostile)
    assert b"<img src=x" not in FORMATS["html"].write(made)
    assert "<img src=x" in text_of(FORMATS["pdf"].write(made), "pdf")
    assert json.loads(FORMATS["json"].write(made))["notice"][0] == NOT_A_DEVICE
