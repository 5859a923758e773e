"""The face lab: an address is a view, a click leads to points, what cannot be said is not said."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from raredx.cohorts.splits.store import read_test
from raredx.cohorts.store import open_cohort
from raredx.phenotype.looking import unlocked
from raredx.phenotype.traits.measures import find_measure
from raredx.ui import face_reader
from raredx.ui.face_images import examples, state_of
from raredx.ui.face_overlay import both_outlines, overlay
from tests.conftest import forget_settings
from tests.phenotype.report.conftest import asked, site  # noqa: F401
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words

MANY = "Of 103 conditions the likeliest first"


@pytest.fixture(scope="module")
def cohort():
    return open_cohort("simface-103")


@pytest.fixture
def example(cohort):
    return examples("simface-103", state_of(cohort))[0]


def said(app) -> str:
    return words(app).replace("\\", "")


def png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def astronaut() -> Image.Image:
    from skimage import data

    return Image.fromarray(data.astronaut())


def dropped(name: str, data: bytes):
    app = open_page("face_lab")
    app.segmented_control(key="face.source").set_value("A file").run()
    app.file_uploader[0].set_value((name, data, "image/png")).run()
    assert not app.exception
    return app


def test_it_opens_on_an_example_whose_measures_are_told():
    app = open_page("face_lab")
    assert not app.exception
    assert not app.error
    assert "One face" in said(app)
    assert "of 123 measures" in said(app)
    assert "learned from this very image" in said(app)
    assert app.number_input[0].value is not None
    assert "A file" in app.segmented_control(key="face.source").options


def test_each_view_has_its_address(example):
    views = {
        "signs": "taken as present",
        "conditions": MANY,
        "report": "Could not be seen, which does not mean absent",
    }
    for view, expected in views.items():
        app = open_page("face_lab", view=view, image=example)
        assert not app.exception
        assert expected in said(app)
    assert app.segmented_control(key="choice.view").value == "report"


def test_signs_come_with_what_the_cohort_notes_and_the_unseen_apart(example):
    app = open_page("face_lab", view="signs", image=example)
    table = app.dataframe[0].value
    assert list(table["Confidence"]) == sorted(table["Confidence"], reverse=True)
    assert all(link.startswith("https://hpo.jax.org/") for link in table["HPO"])
    assert "The cohort notes" in said(app)
    assert any(one.label.startswith("Unseen: ") for one in app.expander)
    assert "A vision-language model can read the picture" in said(app)


def test_conditions_are_ranked_with_regions_people_and_links(example):
    app = open_page("face_lab", view="conditions", image=example)
    shape, signs = (one.value for one in app.dataframe)
    assert list(shape["#"]) == list(range(1, 11))
    assert {"Face", "Eyes", "Nose", "Mouth", "Jaw", "People"} <= set(shape.columns)
    assert list(shape["Evidence"]) == sorted(shape["Evidence"], reverse=True)
    assert signs["ORPHA"].str.startswith("https://www.orpha.net/").all()
    app.toggle(key="face.conditions.every").set_value(True).run()
    assert len(app.dataframe[0].value) == 103


def test_a_measure_of_the_address_is_the_one_on_the_face(example):
    app = open_page("face_lab", image=example, measure="mouth_width")
    assert app.selectbox(key="face.measure").value == "mouth_width"
    assert "Taken on: corner of the mouth" in said(app)
    app.selectbox(key="face.measure").set_value("jaw_width").run()
    assert address(app)["measure"] == ["jaw_width"]


def test_another_age_is_another_analysis_and_stands_in_the_address(example):
    app = open_page("face_lab", image=example, view="conditions")
    before = list(app.dataframe[0].value["Evidence"])
    app.number_input[0].set_value(60.0).run()
    assert not app.exception
    assert address(app)["years"] == ["60"]
    assert list(app.dataframe[0].value["Evidence"]) != before
    again = open_page("face_lab", image=example, years="60")
    assert again.number_input[0].value == 60.0


def test_the_age_of_one_person_is_not_taken_for_another_s():
    app = open_page("face_lab", years="60", sex="male")
    app.segmented_control(key="face.source").set_value("A file").run()
    app.file_uploader[0].set_value(("a.png", png(astronaut()), "image/png")).run()
    assert app.number_input[0].value is None
    app.number_input[0].set_value(30.0).run()
    assert not app.exception
    assert "30" not in address(app).get("years", [])


def test_next_goes_to_another_image():
    app = open_page("face_lab")
    first = app.selectbox(key="face.image").value
    app.button(key="face.next").click().run()
    assert not app.exception
    assert address(app)["image"] == [app.selectbox(key="face.image").value] != [first]


def test_what_is_kept_for_a_test_is_not_looked_at(cohort):
    (kept, *_) = read_test(cohort.folder / "splits" / "standard")
    assert kept not in set(unlocked(cohort).rows("image_id")["image_id"].to_pylist())
    app = open_page("face_lab", image=kept)
    assert not app.exception
    assert "is kept for a test" in app.warning[0].value
    assert app.selectbox(key="face.image").value != kept


def test_nonsense_in_an_address_is_told_or_left(example):
    app = open_page(
        "face_lab", image="<b>x</b>", view="up", drawn="?", measure="no", reference="r", years="-x"
    )
    assert not app.exception
    assert not app.error
    told = [one.value.replace("\\", "") for one in app.warning]
    assert any("Image <b>x</b> is not in simface-103" in line for line in told)
    assert any("Compared with has no 'r'" in line for line in told)


def test_two_images_beside_each_other():
    app = open_page("face_lab", beside="yes")
    assert not app.exception
    assert not app.error
    assert "More alike than" in said(app)
    assert [metric.label for metric in app.metric] == ["Likeness"]
    app.toggle(key="face.beside").set_value(False).run()
    assert not any(name.startswith("beside") for name in address(app))


def test_a_photograph_gets_points_and_plain_measures_and_the_reason():
    app = dropped("astronaut.png", png(astronaut()))
    assert "No z-scores, no signs and no conditions are given" in app.info[0].value
    assert "Plain measures" in said(app)
    assert "SD" not in said(app)
    assert len(app.dataframe[0].value) == 123
    app.segmented_control(key="choice.view").set_value("conditions").run()
    assert MANY not in said(app)
    assert "Not said of this face" in said(app)


def test_an_image_of_a_cohort_is_known_again_when_it_is_dropped(cohort, example):
    app = dropped("anything.png", png(cohort.image(example)))
    assert "of 123 measures" in said(app)
    assert "looks like the reference's pictures" not in said(app)


def test_without_a_face_there_is_a_line_and_no_measure():
    app = dropped("white.png", png(Image.new("RGB", (200, 200), "white")))
    assert "No face was found" in said(app)
    assert "Nothing can be measured on it" in said(app)
    assert not app.dataframe


def test_a_face_that_is_upside_down_is_told(cohort, example):
    app = dropped("turned.png", png(cohort.image(example).rotate(180)))
    assert "The face is upside down" in said(app)
    assert "Nothing can be measured on it" in said(app)


def test_a_file_that_is_no_image_is_refused_as_at_the_door():
    app = dropped("face.png", b"%PDF-1.7 no picture")
    assert "PDF" in app.error[0].value
    assert "Reason in short" in said(app)


def test_a_reader_is_asked_and_a_photograph_only_with_leave(site, asked, monkeypatch, example):  # noqa: F811
    monkeypatch.setenv("RAREDX_READER_ENDPOINT", f"{site}/good/v1")
    monkeypatch.setenv("RAREDX_READER_MODEL", "tiny")
    forget_settings()
    app = open_page("face_lab", view="signs", image=example)
    ask = next(one for one in app.button if one.label.startswith("Ask tiny"))
    ask.click().run()
    assert not app.exception
    assert len(asked) == 1
    assert "says; nobody has calibrated it" in said(app)


def test_a_reader_that_fails_is_told(site, monkeypatch, example):  # noqa: F811
    monkeypatch.setenv("RAREDX_READER_ENDPOINT", f"{site}/500/v1")
    monkeypatch.setenv("RAREDX_READER_MODEL", "tiny")
    forget_settings()
    app = open_page("face_lab", view="signs", image=example)
    next(one for one in app.button if one.label.startswith("Ask tiny")).click().run()
    assert not app.exception
    assert "The reader tiny" in app.error[0].value


class Elsewhere:
    """A reader on another machine, which keeps account of what reached it."""

    name = "a model elsewhere"
    is_here = False

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read(self, image: Image.Image, prompt: str) -> str:
        self.seen.append(prompt)
        return "- Ptosis: present"


def test_a_photograph_leaves_this_machine_only_when_it_is_said(monkeypatch):
    reader = Elsewhere()
    monkeypatch.setattr(face_reader, "configured", lambda: reader)
    app = dropped("astronaut.png", png(astronaut()))
    app.segmented_control(key="choice.view").set_value("signs").run()
    assert next(one for one in app.button if one.label.startswith("Ask")).disabled
    app.checkbox[0].check().run()
    next(one for one in app.button if one.label.startswith("Ask")).click().run()
    assert not app.exception
    assert len(reader.seen) == 1


def test_marked_points_stand_out_and_a_small_face_is_shown_closer(cohort):
    points = np.random.default_rng(0).normal(500, 20, (478, 3))
    image = Image.new("RGB", (1000, 900))
    marked = find_measure("mouth_width").numbers
    svg = overlay(image, points, drawn="points", marked=marked)
    assert svg.count('class="marked"') == len(marked) == 2
    left, top, width, height = map(float, svg.split('viewBox="')[1].split('"')[0].split())
    assert width < 500
    assert left <= points[:, 0].min()
    assert top + height >= points[:, 1].max()
    assert overlay(image, None, drawn="mesh").count("<path") == 0
    assert both_outlines([points, points + 1]).count("<path") == 2
