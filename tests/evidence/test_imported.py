"""Workbooks in the workspace: whole or not at all, cell by cell, and whose facts are shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from raredx.errors import UserError
from raredx.evidence import imported, link_check
from raredx.evidence.datasets import Wanted, all_datasets
from raredx.evidence.filters import Filter
from raredx.evidence.imported import (
    Cell,
    cells_of,
    current,
    forget,
    import_workbooks,
    read_imported,
)
from raredx.evidence.spreadsheet import File
from raredx.evidence.store import shipped
from tests.evidence import making
from tests.evidence.test_catalogue import WORKBOOKS, with_workbooks


@pytest.fixture
def both(tmp_path):
    """Another edition: two studies, one data set."""
    second = {"pmid": "222", "title": "Gait in Behçet disease", "performance": "AUC: 0.8"}
    return [making.studies(tmp_path, {}, second), making.datasets(tmp_path)]


def held(workspace):
    """Every file that an import left in the workspace, with its bytes."""
    found = (workspace / "evidence").rglob("*")
    return {path: path.read_bytes() for path in found if path.is_file() and path.suffix != ".lock"}


def test_another_edition_brings_its_own_facts(both):
    read = import_workbooks(both)
    assert read == read_imported()
    assert read.facts == "imported"
    assert [(book.kind, book.file, book.rows) for book in read.workbooks] == [
        ("studies", "studies.xlsx", 2),
        ("datasets", "datasets.xlsx", 1),
    ]
    assert [row["title"] for row in current().rows(Filter("behcet"))] == ["Gait in Behçet disease"]
    assert current().ask(Filter()).rows == 2
    assert len(current().tables["datasets"]) == 1


def test_every_cell_stands_under_its_heading_with_its_address(both):
    book = load_workbook(both[0])
    book.active["AB1"], book.active["AB3"] = "My notes", "look again"
    book.save(both[0])
    import_workbooks(both)
    cells = cells_of("S003")
    assert cells[0] == Cell("PMID", "A3", "222")
    assert cells[-1] == Cell("My notes", "AB3", "look again")
    assert {"Feature Extractor", "Limitations", "Performance"} <= {cell.heading for cell in cells}
    assert all(cell.text for cell in cells)
    assert Cell("Database", "B2", making.DATASET["name"]) in cells_of("D02")
    assert cells_of("S004") == []


def found(words: str) -> list[str]:
    """The studies in which a word is found."""
    return [row["study_id"] for row in current().rows(Filter(words), order="row")]


def test_words_are_looked_for_in_all_cells_of_a_study(both):
    import_workbooks(both)
    assert found("gait BEHCET") == ["S003"]
    assert found("单中心") == ["S002", "S003"]
    assert found("gait kabuki nowhere") == []
    store = current()
    datasets = all_datasets(store.tables, cells=store.cells)
    assert [one.dataset_id for one in datasets if Wanted("clinics").keeps(one)] == ["D02"]


def test_one_workbook_of_another_edition_waits_for_the_other(both):
    read = import_workbooks(both[:1])
    assert read.facts == "shipped"
    assert "once the workbook of data sets is imported too" in str(read)
    assert current().tables is shipped().tables
    assert cells_of("S002") == [], "row 2 of this edition is not row 2 of the shipped facts"
    assert current().cells == {}
    assert import_workbooks(both[1:]).facts == "imported"
    assert cells_of("S002")[0].text == "111"


def test_a_new_workbook_takes_the_place_of_its_kind_alone(both, tmp_path):
    import_workbooks(both)
    import_workbooks([making.studies(tmp_path, {"title": "Only one is left"})])
    assert [row["title"] for row in current().rows(Filter())] == ["Only one is left"]
    assert cells_of("D02")


def test_files_from_a_browser_are_taken_like_those_of_a_disk(both):
    import_workbooks([File(f"../../{path.name}", path.read_bytes()) for path in both])
    assert [book.file for book in read_imported().workbooks] == ["studies.xlsx", "datasets.xlsx"]


@pytest.mark.parametrize("before", [0, 2], ids=["into nothing", "over another"])
def test_a_failing_import_leaves_the_workspace_as_it_was(both, tmp_path, workspace, before):
    if before:
        import_workbooks(both)
    left = held(workspace)
    broken = making.studies(tmp_path, headings={"performance": "Results"})
    with pytest.raises(UserError, match="'Performance' is missing"):
        import_workbooks([both[1], broken])
    assert held(workspace) == left


def test_an_import_that_fails_midway_leaves_the_workspace_as_it_was(both, workspace, monkeypatch):
    import_workbooks(both)
    left = held(workspace)
    monkeypatch.setattr(imported.catalogue, "as_csv", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_workbooks(both)
    assert held(workspace) == left


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"year": "soon"}, r"row 3, column 'Year' \(D3\) holds no year"),
        ({"citations": "9" * 14}, "beyond all bounds: Value 99999999999999"),
        ({"sample": f"Total sample size: {'9' * 30} images"}, "beyond all bounds"),
    ],
)
def test_facts_that_no_page_could_show_are_not_imported(tmp_path, change, says):
    with pytest.raises(UserError, match=says):
        import_workbooks([making.studies(tmp_path, {}, change), making.datasets(tmp_path)])
    assert read_imported() is None


def test_what_makes_no_sense_to_import_is_told(both):
    with pytest.raises(UserError, match=r"studies\.xlsx and studies\.xlsx both hold studies"):
        import_workbooks([both[0], both[0]])
    with pytest.raises(UserError, match="No workbook is given"):
        import_workbooks([])


def test_forgetting_leaves_everything_else(both):
    asked = link_check.Checked(url="https://a.org", answers=True, said="", asked=datetime.now(UTC))
    link_check.remember({asked.url: asked})
    import_workbooks(both)
    assert forget()
    assert read_imported() is None
    assert cells_of("S002") == []
    assert current() is shipped()
    assert [*link_check.recall()] == [asked.url]
    assert not forget()


def test_the_store_is_made_once_and_follows_the_workspace(both, tmp_path):
    assert current() is shipped()
    import_workbooks(both)
    first = current()
    assert current() is first
    import_workbooks([making.studies(tmp_path, {"title": "Another"})])
    assert current().version != first.version
    forget()
    assert current() is shipped()


def test_facts_that_another_version_made_are_made_anew(both, monkeypatch):
    monkeypatch.setattr(imported, "__version__", "0.0.1")
    import_workbooks(both)
    assert read_imported().version == "0.0.1"
    monkeypatch.undo()
    assert current().ask(Filter()).rows == 2
    assert read_imported().version == imported.__version__
    assert read_imported().facts == "imported"


def test_damage_in_the_workspace_is_told_in_one_line(both, workspace):
    folder = workspace / "evidence" / "imported"
    import_workbooks(both)
    for file, use in {
        "facts/studies.csv": current,
        "cells.sqlite": lambda: cells_of("S002"),
        "card.json": read_imported,
    }.items():
        path = folder / file
        path.write_bytes(path.read_bytes()[:30])
        with pytest.raises(UserError, match="raredx evidence import --forget") as error:
            use()
        assert "\n" not in str(error.value)
    assert import_workbooks(both).facts == "imported", "importing both again mends all of it"
    assert cells_of("S002")


def test_two_imports_at_once_leave_one_of_them_whole(both, tmp_path):
    (tmp_path / "more").mkdir()
    other = [making.studies(tmp_path / "more"), making.datasets(tmp_path / "more")]
    with ThreadPoolExecutor(2) as several:
        ends = [*several.map(import_workbooks, [both, other])]
    assert read_imported() in ends
    assert current().ask(Filter()).rows == read_imported().workbooks[0].rows


@with_workbooks
def test_the_published_workbooks_keep_the_shipped_facts_and_show_their_cells():
    read = import_workbooks(WORKBOOKS)
    assert (read.facts, [book.rows for book in read.workbooks]) == ("shipped", [772, 62])
    assert current().tables is shipped().tables
    for study in (shipped().tables["studies"][0], shipped().tables["studies"][-1]):
        cells = {cell.address: cell for cell in cells_of(study["study_id"])}
        assert cells[f"L{study['row']}"].heading == "Diseases"
        assert study["title"] in (cells[f"B{study['row']}"].text, cells[f"H{study['row']}"].text)
    kabuki = {row["study_id"] for row in shipped().rows(Filter("kabuki"))}
    assert kabuki <= {*found("kabuki")}
    assert len(found("a")) == 772
    assert len(found("小样本")) > 90
    assert shipped().rows(Filter("小样本")) == []


@with_workbooks
def test_the_published_workbook_of_studies_alone_shows_its_cells():
    assert import_workbooks(WORKBOOKS[:1]).facts == "shipped"
    assert cells_of("S002")
    assert cells_of("D02") == []
