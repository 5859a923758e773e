"""`raredx predict`, `explain` and `models`: answers, maps, and images that have none."""

from __future__ import annotations

import json

import pytest
from PIL import Image
from skimage import data

from raredx.learning.bundle.store import bundle_folder, remove_bundle
from tests.cli.test_commands import run
from tests.diagnosis.model import HEADS, model, strangers
from tests.diagnosis.several import in_a_row, people


@pytest.fixture
def images(tmp_path):
    """Somebody of the model's kind, a photograph, and noise; the other models are gone."""
    model()
    for name in HEADS:
        if name != "linear":
            remove_bundle(name)
    from raredx.diagnosis.predict import predict

    person = next(image for image, _ in strangers() if not predict(image, model_here()).withheld)
    person.save(tmp_path / "person.png")
    Image.fromarray(data.astronaut()).save(tmp_path / "photograph.png")
    Image.new("RGB", (64, 64)).save(tmp_path / "black.png")
    return tmp_path


def model_here():
    from raredx.learning.bundle.store import open_bundle

    return open_bundle("linear")


def asked(capsys, command, *rest):
    """One of the commands, of the small model."""
    return run(capsys, command, *map(str, rest), "--model", "linear")


def test_the_shipped_model_is_asked_where_none_is_named(capsys, images):
    code, out, _ = run(capsys, "predict", str(images / "black.png"))
    assert code == 1
    assert out.startswith("demonstration: ")


def test_a_model_answers_in_words_and_as_json(capsys, images):
    code, out, _ = asked(capsys, "predict", images / "person.png")
    assert code == 0
    assert "in the set" in out
    assert "such sets hold the truth in 90%" in out
    assert "not a medical device" in out
    told = json.loads(asked(capsys, "predict", images / "person.png", "--json")[1])
    assert told["versions"]["model"].startswith("linear ")
    assert len(told["differential"]["ranked"]) == len(model_here().classes)
    assert "not a medical device" in told["notice"][0]


def test_a_photograph_has_no_answer_but_for_teaching(capsys, images):
    code, out, _ = asked(capsys, "predict", images / "photograph.png")
    assert code == 1
    assert "not like the simulated ones" in out
    assert "probability" not in out
    code, out, _ = asked(capsys, "predict", images / "photograph.png", "--teaching")
    assert code == 0
    assert "For teaching only" in out
    assert run(capsys, "predict", str(images / "black.png"), "--teaching")[0] == 1


def test_of_several_faces_one_has_to_be_named(capsys, images, tmp_path):
    two = (str(tmp_path / "two.png"), "--model", "linear")
    in_a_row(people(2)).save(two[0])
    for command in ("predict", "explain"):
        code, _, line = run(capsys, command, *two)
        assert code == 2
        assert "shows 2 faces. Say which one is meant by --face, 1 being the leftmost" in line
        assert len(line.strip().splitlines()) == 1
    face = ("--face", "2", "--teaching", "--json")
    code, out, _ = run(capsys, "predict", *two, *face)
    assert code == 0
    assert json.loads(out)["seen"] == "one face"
    assert run(capsys, "explain", *two, *face)[0] == 0
    code, _, line = run(capsys, "predict", *two, "--face", "3")
    assert code == 2
    assert "none is number 3" in line


def test_a_map_is_written_and_says_whether_it_may_be_read(capsys, images, tmp_path):
    out = tmp_path / "map.png"
    code, said, _ = asked(capsys, "explain", images / "person.png", "--out", str(out))
    assert code == 0
    assert "removal" in said
    assert "steadiness" in said
    picture = Image.open(out)
    assert picture.size == (416, 416)
    assert not picture.info
    told = json.loads(asked(capsys, "explain", images / "person.png", "--json")[1])
    assert told["interpret"] == ("Do not interpret" not in told["told"])
    assert {one["name"] for one in told["checks"]} == {
        "knowledge",
        "dependence",
        "removal",
        "steadiness",
    }


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["explain", "photograph.png"], "no answer to explain"),
        (["explain", "person.png", "--condition", "Measles"], "does not know 'Measles'"),
        (["predict", "person.png", "--model", "other"], "no model 'other'"),
        (["predict", "nothing.png"], "no such file"),
        (["predict", "person.png", "--coverage", "1"], "coverage"),
    ],
)
def test_what_cannot_be_is_one_line(capsys, images, arguments, says):
    command, file, *rest = arguments
    code, _, line = run(capsys, command, str(images / file), "--model", "linear", *rest)
    assert code == 2
    assert says in line
    assert len(line.strip().splitlines()) == 1


def test_models_are_listed_with_what_is_wrong(capsys, images):
    assert "linear" in run(capsys, "models")[1]
    (bundle_folder("linear") / "card.json").write_text("{")
    shipped, broken = json.loads(run(capsys, "models", "--json")[1])
    assert (shipped["name"], shipped["fault"]) == ("demonstration", None)
    assert "damaged" in broken["fault"]
    code, _, line = asked(capsys, "predict", images / "person.png")
    assert code == 2
    assert "damaged" in line
