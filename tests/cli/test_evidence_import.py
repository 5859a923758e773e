"""`raredx evidence import`: files in, one line out, and what is wrong in one line too."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from raredx.cli.evidence_import import import_
from raredx.errors import UserError
from raredx.evidence.imported import read_imported
from tests.conftest import forget_settings
from tests.evidence import making


def run(*arguments: object) -> str:
    """What the command prints; what goes wrong comes out as it is."""
    done = CliRunner().invoke(import_, [*map(str, arguments)], catch_exceptions=True)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_from_nothing_to_facts_and_back(tmp_path):
    assert run() == "Nothing is imported: the facts are the shipped ones.\n"
    said = run(making.studies(tmp_path, {}, {}))
    assert said.splitlines()[0].split() == ["studies", "2", "rows", "26", "columns", "studies.xlsx"]
    assert "once the workbook of data sets is imported too" in said
    assert "made of the imported workbooks" in run(making.datasets(tmp_path))
    assert run().splitlines()[1].startswith("data sets  1 row")
    assert run("--forget") == "What was imported is removed.\n"
    assert run("--forget") == "Nothing was imported.\n"


def test_json_is_json(tmp_path):
    assert json.loads(run("--json")) == {"workbooks": [], "facts": "shipped"}
    found = json.loads(run(making.studies(tmp_path), "--json"))
    assert (found["facts"], found["workbooks"][0]["rows"]) == ("shipped", 1)
    assert json.loads(run("--forget", "--json")) == {"removed": True}


def test_a_file_that_is_no_workbook_changes_nothing(tmp_path):
    (tmp_path / "fake.xlsx").write_text("PMID,Title\n")
    with pytest.raises(UserError, match=r"fake\.xlsx is not an \.xlsx workbook"):
        run(tmp_path / "fake.xlsx")
    assert read_imported() is None


@pytest.mark.parametrize("others", [["--fetch"], ["a.xlsx"]])
def test_one_thing_at_a_time(others):
    with pytest.raises(UserError, match="not clear what to import"):
        run("--forget", *others)


def test_offline_nothing_is_fetched(tmp_path, monkeypatch):
    monkeypatch.setenv("RAREDX_OFFLINE", "true")
    monkeypatch.setenv("RAREDX_ASSETS", str(tmp_path / "third-party"))
    forget_settings()
    with pytest.raises(UserError, match="RAREDX_OFFLINE is set"):
        run("--fetch")
