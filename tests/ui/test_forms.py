"""Forms made from configs: every shape, dependent fields, and what is wrong said at its field."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    """A page with one form; it shows what the form gives."""
    import streamlit as st

    from raredx.ui.forms import config_form
    from tests.jobs.test_fields import Everything

    config = config_form(Everything, key="f", initial=st.session_state.get("initial"))
    st.code("not valid" if config is None else config.model_dump_json())


def form(**state) -> AppTest:
    app = AppTest.from_function(page)
    for key, value in state.items():
        app.session_state[key] = value
    return app.run()


def given(app: AppTest) -> str:
    assert not app.exception
    return app.code[0].value


def test_the_defaults_are_the_config_s_and_what_is_needed_is_asked_for():
    app = form()
    assert given(app) == "not valid"
    assert any("is needed" in text.value for text in app.markdown)
    app.text_input(key="f.name").input("Kabuki").run()
    assert '"name":"Kabuki"' in given(app)
    assert '"rate":0.0001' in given(app)
    assert '"depth":2' in given(app)
    assert '"colour":"red"' in given(app)
    assert '"parts":["eyes"]' in given(app)


def test_every_widget_reaches_the_config():
    app = form(initial={"name": "x"})
    app.number_input(key="f.rank").set_value(7)
    app.number_input(key="f.inner.depth").set_value(5)
    app.number_input(key="f.rate").set_value(0.5)
    app.multiselect(key="f.parts").set_value(["nose"])
    app.toggle(key="f.quick").set_value(True)
    app.text_input(key="f.folder").input("somewhere")
    app.segmented_control(key="f.colour").set_value("blue")
    app.run()
    for part in (
        '"rank":7',
        '"depth":5',
        '"rate":0.5',
        '"parts":["nose"]',
        '"quick":true',
        '"folder":"somewhere"',
        '"colour":"blue"',
    ):
        assert part in given(app)


def test_what_is_wrong_stands_at_its_field():
    app = form(initial={"name": "x"})
    app.number_input(key="f.rate").set_value(3.0).run()
    assert given(app) == "not valid"
    assert any("less than or equal to 1" in text.value for text in app.markdown)
    app.number_input(key="f.rate").set_value(1.0).run()
    assert given(app) != "not valid"


def test_a_field_appears_with_the_value_it_depends_on():
    app = form(initial={"name": "x"})
    assert len([n for n in app.number_input if n.key == "f.rank"]) == 1
    app.segmented_control(key="f.method").set_value("gan").run()
    assert [n for n in app.number_input if n.key == "f.rank"] == []
    assert '"rank":4' in given(app)


def test_initial_values_of_another_version_do_not_break_the_form():
    app = form(initial={"name": "x", "method": "stylegan", "rank": "many", "inner": 3, "gone": 1})
    assert not app.exception
