"""The page that answers what a reviewer would ask."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from raredx.jobs import Progress, Store, cancel
from raredx.learning.audit.making import make
from raredx.ui.shell import as_text
from tests.synthesis.curation.test_curate import drawn_from, judge, source  # noqa: F401 - fixture
from tests.ui.test_pages import open_page, words


def shown(**asked: str) -> AppTest:
    app = open_page("audit", **asked)
    assert not app.exception
    return app


@pytest.fixture
def judged(source, tmp_path):  # noqa: F811
    drawn_from(source)
    judge(tmp_path)


def test_without_judged_images_it_leads_to_them():
    assert "No synthetic images were judged yet" in shown().info[0].value


def test_an_audit_is_started(judged):
    app = shown(curation="first")
    assert "not audited yet" in app.info[0].value
    app.button(key="start.audit").click().run()
    assert not app.exception
    (job,) = Store().jobs()
    assert job.config == {"curation": "first"}
    cancel(job.id)


def test_every_measure_is_there_with_its_reason_and_what_comes_next(judged, tmp_path):
    found, _ = make("first", Progress(scratch=tmp_path / "scratch"))
    app = shown(curation="first")
    told = [one.value for one in app.markdown]
    for one in found.measures:
        assert told.count(f"**{as_text(one.title)}**") == 1
        value = as_text(one.told)
        assert (value if one.value is None else f"**{value}**") in told
    assert "2 near copy" in words(app)
    by_condition = rows(app.dataframe[0])
    assert sum(row["Drawn"] for row in by_condition) == 8
    assert sum(row["Near copies"] for row in by_condition) == 2
    regions = [row["Likeness"] for row in rows(app.dataframe[1])]
    assert regions == sorted(regions)
    assert len(regions) == 7


def rows(table):
    return table.value.to_dict("records")
