"""`queries`, `screen` and `names` at the command line."""

from __future__ import annotations

import csv
import json

import click
import pytest
from click.testing import CliRunner

from raredx.cli.evidence_search import names, queries, screen
from raredx.errors import UserError
from raredx.evidence.search.example import example_list
from raredx.evidence.search.published import published_queries
from raredx.ontology import orphanet
from tests.ontology.test_orphanet import scripts


@click.group()
def group() -> None:
    """The three commands alone."""


for _command in (queries, screen, names):
    group.add_command(_command)


def run(*arguments: object) -> str:
    """What a command prints; an error that is meant for the user comes out as it is."""
    done = CliRunner().invoke(group, [str(one) for one in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def example(tmp_path):
    path = tmp_path / "list.nbib"
    path.write_bytes(example_list([{"pmid": "900000009", "title": "Bees"}]))
    return path


def test_without_a_choice_the_published_queries_are_written(tmp_path):
    said = run("queries", tmp_path / "out")
    assert "11 queries for 11,074 diseases, 11 of them too long for a web address" in said
    written = [tmp_path / "out" / f"group_{number}_query.txt" for number in range(1, 12)]
    assert [path.read_bytes().decode() for path in written] == published_queries()


def test_queries_that_open_by_their_address_are_told(tmp_path):
    said = run(
        "queries", tmp_path / "out", "--form", "corrected", "--category", "rare bone disease"
    )
    assert "Each opens by its address: see --json" in said
    assert len(list((tmp_path / "out").iterdir())) > 10


def test_a_choice_is_written_and_told_as_json(tmp_path):
    chosen = ["--form", "corrected", "--disease", "58", "--synonym", "58=AxD"]
    chosen += ["--since", "2026-01-01", "--until", "2026-12-31", "--date-of", "entry"]
    told = json.loads(run("queries", tmp_path / "out", *chosen, "--json"))
    (query,) = told["queries"]
    assert "2026/01/01:2026/12/31[crdt]" in query["text"]
    assert '"AxD"[tiab]' in query["text"]
    assert query["url"].startswith("https://pubmed.ncbi.nlm.nih.gov/?term=")
    assert told["search"]["synonyms"] == {"Alexander disease": ["AxD"]}
    assert (tmp_path / "out" / "group_1_query.txt").read_text() == query["text"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--disease", "lycanthropy"], "has no disease 'lycanthropy'"),
        (["--category", "Rare bone diseases"], "did you mean 'Rare bone disease'"),
        (["--synonym", "AxD"], "'AxD' has no =. Write it as NAME=SYNONYM"),
        (["--since", "2030-01-01"], "before it begins"),
    ],
)
def test_a_choice_that_cannot_be_is_told_and_nothing_is_written(tmp_path, arguments, says):
    with pytest.raises(UserError) as error:
        run("queries", tmp_path / "out", *arguments)
    assert says in str(error.value)
    assert not (tmp_path / "out").exists()


def test_a_list_is_screened(example):
    said = run("screen", example)
    assert "to read           2\n" in said
    assert "list.nbib, line 29: A record without a PMID: left out" in said
    assert "900000001  2026  Kabuki syndrome" in said
    assert "900000003" not in said


def test_a_synonym_counts_in_screening(tmp_path):
    path = tmp_path / "one.nbib"
    path.write_text("PMID- 1\nTI  - Deep learning in AxD\n")
    assert "to read           0" in run("screen", path)
    assert "to read           1" in run("screen", path, "--synonym", "58=deep learning in AxD")


def test_lists_are_screened_together_and_written_as_csv(example, tmp_path):
    out = tmp_path / "out.csv"
    again = example.with_name("again.nbib")
    again.write_bytes(example.read_bytes())
    for _ in range(2):
        assert f"{out} holds 12 records." in run("screen", example, again, "--out", out)
    rows = list(csv.DictReader(out.open(newline="")))
    first = [f"list.nbib, line {line}" for line in (1, 8, 8, 19, 24, 32)]
    assert [one["repeats"] for one in rows[6:]] == first


def test_a_screened_list_as_json(example):
    told = json.loads(run("screen", example, "--json"))
    assert told["summary"]["to read"] == 2
    assert told["faults"] == [
        {"file": "list.nbib", "line": 29, "says": "A record without a PMID: left out"}
    ]
    assert [one["pmid"] for one in told["records"]][-1] == "900000009"


def test_another_file_is_not_overwritten(example, tmp_path):
    out = tmp_path / "thesis.csv"
    out.write_text("mine")
    with pytest.raises(UserError, match="is another file, and not overwritten"):
        run("screen", example, "--out", out)
    assert out.read_text() == "mine"


def test_a_list_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError, match="cannot be read \\(No such file or directory\\)"):
        run("screen", tmp_path / "nowhere.nbib")


def test_the_table_of_names_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(orphanet.rebuild, "__kwdefaults__", {"out": tmp_path / "orphanet"})
    assert "3 disease names" in run("names", scripts(tmp_path))
    assert json.loads(run("names", tmp_path, "--json"))["counts"]["disease names"] == 3
