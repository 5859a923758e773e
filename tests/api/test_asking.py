"""Models over HTTP: answers, maps and risk, or a problem in plain words."""

from __future__ import annotations

import base64
import shutil
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from skimage import data

from raredx.api import make_api
from raredx.diagnosis.predict import predict
from raredx.learning.bundle.store import bundle_folder
from tests.diagnosis.model import model, strangers
from tests.diagnosis.several import in_a_row, people


@pytest.fixture
def client():
    model()
    return TestClient(make_api(), raise_server_exceptions=False)


def png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def person(client):
    bundle = model()
    return next(png(image) for image, _ in strangers() if not predict(image, bundle).withheld)


def post(client, path, image, **form):
    return client.post(path, files={"image": ("a.png", image)}, data={"model": "linear", **form})


def test_it_says_that_it_runs_and_which_models_there_are(client):
    assert client.get("/health").json()["status"] == "ok"
    assert {one["name"] for one in client.get("/models").json()} >= {"linear", "trained"}


def test_an_answer_carries_its_versions_and_what_it_is_not(client, person):
    answer = post(client, "/predict", person, coverage=0.8, years=7, sex="female")
    assert answer.status_code == 200
    told = answer.json()
    assert told["versions"]["model"].startswith("linear ")
    assert told["versions"]["data"].startswith("known ")
    assert "not a medical device" in told["notice"][0]
    assert told["differential"]["coverage"] == 0.8
    assert told["differential"]["held"]
    assert told == post(client, "/predict", person, coverage=0.8, years=7, sex="female").json()


def test_a_photograph_has_no_answer_but_for_teaching(client):
    photograph = png(Image.fromarray(data.astronaut()))
    told = post(client, "/predict", photograph).json()
    assert told["differential"] is None
    assert "not like the simulated ones" in told["withheld"]
    told = post(client, "/predict", photograph, teaching=True).json()
    assert told["differential"]
    assert "For teaching only" in told["notice"][1]
    assert post(client, "/explain", photograph).status_code == 422


def test_of_several_faces_one_has_to_be_named(client):
    two = png(in_a_row(people(2)))
    for path in ("/predict", "/explain"):
        answer = post(client, path, two)
        assert answer.status_code == 422
        assert (
            "shows 2 faces. Say which one is meant by the field `face`" in answer.json()["detail"]
        )
        assert post(client, path, two, face=2, teaching=True).status_code == 200
        assert post(client, path, two, face=3).status_code == 422
        assert post(client, path, two, face=0).status_code == 422
    told = post(client, "/predict", two, face=1, teaching=True).json()
    assert told["seen"] == "one face"
    assert told["differential"]


def test_a_map_comes_with_its_checks_and_as_a_picture(client, person):
    told = post(client, "/explain", person).json()
    picture = Image.open(BytesIO(base64.b64decode(told["overlay"])))
    assert picture.size == (416, 416)
    assert {one["name"] for one in told["checks"]} == {
        *("knowledge", "dependence", "removal", "steadiness")
    }
    assert told["versions"]["model"].startswith("linear ")


def test_many_at_once_have_the_answers_that_each_has_alone(client):
    images = [png(image) for image, _ in strangers()[:4]] * 2
    asked = [("/predict", one) for one in images] + [("/explain", one) for one in images[:2]] * 2

    def ask(one):
        path, image = one
        return post(client, path, image, teaching=True)

    alone = [ask(one) for one in asked]
    with ThreadPoolExecutor(8) as pool:
        together = [*pool.map(ask, asked)]
    assert {one.status_code for one in together} == {200}
    assert [one.json() for one in together] == [one.json() for one in alone]


def test_the_shipped_model_is_asked_where_none_is_named(client, person):
    told = client.post("/predict", files={"image": ("a.png", person)}).json()
    assert told["versions"]["model"].startswith("demonstration ")
    ranked = client.post("/risk", json={"signs": {"HP:0000664": "present"}}).json()["ranked"]
    assert len(ranked) == 104


def test_a_model_that_was_replaced_is_opened_anew(client, person):
    before = post(client, "/predict", person).json()
    folder = bundle_folder("linear")
    shutil.rmtree(folder)
    assert post(client, "/predict", person).status_code == 404
    shutil.copytree(bundle_folder("retrieval"), folder)
    after = post(client, "/predict", person).json()
    assert before["versions"]["model"] != after["versions"]["model"]
    assert after["versions"]["model"].startswith("linear ")


def test_risk_goes_from_an_answer_to_symptoms(client, person):
    told = post(client, "/predict", person).json()
    image = {one["name"]: one["probability"] for one in told["differential"]["ranked"]}
    known = {"model": "linear", "image": image, "signs": {"HP:0000175": "present"}}
    answer = client.post("/risk", json=known)
    assert answer.status_code == 200
    ranked = answer.json()["ranked"]
    assert sum(one["probability"] for one in ranked) == pytest.approx(1)
    assert [one["title"] for one in ranked[0]["steps"]][:2] == ["Prior", "Image"]
    assert all(one["name"] and one["bits"] > 0 for one in answer.json()["ask"])
    assert answer.json()["ask"]
    assert answer.json()["versions"]["signs"].startswith("HPO 20")
    assert "independent" in answer.json()["notice"][1]


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"signs": {"HP:9999999": "present"}}, "HP:9999999"),
        ({"signs": {"HP:0000664": "present", "HP:0000534": "absent"}}, "special case"),
        ({"prior": {"Measles": 1}}, "none of the conditions"),
        ({"prior": {"Noonan syndrome": -1}}, "no prevalence"),
        ({"signs": {"HP:0000664": "perhaps"}}, "signs"),
        ({"more": 1}, "more"),
        ({"model": "other"}, "no model 'other'"),
    ],
)
def test_a_risk_that_cannot_be_is_a_problem_in_words(client, known, says):
    answer = client.post("/risk", json={"model": "linear", **known})
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    ("image", "form", "says"),
    [
        (b"<html>", {}, "web page"),
        (b"", {}, "empty"),
        (png(Image.new("RGB", (1, 1))), {}, "pixels"),
        (png(Image.new("L", (64, 64)))[:60], {}, "PNG"),
        (png(Image.new("L", (64, 64))), {"coverage": 1}, "coverage"),
        (png(Image.new("L", (64, 64))), {"years": -1}, "years"),
        (png(Image.new("L", (64, 64))), {"model": "../../etc"}, "model"),
    ],
)
def test_an_image_that_does_not_come_in_is_a_problem_in_words(client, image, form, says):
    answer = post(client, "/predict", image, **form)
    assert answer.status_code in (404, 422)
    told = answer.json()
    assert told["status"] == answer.status_code
    assert says in told["detail"]
    assert "Traceback" not in answer.text
