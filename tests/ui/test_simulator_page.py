"""The simulator's page: an address is a scene, what is moved goes into it, nonsense is told."""

from __future__ import annotations

from raredx.ui.scene import FIRST, Scene, from_address
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words


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


def test_a_condition_shows_its_signs_with_their_frequencies():
    app = open_page("simulator", condition="ORPHA:904")
    assert not app.exception
    assert "Signs of [Williams syndrome]" in said(app)
    assert any("of patients" in slider.label for slider in app.slider)


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
