"""Symptoms on the page Predict: signs of all organs, ids of other releases, contradictions."""

from __future__ import annotations

import pytest

from raredx.diagnosis.risk.answers import Sign
from raredx.learning.bundle.store import remove_bundle
from raredx.ui.predict_risk import _COURSE
from raredx.ui.predict_signs import ANSWERS
from tests.diagnosis.model import HEADS, NAME, model
from tests.ui.test_pages import open_page, words


@pytest.fixture
def app():
    model()
    for name in HEADS:
        if name != "linear":
            remove_bundle(name)
    found = open_page("predict", cohort=NAME, view="symptoms")
    assert not found.exception
    return found


def said(app) -> str:
    return words(app).replace("\\", "")


def searched(app, text):
    app.text_input(key="risk.search").set_value(text).run()
    assert not app.exception
    return said(app)


def test_a_sign_of_another_organ_is_found_and_counts(app):
    assert "Abnormal heart morphology" in searched(app, "heart defect")
    app.button(key="risk.find.present.HP:0001627").click().run()
    assert "Abnormal heart morphology**: present" in said(app)
    step = app.session_state[_COURSE][1].steps[-1]
    assert (step.title, step.counted) == ("Abnormal heart morphology: present", True)


def test_an_id_leads_to_its_successor_or_the_release_is_named(app):
    assert "Clitoral hypertrophy" in searched(app, "HP:0000057")
    assert "HPO advises HP:0001654" in searched(app, "HP:0001726")
    for text in ("HP:9999999", "no such sign at all qq"):
        assert "HPO 2025-01-16, the release that is here" in searched(app, text)


def test_answers_that_contradict_each_other_leave_no_probability(app):
    assert app.session_state[_COURSE][1].steps
    app.session_state[ANSWERS] = {"HP:0001250": Sign.ABSENT, "HP:0032792": Sign.PRESENT}
    app.run()
    (line,) = [one.value.replace("\\", "") for one in app.error]
    assert "of which it is a special case, is absent: one of the two cannot be" in line
    assert not app.dataframe
    assert _COURSE not in app.session_state
    app.button(key="risk.back.HP:0001250").click().run()
    assert not app.error
    assert app.dataframe
