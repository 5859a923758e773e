"""The pages of the evidence: one filter in the address, marks lead to rows, nonsense is noted."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from raredx.evidence.filters import Filter
from raredx.evidence.store import shipped
from tests.evidence import making
from tests.ui.test_pages import open_page, words

PAGES = ["studies", "map", "trends"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def address(app: AppTest) -> dict[str, list[str]]:
    given = dict(app.query_params)
    return {name: [v] if isinstance(v, str) else list(v) for name, v in given.items()}


def said(app: AppTest) -> str:
    """What a page says, as a reader sees it."""
    return words(app).replace("\\", "")


@pytest.mark.parametrize("name", PAGES)
def test_an_address_is_the_view(name):
    app = open_page(name, modality="OCT", year="2020..2023", q="retin")
    expected = shipped().ask(
        Filter("retin", {"modality": ("OCT",), "year": ("2020", "2021", "2022", "2023")})
    )
    assert not app.exception
    assert f"{expected.rows} rows, {expected.distinct} studies" in said(app)
    assert app.multiselect(key="filter.modality").value == ["OCT"]
    assert app.slider(key="filter.years").value == (2020, 2023)
    assert app.text_input(key="filter.q").value == "retin"


def test_a_choice_goes_into_the_address_and_narrows_everything():
    app = open_page("studies")
    app.multiselect(key="filter.modality").select("MRI").run()
    app.multiselect(key="filter.class").select("Rare Skeletal Disease").run()
    assert address(app) == {"modality": ["MRI"], "class": ["Rare Skeletal Disease"]}
    assert "11 rows, 11 studies" in said(app)
    app.slider(key="filter.years").set_range(2021, 2024).run()
    assert address(app)["year"] == ["2021..2024"]
    app.slider(key="filter.years").set_range(2015, 2025).run()
    assert "year" not in address(app)
    app.button(key="filter.clear").click().run()
    assert address(app) == {}
    assert "772 rows, 769 studies" in said(app)


def test_a_facet_shows_live_counts():
    app = open_page("studies", modality="MRI")
    options = app.multiselect(key="filter.class").options
    assert options[0] == "Rare Neurologic Disease · 88"
    others = app.multiselect(key="filter.modality").options
    assert "Microscopy · 137" in others


@pytest.mark.parametrize("name", PAGES)
def test_nonsense_in_the_address_is_a_note(name):
    app = open_page(name, modality="Crystal ball", down="x", of="y", order="z", nothing="here")
    assert not app.exception
    assert not app.error
    assert "Modality has no 'Crystal ball': left out" in said(app)
    assert "772 rows, 769 studies" in said(app)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_found_is_told_with_a_way_out(name):
    app = open_page(name, q="no-such-word-anywhere")
    assert not app.exception
    assert "Take a filter away" in said(app)


def test_a_study_in_the_address_is_open_with_its_facts():
    app = open_page("studies", study="S112", q="brugada")
    assert not app.exception
    shown = [frame.value for frame in app.dataframe]
    facts = next(frame for frame in shown if "Cell" in frame.columns)
    assert "X112" in set(facts["Cell"])
    assert any("ORPHA:130" in value for value in facts["Value"])
    assert "The same study stands in row 744" in said(app)
    assert "The same study stands in row 112" in said(open_page("studies", study="S744"))


def test_the_order_lives_in_the_address():
    app = open_page("studies", order="most cited")
    assert app.dataframe[0].value["citations"].iloc[0] == 755
    app.selectbox(key="choice.order").set_value("oldest").run()
    assert address(app) == {"order": ["oldest"]}
    assert app.dataframe[0].value["year"].iloc[0] == 2015


def test_the_map_crosses_what_the_address_asks_for():
    app = open_page("map", down="category", across="year")
    assert app.selectbox(key="choice.down").value == "category"
    gaps = next(frame.value for frame in app.dataframe if "Expected" in frame.value.columns)
    assert list(gaps.columns)[:2] == ["Orphanet category", "Year"]
    assert (gaps["Studies"] == 0).all()
    app.selectbox(key="choice.across").set_value("category").run()
    assert "two different questions" in said(app)


def test_the_trends_say_what_is_missing():
    text = said(open_page("trends"))
    assert "43 without a year" in text
    assert "what is not stated is not zero" in text


def test_data_sets_open_on_those_of_the_paper():
    app = open_page("datasets")
    assert "28 of 62 data sets" in said(app)
    app.multiselect(key="datasets.featured").unselect("yes").run()
    assert address(app) == {"featured": ["all"]}
    assert "62 of 62 data sets" in said(app)
    app.multiselect(key="datasets.modality").select("OCT").run()
    assert address(app) == {"featured": ["all"], "modality": ["OCT"]}
    assert "1 of 62 data sets" in said(app)


def test_a_data_set_that_nobody_knows_is_a_note():
    app = open_page("datasets", access="by magic", featured="perhaps")
    assert not app.exception
    assert "Access has no 'by magic'" in said(app)
    assert "62 of 62 data sets" in said(app)


def drop(app: AppTest, *paths: Path) -> AppTest:
    """Drop workbooks on the page and import them."""
    for path in paths:
        app.file_uploader(key="workbooks").upload(path.name, path.read_bytes(), XLSX)
    app.run()
    return app.button(key="import").click().run()


def test_dropped_workbooks_take_the_place_of_the_shipped_facts(tmp_path):
    both = [
        making.studies(tmp_path, {}, {"title": "Another one", "pmid": "222", "limits": "首次"}),
        making.datasets(tmp_path),
    ]
    app = drop(open_page("studies"), *both)
    assert not app.exception
    assert "2 rows, 2 studies" in said(app)
    assert "The facts are made of the imported workbooks" in said(app)
    found = open_page("studies", q="IRB", study="S002")
    assert "2 rows, 2 studies" in said(found), "the cells are searched too"
    assert any("Accuracy: 90%" in text.value for text in found.text)
    assert "1 of 1 data sets" in said(open_page("datasets", featured="no"))
    app = open_page("studies")
    app.button(key="import.forget").click().run()
    assert "772 rows, 769 studies" in said(app)


def test_a_workbook_that_is_none_is_told_and_changes_nothing(tmp_path):
    broken = tmp_path / "studies.xlsx"
    broken.write_text("PMID,Title\n")
    app = drop(open_page("studies"), broken)
    assert not app.exception
    assert "studies.xlsx" in app.error[0].value
    assert "772 rows, 769 studies" in said(app)


def test_a_study_leads_to_its_data_set_and_the_data_set_to_its_studies():
    app = open_page("studies", study="S118")
    assert not app.exception
    assert "1 of 62 data sets" in said(open_page("datasets", q="D06", featured="all"))
