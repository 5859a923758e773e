"""The simulator's page: an address is a scene, what is moved goes into it, nonsense is told."""

from __future__ import annotations

import pytest

from raredx.cohorts.simulate.knowledge.conditions import condition
from raredx.ui.portraits import LARGE, SKETCH, SMALL
from raredx.ui.scene import FIRST, Scene, from_address
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words


@pytest.fixture
def drawn(monkeypatch):
    """The sizes of the pictures that are drawn, and not taken from those seen before."""
    sizes = []
    take = Scene.take
    monkeypatch.setattr(
        Scene,
        "take",
        lambda self, patient, *, size: sizes.append(size) or take(self, patient, size=size),
    )
    return sizes


def said(app) -> str:
    return words(app).replace("\\", "")


def test_a_scene_is_its_address():
    scenes = [
        Scene(),
        Scene(condition="none", terms={}),
        Scene(condition="ORPHA:904", person=77, sex="female", numbers={"years": 5, "turn": -30}),
        Scene(terms={"HP:0000316": 0.35, "HP:0000508": 1.0}, numbers={"skin": 0.05}),
    ]
    for scene in scenes:
        given = {
            name: value if isinstance(value, list) else [value]
            for name, value in scene.parameters.items()
        }
        assert from_address(given) == (scene, [])


def test_nonsense_in_an_address_is_told_and_left_out():
    app = open_page(
        "simulator", condition="ORPHA:0", person="me", term="HP:1=9", sex="x", years="900"
    )
    assert not app.exception
    assert len(app.warning) == 5
    assert f"({FIRST})" in app.selectbox(key="scene.condition").format_func(FIRST)


def test_the_same_patient_of_the_other_sex():
    app = open_page("simulator", person="5", sex="female")
    chosen = app.segmented_control(key="scene.sex")
    assert chosen.value == "female"
    chosen.set_value("male").run()
    assert not app.exception
    assert address(app)["sex"] == ["male"]
    assert app.segmented_control(key="scene.sex").value == "male"


def test_a_condition_shows_its_signs_and_how_often_in_the_words_of_hpo():
    app = open_page("simulator", condition="ORPHA:648")
    assert not app.exception
    assert "Signs of [Noonan syndrome]" in said(app)
    labels = [slider.label for slider in app.slider]
    assert any("[Strabismus]" in label and "· frequent (30–79 %)" in label for label in labels)
    assert any("very frequent (80–99 %)" in label for label in labels)
    assert not any("about" in label for label in labels)


def test_a_sign_that_stands_for_a_narrower_one_says_so():
    app = open_page("simulator", condition="ORPHA:648")
    narrower = [id for id, sign in condition("ORPHA:648").signs.items() if sign.annotated != id]
    told = [slider.key for slider in app.slider if ", as thickened helices" in slider.label]
    assert told == [f"scene.{id}" for id in narrower]


def test_a_sign_that_is_not_annotated_is_told_apart():
    app = open_page("simulator", condition="ORPHA:648", term="HP:0002211=1")
    label = app.slider(key="scene.HP:0002211").label
    assert label.endswith("· not annotated here")


def test_a_sign_that_is_moved_goes_into_the_address_and_the_face():
    app = open_page("simulator", condition="none", term="none")
    before = app.main.children
    assert before
    app.selectbox(key="scene.more").select("HP:0000316").run()
    assert address(app)["term"] == ["HP:0000316=1"]
    app.slider(key="scene.HP:0000316").set_value(0.5).run()
    assert address(app)["term"] == ["HP:0000316=0.5"]
    app.slider(key="scene.HP:0000316").set_value(0.0).run()
    assert address(app)["term"] == ["none"]


def test_the_first_pair_is_sketched_and_then_drawn_large(drawn):
    open_page("simulator", condition="ORPHA:904")
    assert drawn == [SKETCH, SKETCH, LARGE, LARGE, *[SMALL] * 5]


def test_moving_a_sign_draws_one_large_picture_and_leaves_the_twin_and_the_strip(drawn):
    app = open_page("simulator", condition="none", term="HP:0000316=0.5")
    drawn.clear()
    app.slider(key="scene.HP:0000316").set_value(0.7).run()
    assert app.selectbox(key="scene.strip").value == "HP:0000316"
    assert drawn == [LARGE]
    app.slider(key="scene.HP:0000316").set_value(0.5).run()
    assert drawn == [LARGE], "both were seen before"


def test_what_changes_both_faces_is_sketched_first(drawn):
    app = open_page("simulator", condition="none", term="HP:0000316=0.5")
    drawn.clear()
    app.slider(key="scene.turn").set_value(20.0).run()
    assert drawn[:4] == [SKETCH, SKETCH, LARGE, LARGE]


def test_a_sign_that_is_added_is_the_one_of_the_strip():
    app = open_page("simulator", condition="ORPHA:904")
    app.selectbox(key="scene.more").select("HP:0002211").run()
    assert app.selectbox(key="scene.strip").value == "HP:0002211"


def test_another_patient_has_other_signs_and_the_same_condition():
    app = open_page("simulator", condition="ORPHA:904", term="HP:0000316=1")
    app.button[0].click().run()
    assert address(app) == {"condition": ["ORPHA:904"], "person": ["2"]}


def test_age_skin_pose_and_light_can_be_set():
    app = open_page("simulator")
    app.slider(key="scene.years").set_value(60.0).run()
    app.slider(key="scene.skin").set_value(0.1).run()
    app.slider(key="scene.turn").set_value(30.0).run()
    app.slider(key="scene.light").set_value(-45.0).run()
    assert not app.exception
    assert address(app) == {"years": ["60"], "skin": ["0.1"], "turn": ["30"], "light": ["-45"]}


def test_a_cohort_of_the_condition_can_be_drawn_from_here():
    app = open_page("simulator", condition="ORPHA:904")
    form = {widget.key: widget.value for widget in [*app.text_input, *app.multiselect]}
    assert form["new.cohort-simulate.name"] == "williams-syndrome"
    assert form["new.cohort-simulate.conditions"] == ["ORPHA:904"]
