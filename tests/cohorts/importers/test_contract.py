"""What every layout promises, run over the registry."""

from __future__ import annotations

from typing import get_args

import pytest

from raredx.cohorts.importers.layout import Choices
from raredx.cohorts.importers.plan import plan, recognise
from raredx.cohorts.importers.preview import preview
from raredx.cohorts.importers.registry import BY_NAME, LAYOUTS
from raredx.cohorts.importing import about_import, import_cohort
from raredx.cohorts.imports import LayoutName
from raredx.errors import UserError
from tests.cohorts.importers.making_sources import MAKERS, zipped
from tests.cohorts.making_cohorts import files_in, make


def test_every_layout_has_a_maker_and_a_choice():
    assert set(BY_NAME) == set(MAKERS)
    assert {"auto", *BY_NAME} == set(get_args(LayoutName))
    assert len(BY_NAME) == len(LAYOUTS)


@pytest.fixture(params=BY_NAME)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def folder(name, tmp_path):
    return MAKERS[name](tmp_path / "given")


def test_it_is_recognised_with_a_reason(name, folder):
    found = recognise(folder)
    assert found.layout.name == name
    assert len(found.why) > 10


def test_a_zip_of_it_is_recognised_too(name, folder):
    assert recognise(zipped(folder, around="given/")).layout.name == name
    assert len(plan(zipped(folder)).items) == len(plan(folder).items)


def test_it_says_what_it_looks_like(name):
    layout = BY_NAME[name]
    assert layout.title
    assert len(layout.looks_like) > 10


def test_nothing_is_written_before_the_import(folder, workspace):
    before = files_in(folder)
    seen = preview(folder, origin="real")
    assert files_in(folder) == before
    assert [path for path in workspace.rglob("*") if path.suffix in (".parquet", ".png")] == []
    assert len(seen.first) == min(seen.images, 10)
    assert all(row["origin"] == "real" for row in seen.first)
    assert seen.classes == {} or sum(seen.classes.values()) <= seen.images
    assert any("will be real" in line for line in seen.lines())


@pytest.mark.parametrize("origin", ["real", "synthetic"])
def test_it_becomes_a_whole_cohort_of_that_origin(name, folder, tmp_path, origin):
    read = plan(folder)
    imported = import_cohort(
        read,
        tmp_path / "cohort",
        about=about_import(read, title=name, licence="CC0"),
        origin=origin,
        scratch=tmp_path / "scratch",
    )
    cohort = imported.cohort
    assert imported.refused == {}
    assert len(cohort) == len(read.items) >= 4
    assert cohort.counts("origin") == {origin: len(cohort)}
    assert cohort.counts("licence") == {"CC0": len(cohort)}
    assert cohort.verify().sound
    assert cohort.sides == ("imported",)
    assert str(imported).startswith(f"{len(cohort)} images, ")
    assert not (tmp_path / "scratch").exists()


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "class-folders"])
def test_other_folders_are_not_taken_for_it(name, tmp_path):
    for other, make_other in MAKERS.items():
        if other != name:
            with pytest.raises(UserError, match=f"not laid out as '{name}'"):
                plan(make_other(tmp_path / other), layout=name)


def test_what_holds_no_images_is_told(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "readme.md").write_text("hello")
    with pytest.raises(UserError, match=r"no images in notes, only 1 \.md"):
        plan(tmp_path / "notes")


@pytest.mark.parametrize("name", ["table", "rdface", "dicom"])
def test_a_column_that_is_not_there_is_told(folder):
    with pytest.raises(UserError, match=r"has no column 'nothing'|no table with columns"):
        plan(folder, choices=Choices(columns={"label": "nothing"}))


def test_a_cohort_that_is_there_stays_when_an_import_fails(folder, tmp_path):
    make(tmp_path / "there")
    before = files_in(tmp_path / "there")
    read = plan(folder)
    about = about_import(read, title="x")
    with pytest.raises(UserError, match="is there already"):
        import_cohort(
            read, tmp_path / "there", about=about, origin="real", scratch=tmp_path / "scratch"
        )
    assert files_in(tmp_path / "there") == before
