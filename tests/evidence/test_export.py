"""Exports: every row and value comes back, nothing runs, and each file says what it is."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from datetime import date
from zipfile import ZipFile

import bibtexparser
import pytest
import rispy
from openpyxl import load_workbook

from raredx.errors import UserError
from raredx.evidence.export import FORMATS, About, export, file_name, safe_cell
from raredx.evidence.filters import Filter
from raredx.evidence.store import shipped

NASTY = [
    '=HYPERLINK("http://example.org")',
    "+1+1",
    "-cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "\uff1d1+1",
    "quotes \" and ' and ;,\nlines\r\nER  - TY  - JOUR",
    "Böhm–Çelik 疾病 😀",
    r"100% of $5 & {more}_^~ \end{document}",
    "control \x00\x07 signs",
    "x" * 40_000,
]
ABOUT = About("studies", "contains '=x'", "q=%3Dx", "0a1b2c3d4e5f", len(NASTY), date(2026, 1, 2))
ROWS = [
    {
        "study_id": f"S{number:03d}",
        "pmid": str(1000 + number) if number % 2 else "",
        "title": text,
        "journal": text[:50] if number % 3 else "",
        "year": 2020 if number % 4 else None,
        "disease": [text[:20], "Kabuki syndrome"],
        "modality": [],
    }
    for number, text in enumerate(NASTY)
]


def made(format: str, rows=ROWS) -> bytes:
    return export(rows, about=ABOUT, format=format)


def test_csv_comes_back_and_nothing_in_it_runs():
    rows = list(csv.reader(io.StringIO(made("csv").decode("utf-8-sig"), newline="")))
    assert rows[0] == [*ROWS[0], "catalogue", "exported", "filter"]
    assert len(rows) == len(ROWS) + 1
    for row, given in zip(rows[1:], ROWS, strict=True):
        assert row[2] == safe_cell(given["title"])
        assert row[-3:] == ["0a1b2c3d4e5f", "2026-01-02", "contains '=x'"]
        for cell in row:
            assert cell.strip()[:1] not in ("=", "+", "-", "@", "\uff1d")


def test_a_spreadsheet_holds_texts_and_no_formula():
    book = load_workbook(io.BytesIO(made("xlsx")))
    sheet, about = book["Studies"], {row[0].value: row[1].value for row in book["About"]}
    assert sheet.max_row == len(ROWS) + 1
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {
        "s",
        "inlineStr",
        "n",
    }
    assert sheet["C2"].value == f"'{NASTY[0]}"
    assert sheet["E3"].value == 2020
    assert about["Filter"] == "contains '=x'"
    assert about["Catalogue"] == "0a1b2c3d4e5f"


def test_ris_is_read_by_another_program():
    found = rispy.loads(made("ris").decode())
    assert len(found) == len(ROWS)
    assert found[7]["title"] == "quotes \" and ' and ;, lines ER - TY - JOUR"
    assert found[1]["urls"] == ["https://pubmed.ncbi.nlm.nih.gov/1001/"]
    assert found[8]["keywords"] == [NASTY[8][:20].strip(), "Kabuki syndrome"]
    assert all("0a1b2c3d4e5f" in entry["notes"][0] for entry in found)


def test_bibtex_is_read_by_another_program():
    found = bibtexparser.parse_string(made("bibtex").decode())
    assert found.failed_blocks == []
    assert len(found.entries) == len(ROWS)
    assert len({entry.key for entry in found.entries}) == len(ROWS)
    fields = found.entries[9].fields_dict
    assert fields["title"].value.strip("{}").startswith(r"100\% of \$5 \& \{more\}\_")
    assert r"\textbackslash{}end\{document\}" in fields["title"].value
    assert "0a1b2c3d4e5f" in found.comments[0].comment


def test_json_comes_back_as_it_was():
    found = json.loads(made("json"))
    assert found["rows"] == ROWS
    assert found["about"]["catalogue"] == "0a1b2c3d4e5f"
    assert "not a medical device" in found["about"]["said"]["Caution"]


@pytest.mark.parametrize("format", FORMATS)
def test_the_whole_catalogue_and_nothing_can_be_exported(format):
    rows = shipped().rows(Filter())
    whole = made(format, rows)
    counted = {
        "csv": lambda data: data.decode("utf-8-sig").count("\r\n") - 1,
        "xlsx": lambda data: load_workbook(io.BytesIO(data))["Studies"].max_row - 1,
        "ris": lambda data: len(rispy.loads(data.decode())),
        "bibtex": lambda data: len(bibtexparser.parse_string(data.decode()).entries),
        "json": lambda data: len(json.loads(data)["rows"]),
    }[format]
    assert counted(whole) == 772
    assert counted(made(format, [])) == 0


@pytest.mark.parametrize("text", ["-3.5", "+12", "12 %", "a = b", "1e-5", "", "50%"])
def test_what_no_spreadsheet_runs_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_a_file_name_says_what_is_inside():
    assert file_name(ABOUT, "bibtex") == "raredx-studies-12-2026-01-02.bib"


@pytest.mark.parametrize(
    "text", ["\u200b=1+1", "\u3000-1+1", "CT; =1+1", "one\n@SUM(A1)", "\ttext"]
)
def test_nothing_runs_where_a_program_takes_a_cell_to_begin(text):
    for start in re.split(r"[;\t\r\n]", safe_cell(text)):
        assert not re.match(r"[\s\u200b]*[=+@-]", start)
    assert safe_cell(text).replace("'", "") == text


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_rows_give_the_same_bytes_at_any_time(format, monkeypatch):
    first = made(format)
    monkeypatch.setattr(
        "time.localtime", lambda *_: time.struct_time((2031, 5, 6, 7, 8, 9, 0, 1, 0))
    )
    assert made(format) == first


def test_a_spreadsheet_is_dated_by_what_it_says():
    with ZipFile(io.BytesIO(made("xlsx"))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2026, 1, 2, 0, 0, 0)}
        assert b"2026-01-02T00:00:00Z" in parts.read("docProps/core.xml")


def test_a_spreadsheet_links_to_pubmed_and_to_safe_addresses_alone():
    addresses = ["https://example.org/set", "http://example.org", "javascript:alert(1)"]
    rows = [{"pmid": "111", "links": [address]} for address in addresses]
    sheet = load_workbook(io.BytesIO(made("xlsx", rows)))["Studies"]
    linked = {cell.coordinate: cell.hyperlink.target for cell in sheet["B"] if cell.hyperlink}
    assert linked == {"B2": "https://example.org/set"}
    assert sheet["A4"].hyperlink.target == "https://pubmed.ncbi.nlm.nih.gov/111/"


def test_a_text_too_long_for_a_cell_says_that_it_is_cut():
    text = load_workbook(io.BytesIO(made("xlsx")))["Studies"].cell(len(ROWS) + 1, 3).value
    assert text.startswith("xxx")
    assert text.endswith("(cut: a cell holds no more)")
    assert len(text) < 32_767


def test_citations_of_data_sets_keep_web_addresses_alone():
    rows = [{"dataset_id": "D02", "name": "A set", "links": ["javascript:x", "https://a.org/1"]}]
    (entry,) = rispy.loads(made("ris", rows).decode())
    assert (entry["type_of_reference"], entry["urls"]) == ("DATA", ["https://a.org/1"])
    (block,) = bibtexparser.parse_string(made("bibtex", rows).decode()).entries
    assert block.fields_dict["url"].value == "https://a.org/1"


def test_each_value_stands_under_its_own_heading():
    rows = [{"study_id": "S002", "title": "One"}, {"year": 2024, "study_id": "S003"}]
    found = list(csv.DictReader(io.StringIO(made("csv", rows).decode("utf-8-sig"))))
    assert [row["study_id"] for row in found] == ["S002", "S003"]
    assert [row["year"] for row in found] == ["", "2024"]


@pytest.mark.parametrize("format", FORMATS)
def test_half_a_character_does_not_stop_an_export(format):
    assert made(format, [{"study_id": "S002", "title": "half \ud83d a pair"}])


def test_an_unknown_format_is_told():
    with pytest.raises(UserError, match=r"no export as 'pdf'\. Choose one of csv, xlsx"):
        export(ROWS, about=ABOUT, format="pdf")
