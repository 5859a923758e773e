"""Small workbooks in the review's shape, with invented studies; and how to spoil them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from raredx.evidence.workbook import DATASET_COLUMNS, STUDY_COLUMNS, Column

STUDY: dict[str, Any] = {
    "pmid": "111",
    "title": "Counting teeth in Kabuki syndrome (KS) from photographs",
    "journal": "Journal of Invented Studies",
    "year": 2024,
    "abstract": "We look at Kabuki syndrome (KS).",
    "class": "Rare Developmental Disease",
    "task": "Diagnosis/Prognosis",
    "diseases": "KS",
    "modality_major": "other",
    "modality": "Facial\u00a0",
    "availability": "MIxed",
    "source": "GestaltMatcher Database",
    "sample": "Total sample size: 40 images",
    "subject": "Patients",
    "criteria": "None",
    "pretraining": "None",
    "extractor": "ResNet50,U-net\u200c",
    "head": "SVM",
    "validation": "5-fold cross-validation; no external validation",
    "performance": "Accuracy: 90%",
    "ethics": "IRB Approval",
    "limits": "单中心小样本",
    "advances": "首次",
    "featured": 1,
}
DATASET: dict[str, Any] = {
    "disease_origin": "Kabuki syndrome (KS)",
    "name": "GestaltMatcher Database, invented",
    "disease": "KS",
    "modality_major": "other",
    "modality": "Facial",
    "source": "Clinics",
    "volume": "about 1,200 images",
    "subject": "NR",
    "access": "https://example.org/set.",
    "featured": 0,
}


def write(
    path: Path, columns: Sequence[Column], rows: Sequence[dict[str, Any]], **changes: Any
) -> Path:
    """Write a workbook; `headings` replaces headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    headings = changes.get("headings", {})
    sheet.append([headings.get(column.name, column.heading) for column in columns])
    for row in rows:
        sheet.append([row.get(column.name) for column in columns])
    book.save(path)
    return path


def studies(folder: Path, *rows: dict[str, Any], **changes: Any) -> Path:
    """A workbook of studies; each row is `STUDY` with changes."""
    filled = [{**STUDY, **row} for row in rows or ({},)]
    return write(folder / "studies.xlsx", STUDY_COLUMNS, filled, **changes)


def datasets(folder: Path, *rows: dict[str, Any], **changes: Any) -> Path:
    """A workbook of data sets; each row is `DATASET` with changes."""
    filled = [{**DATASET, **row} for row in rows or ({},)]
    return write(folder / "datasets.xlsx", DATASET_COLUMNS, filled, **changes)


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def changed(path: Path, change: Callable[[Any], object]) -> Path:
    """Change the first sheet of a workbook as a spreadsheet program would."""
    book = load_workbook(path)
    change(book.active)
    book.save(path)
    return path


def with_parts(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    """Put parts into a workbook, in the place of those of the same names."""
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**kept, **parts}.items():
            archive.writestr(name, data)
    return path


def part(path: Path, name: str = SHEET) -> str:
    """A part of a workbook as it is written."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def sheet_of(rows: str) -> str:
    """The part of a sheet from its rows as they are written."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def with_shared(path: Path, texts: str, rows: str) -> Path:
    """Put a sheet into a workbook whose cells share texts, both as they are written."""
    relations = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    entry = f'<Relationship Type="{kind}" Target="sharedStrings.xml" Id="rId9"/></Relationships>'
    return with_parts(
        path,
        {
            relations: part(path, relations).replace("</Relationships>", entry),
            "xl/sharedStrings.xml": texts,
            SHEET: sheet_of(rows),
        },
    )
