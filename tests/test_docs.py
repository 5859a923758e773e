"""The documents keep up with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from raredx.assets import all_assets
from raredx.jobs import all_kinds
from raredx.jobs.fields import fields_of
from raredx.settings import PREFIX, ROOT, Settings
from raredx.ui.shell import PAGES

DOCS = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


def text(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name):
    assert f"`{PREFIX}{name.upper()}`" in text("docs", "commands.md")


def own_kinds() -> list[str]:
    return [name for name, kind in all_kinds().items() if kind.run.__module__.startswith("raredx")]


@pytest.mark.parametrize("name", own_kinds())
def test_every_job_kind_and_its_fields_are_documented(name):
    rows = [line for line in text("docs", "jobs.md").splitlines() if f"| `{name}` |" in line]
    assert len(rows) == 1
    assert all(f"`{spec.name}`" in rows[0] for spec in fields_of(all_kinds()[name].config))


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_every_page_is_in_the_tour(entry):
    assert f"**{entry.title}**" in text("README.md")


@pytest.mark.parametrize("name", sorted(all_assets()))
def test_every_third_party_file_is_in_the_notice(name):
    assert all_assets()[name].title.split(":")[0] in text("NOTICE")


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path):
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned(file):
    lines = [line.split("#")[0].strip() for line in text(file).splitlines()]
    assert all(re.match(r"^[\w.\[\]-]+==[\w.]+(; .+)?$", line) for line in lines if line)


def test_the_safety_table_names_tests_that_exist():
    rows = [line for line in text("docs", "safety.md").splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| threat")]
    named = [(row, re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)) for row in rows]
    assert len(named) > 20
    for row, tests in named:
        assert tests, f"no test is named in: {row}"
        for file, test in tests:
            assert f"def {test}(" in text(file), f"{file} has no {test}"


@pytest.mark.parametrize("results", sorted((ROOT / "benchmarks" / "results").glob("*.json")))
def test_every_benchmark_s_table_is_in_the_document(results):
    assert re.search(
        rf"<!-- {results.stem} -->\n(\|.+\|\n){{3,}}<!-- /{results.stem} -->",
        text("docs", "results.md"),
    )
