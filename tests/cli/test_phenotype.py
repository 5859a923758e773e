"""`raredx phenotype`: a face, a cohort, two images, and what cannot be looked at."""

from __future__ import annotations

import csv
import json

import pytest
from PIL import Image

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.phenotype.looking import unlocked
from tests.cli.test_commands import run


@pytest.fixture
def faces(tmp_path):
    """Two images of the shipped cohort and a white one, as files."""
    folder = tmp_path / "faces"
    folder.mkdir()
    cohort = unlocked(open_cohort("simface-103"))
    rows = cohort.select(label=["Williams syndrome", "Acromegaly"]).rows("image_id", "label")
    for label in ("Williams syndrome", "Acromegaly"):
        image_id = next(one["image_id"] for one in rows.to_pylist() if one["label"] == label)
        cohort.image(image_id).save(folder / f"{label.split()[0].lower()}.png")
    Image.new("RGB", (200, 200), "white").save(folder / "white.png")
    (folder / "notes.txt").write_text("no picture")
    return folder


@pytest.fixture
def small(faces):
    """A cohort of two faces and a white picture."""
    about = About(title="Small", summary="Three pictures.", licence="CC0")
    with building(cohorts_folder() / "small", about) as new:
        for path in sorted(faces.glob("*.png")):
            new.add(Image.open(path), origin="simulated", subject_id=path.stem, label="=1+1")
    return open_cohort("small")


def test_an_image_in_words_and_as_json(capsys, faces):
    code, out, _ = run(capsys, "phenotype", str(faces / "williams.png"))
    assert code == 0
    assert out.startswith("williams.png: one face (simulated)")
    assert "of 123 measures are unusual" in out
    assert "Closest conditions by shape" in out
    assert "not a medical device" in out
    told = json.loads(run(capsys, "phenotype", "--json", str(faces / "williams.png"))[1])
    assert told["image"]["origin"] == "simulated"
    assert len(told["conditions"]) == 103
    assert len(told["reference"]["data"]) == 64
    assert "not a medical device" in told["notice"]


def test_what_is_found_goes_into_a_file(capsys, faces, tmp_path):
    out = tmp_path / "face.json"
    code, said, _ = run(
        capsys, "phenotype", "look", str(faces / "acromegaly.png"), "--out", str(out)
    )
    assert code == 0
    assert "holds what was found" in said
    assert len(json.loads(out.read_text())["points"]) == 478


def test_no_face_is_an_answer(capsys, faces):
    code, out, _ = run(capsys, "phenotype", str(faces / "white.png"))
    assert code == 0
    assert "no face was found" in out
    assert (
        json.loads(run(capsys, "phenotype", str(faces / "white.png"), "--json")[1])["points"]
        is None
    )


def test_an_image_of_another_origin_gets_no_scores(capsys, faces, tmp_path):
    own = tmp_path / "own.png"
    Image.open(faces / "williams.png").resize((300, 300)).save(own)
    told = json.loads(run(capsys, "phenotype", str(own), "--origin", "real", "--json")[1])
    assert "says nothing about it" in told["withheld"][0]
    assert told["conditions"] == []
    assert {one["z"] for one in told["measures"]} == {None}


def test_a_cohort_a_row_each(capsys, small, tmp_path):
    code, out, _ = run(capsys, "phenotype", "small")
    assert code == 0
    assert len(out.splitlines()) == 4
    assert "no face was found" in out
    lines = run(capsys, "phenotype", "small", "--json")[1].splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["image_id"] for row in rows] == small.rows("image_id")["image_id"].to_pylist()
    assert sorted(len(row["conditions"]) for row in rows) == [0, 3, 3]
    table = tmp_path / "small.csv"
    assert run(capsys, "phenotype", "small", "--out", str(table))[0] == 0
    with table.open(newline="") as file:
        held = list(csv.DictReader(file))
    assert {row["origin"] for row in held} == {"simulated"}
    assert all(row["notice"] for row in held)
    assert [row["condition_1"] for row in held] == [
        row["conditions"][0]["condition"] if row["conditions"] else "" for row in rows
    ]


def test_two_images_beside_each_other(capsys, faces):
    both = [str(faces / "williams.png"), str(faces / "acromegaly.png")]
    code, out, _ = run(capsys, "phenotype", "compare", *both)
    assert code == 0
    assert "Measures that differ most" in out
    told = json.loads(run(capsys, "phenotype", "compare", *both, "--json")[1])
    apart = [abs(one["apart"]) for one in told["pair"]["differences"]]
    assert apart == sorted(apart, reverse=True)
    same = json.loads(run(capsys, "phenotype", "compare", both[0], both[0], "--json")[1])["pair"]
    assert same["distance"] == pytest.approx(0, abs=1e-9)
    assert same["likeness"][0]["quantile"] > 0.99


def test_the_references_are_listed(capsys):
    assert "simulated" in run(capsys, "phenotype", "references")[1]
    assert json.loads(run(capsys, "phenotype", "references", "--json")[1])[0]["shipped"]


def test_help_shows_both_ways(capsys):
    out = run(capsys, "phenotype", "--help")[1]
    assert "raredx phenotype IMAGE|COHORT" in out
    assert "raredx phenotype compare A B" in out
    assert "raredx phenotype fit COHORT" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere"], "nowhere is neither an image file nor a cohort"),
        (["{}/notes.txt"], "This is not an image"),
        (["{}/white.png", "--reference", "mine"], "There is no reference 'mine'"),
        (["{}/white.png", "--age", "-3"], "-3"),
        (["{}/white.png", "--out", "face.csv"], "End it in .json"),
        (["{}/williams.png", "--origin", "real"], "is simulated, as the cohort simface-103 says"),
        (["simface-103", "--out", "faces.doc"], "End it in .csv or .jsonl"),
        (["simface-103", "--sex", "female"], "a cohort says age, sex and origin itself"),
        (["compare", "{}/williams.png", "{}/white.png"], "no face was found"),
        (["compare", "{}/williams.png"], "Missing argument 'B'"),
    ],
    ids=lambda value: value[-1].rpartition("/")[2] if isinstance(value, list) else "",
)
def test_what_cannot_be_looked_at_is_one_line(capsys, faces, arguments, says):
    given = [one.format(faces) for one in arguments]
    code, out, err = run(capsys, "phenotype", *given)
    assert (code, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_the_test_part_stays_closed():
    cohort = open_cohort("simface-103")
    assert (len(cohort), len(unlocked(cohort))) == (2584, 1254)
