"""What moves an answer: a region that is hidden, another model, a threshold."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from raredx.cohorts.store import cohorts_folder
from raredx.diagnosis.explain.hiding import ELSEWHERE, SMOOTH
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.train import train
from raredx.jobs import Progress
from raredx.learning.bundle.store import list_bundles, remove_bundle
from raredx.settings import settings
from tests.diagnosis.binary import NAME as BINARY
from tests.diagnosis.binary import PAIR, binary
from tests.diagnosis.model import NAME, model
from tests.ui.test_pages import open_page
from tests.ui.test_predict_page import opened, said


@pytest.fixture
def bundle():
    return model()


def test_a_hidden_region_moves_the_answer_beside_others_of_its_form(bundle):
    app = opened(view="hide")
    assert not app.error
    found = []
    for name in ("eyes", "mouth"):
        app.pills(key="hide.way").set_value(name).run()
        assert not app.exception
        text = said(app)
        assert " goes from " in text
        assert f"Hiding {ELSEWHERE} other places of the same form" in text
        assert SMOOTH in text
        (table,) = app.dataframe
        change = table.value["After"] - table.value["Before"]
        assert np.allclose(change, table.value["Change"])
        found.append(list(table.value["After"]))
    assert found[0] != found[1]


def test_a_brush_waits_for_something_to_be_marked(bundle):
    app = opened(view="hide")
    for way in ("select", "lasso"):
        app.pills(key="hide.way").set_value(way).run()
        assert not app.exception
        assert "Drag over the picture to mark what is to be hidden" in said(app)
        assert not app.dataframe


def test_two_models_stand_side_by_side(bundle):
    app = opened(view="pair", other="means")
    assert not app.exception
    assert not app.error
    text = said(app)
    assert "One image says nothing about which model is better" in text
    assert "rank correlation; 1 is the same" in text
    assert "their sets share" in text
    (table,) = (one.value for one in app.dataframe)
    assert list(table.columns) == ["Condition", "A", "B"]
    assert table["A"].notna().all()
    assert not np.allclose(table["A"], table["B"])
    assert text.count("loses more of the answer than in") == 2
    assert "means" in app.selectbox(key="choice.other").value
    assert "linear" not in app.selectbox(key="choice.other").options


def test_a_model_without_pixels_has_no_map_but_an_answer(bundle):
    train(
        TrainConfig(name="shape", cohort=NAME, backbone="shape-space", head="nearest", without=()),
        progress=Progress(scratch=settings().workspace / "scratch"),
    )
    app = opened(view="pair", other="shape")
    assert not app.error
    assert "shape: shape-space sees no pixels, so there is no map of them" in said(app)
    assert said(app).count("loses more of the answer than in") == 1
    assert app.dataframe[0].value["B"].notna().all()
    app = opened(view="hide", model="shape")
    assert "sees no pixels" in said(app)


def test_models_stand_side_by_side_only_where_there_are_two(bundle):
    def offered(app):
        return any("Two models" in one for one in app.segmented_control(key="choice.view").options)

    assert offered(opened())
    for one in list_bundles():
        if not one.shipped:
            remove_bundle(one.name)
    assert not offered(open_page("predict"))


def test_two_classes_are_present_or_not_by_a_threshold():
    binary()
    app = opened(model=BINARY, cohort=PAIR)
    assert not app.error
    assert "Sensitivity" in [one.label for one in app.metric]
    before = said(app)
    assert "images of the calibration part" in before
    app.slider(key="predict.threshold").set_value(0.01).run()
    assert "**Present**" in said(app)
    app.slider(key="predict.threshold").set_value(0.99).run()
    assert "**Not present**" in said(app)


def test_where_the_people_are_gone_nothing_is_invented():
    binary()
    shutil.rmtree(cohorts_folder() / PAIR)
    app = opened(model=BINARY, cohort="simface-103")
    app.toggle(key="predict.teaching").set_value(True).run()
    assert not app.exception
    assert "Sensitivity and specificity are not known" in said(app)
    assert not app.metric
