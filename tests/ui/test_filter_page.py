"""The page that keeps some synthetic images: judged once, then limits are moved."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from raredx.jobs import Store, cancel
from raredx.synthesis.curation.config import Verdict
from tests.synthesis.curation.test_curate import (
    OTHERS,
    drawn_from,
    judge,
    source,  # noqa: F401 - a fixture
)
from tests.ui.test_pages import open_page, words


def shown(**asked: str) -> AppTest:
    app = open_page("filter", **asked)
    assert not app.exception
    return app


@pytest.fixture
def judgement(source, tmp_path):  # noqa: F811
    drawn_from(source)
    judge(tmp_path)


def test_without_synthetic_images_it_leads_to_them():
    app = shown()
    assert "There are no synthetic images yet" in app.info[0].value


def test_images_are_given_to_be_judged(source):  # noqa: F811
    drawn_from(source)
    app = shown()
    app.button(key="start.curate").click().run()
    assert not app.exception
    (job,) = Store().jobs()
    assert (job.config["cohort"], job.config["name"]) == ("drawn", "drawn")
    cancel(job.id)


def test_a_limit_that_moves_accepts_others_at_once(judgement):
    app = shown(curation="first")
    assert "generator's own record is gone" in app.warning[0].value
    app.slider(key="filter.at.first.absolute.likeness").set_value(0.0).run()
    assert options(app)[0].endswith(f"accepted · {OTHERS}")
    assert any("near copy · 2" in one for one in options(app))
    app.slider(key="filter.at.first.absolute.likeness").set_value(1.0).run()
    assert any(f"wrong phenotype · {OTHERS}" in one for one in options(app))
    app.button_group(key="filter.keep.first").set_value("top").run()
    app.slider(key="filter.at.first.top.likeness").set_value(1).run()
    assert options(app)[0].endswith("accepted · 1")
    assert any(f"surplus · {OTHERS - 1}" in one for one in options(app))


def test_near_copies_are_kept_with_a_reason_alone(judgement):
    app = shown(curation="first")
    app.toggle(key="filter.copies.first").set_value(True).run()
    assert "Say why near copies are kept" in app.info[0].value
    app.text_input(key="filter.because.first").set_value("To show one").run()
    app.slider(key="filter.at.first.absolute.likeness").set_value(0.0).run()
    app.button(key="start.curate-keep").click().run()
    assert not app.exception
    (job,) = Store().jobs()
    assert job.config["because"] == "To show one"
    assert job.config["name"] == "drawn-kept-1"
    cancel(job.id)


def test_an_image_is_seen_from_near_beside_whom_it_copies(judgement):
    app = shown(curation="first")
    show(app, Verdict.NEAR_COPY)
    next(one for one in app.button if one.key.startswith("closer.")).click().run()
    assert not app.exception
    assert "by its fine structure" in words(app)


def test_images_are_turned_away_by_hand_and_taken_back(judgement):
    app = shown(curation="first")
    app.slider(key="filter.at.first.absolute.likeness").set_value(0.0).run()
    app.toggle(key="filter.choose.first").set_value(True).run()
    next(one for one in app.button if one.label == "Turn away").click().run()
    assert options(app)[0].endswith(f"accepted · {OTHERS - 1}")
    assert any("by hand · 1" in one for one in options(app))
    show(app, Verdict.BY_HAND)
    next(one for one in app.button if one.label == "Take back").click().run()
    assert options(app)[0].endswith(f"accepted · {OTHERS}")
    app.button(key="filter.batch").click().run()
    assert not app.exception
    assert any(f"by hand · {OTHERS}" in one for one in options(app))


def show(app, verdict):
    """Choose the images of a verdict."""
    chosen = next(one for one in app.button_group if one.key.startswith("filter.shown"))
    chosen.set_value(verdict).run()
    again = next(one for one in app.button_group if one.key.startswith("filter.shown"))
    assert again.value == verdict


def options(app):
    (chosen,) = [one for one in app.button_group if one.key.startswith("filter.shown")]
    return [*chosen.options]
