"""Predict: an answer with its set, a map that may or may not be read, symptoms that move it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from skimage import data

from raredx.cohorts.store import open_cohort
from raredx.learning.bundle.store import bundle_folder, remove_bundle
from tests.diagnosis.model import HEADS, NAME, model, strangers
from tests.ui.test_pages import open_page, words


def said(app) -> str:
    return words(app).replace("\\", "")


def png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def bundle():
    found = model()
    for name in HEADS:
        if name != "linear":
            remove_bundle(name)
    return found


def opened(**address):
    app = open_page("predict", **{"model": "linear", "cohort": NAME, **address})
    assert not app.exception
    return app


def dropped(image, **address):
    app = opened(**address)
    app.segmented_control(key="face.source").set_value("A file").run()
    app.file_uploader[0].set_value(("face.png", png(image), "image/png")).run()
    assert not app.exception
    return app


def test_a_newcomer_sees_an_answer_and_others_to_click():
    app = open_page("predict")
    assert not app.exception
    assert "such sets hold the truth in 90%" in said(app)
    assert "fitted on this very picture" not in said(app)
    assert "Try one of these people, kept apart from training" in said(app)
    tried = [one for one in app.button if (one.key or "").startswith("face.example.")]
    assert len(tried) == 4
    before = app.selectbox(key="face.image").value
    tried[1].click().run()
    assert not app.exception
    assert app.selectbox(key="face.image").value == tried[1].key.removeprefix("face.example.")
    assert app.selectbox(key="face.image").value != before
    assert "fitted on this very picture" not in said(app)


def test_a_broken_model_is_said(bundle):
    (bundle_folder("linear") / "card.json").write_text("{")
    assert "damaged" in said(open_page("predict"))


def test_it_opens_on_somebody_whom_the_model_does_not_know(bundle):
    app = opened()
    assert "such sets hold the truth in 90%" in said(app)
    assert "fitted on this very picture" not in said(app)
    (table,) = app.dataframe
    assert len(table.value) == len(bundle.classes)
    assert table.value["In the set"].any()


def test_a_picture_that_was_trained_on_is_told(bundle):
    cohort = open_cohort(NAME)
    from raredx.cohorts.splits.run import fitting_split

    _, split = fitting_split(cohort, None)
    assert "fitted on this very picture" in said(opened(image=split.development[0]))


def test_the_coverage_moves_the_set(bundle):
    app = opened()
    sizes = []
    for coverage in (0.5, 0.95):
        app.slider(key="predict.coverage").set_value(coverage).run()
        assert f"such sets hold the truth in {coverage:.0%}" in said(app)
        sizes.append(app.dataframe[0].value["In the set"].sum())
    assert sizes[0] <= sizes[1]


def test_a_photograph_has_no_answer_but_for_teaching(bundle):
    app = dropped(Image.fromarray(data.astronaut()))
    assert "No answer" in said(app)
    assert "not like the simulated ones" in said(app)
    assert not app.dataframe
    app.toggle(key="predict.teaching").set_value(True).run()
    assert "For teaching only" in said(app)
    assert app.dataframe


def test_a_map_is_checked_and_says_whether_it_may_be_read(bundle):
    app = opened(view="map")
    text = said(app)
    assert "loses more of the answer than in" in text
    assert ("Do not interpret this map" in text) != (
        "What speaks for" in text and bool(app.success)
    )
    assert any("Of the map" in one.value.columns for one in app.dataframe)


def test_symptoms_move_the_risk_and_are_taken_back(bundle):
    app = opened(view="symptoms")
    before = said(app)
    assert "What would tell most" in before
    app.text_input(key="risk.search").set_value("cleft palate").run()
    present = next(one for one in app.button if (one.key or "").startswith("risk.find.present"))
    present.click().run()
    assert not app.exception
    assert ": present" in said(app)
    back = next(one for one in app.button if (one.key or "").startswith("risk.back"))
    back.click().run()
    assert ": present" not in said(app)
    app.text_input(key="risk.search").set_value("xyzzy").run()
    assert "No sign is called so in HPO 2025-01-16" in said(app)


def test_symptoms_need_no_answer_about_the_image(bundle):
    app = dropped(Image.fromarray(data.astronaut()), view="symptoms")
    assert "symptoms alone do" in said(app)
    assert app.dataframe


@pytest.mark.parametrize("view", ["nearest", "face"])
def test_the_other_views_are_drawn(bundle, view):
    app = opened(view=view)
    assert "fault" not in said(app)
    assert ("the same direction" in said(app)) == (view == "nearest")


def test_a_report_is_offered_in_three_formats(bundle):
    app = opened(view="symptoms")
    assert {one.label for one in app.get("download_button")} == {"PDF", "HTML", "JSON"}


def test_strangers_are_not_offered(bundle):
    app = opened()
    kept = open_cohort(NAME)
    ids = set(kept.rows("image_id")["image_id"].to_pylist())
    offered = set(app.selectbox(key="face.image").options)
    assert len(offered) == len(ids) - len(strangers())
