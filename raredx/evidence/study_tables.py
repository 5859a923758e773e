"""From the sheet of studies to tidy tables of facts, each value with the cell that gave it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from raredx.evidence.diseases import all_links
from raredx.evidence.names import Disease
from raredx.evidence.vocabulary import clean, find, is_reported
from raredx.evidence.workbook import Row, Sheet
from raredx.ontology.names import plain_name

Table = list[dict[str, str]]

_TAGS = re.compile(r"</?\w+>")


@dataclass(frozen=True)
class Tagging:
    """A table of tags: which vocabulary looks at which columns, and what that amounts to."""

    vocabulary: str
    columns: tuple[str, ...]
    how: str  # normalised: another spelling of what stands there; inferred: read out of a sentence


TAGGINGS = {
    "study_modalities": Tagging("modality", ("modality",), "normalised"),
    "study_architectures": Tagging(
        "architecture", ("extractor", "head", "pretraining"), "inferred"
    ),
    "study_tasks": Tagging("task", ("task",), "normalised"),
    "study_ethics": Tagging("ethics", ("ethics",), "normalised"),
    "study_validation": Tagging("validation", ("validation",), "inferred"),
    "study_limits": Tagging("limits", ("limits",), "inferred"),
    "study_claims": Tagging("claims", ("advances",), "inferred"),
    "study_themes": Tagging(
        "themes",
        ("title", "abstract", "summary", "pretraining", "extractor", "head", "sample", "advances"),
        "inferred",
    ),
    "study_sources": Tagging("sources", ("source",), "normalised"),
}


# Columns of `studies` that come from one cell: how they were made of it, and from which.
FIELDS = {
    "pmid": ("copied", "pmid"),
    "title": ("normalised", "title"),
    "journal": ("copied", "journal"),
    "year": ("copied", "year"),
    "class": ("copied", "class"),
    "availability": ("normalised", "availability"),
    "citations": ("parsed", "citations"),
    "pretraining_stated": ("inferred", "pretraining"),
    "featured": ("normalised", "featured"),
}


def study_tables(sheet: Sheet, diseases: Iterable[Disease]) -> dict[str, Table]:
    """All tables that come from the sheet of studies, by name."""
    tables = {"studies": _studies(sheet), "study_diseases": _diseases(sheet, diseases)}
    return tables | {name: _tags(sheet, tagging) for name, tagging in TAGGINGS.items()}


def study_id(row: Row) -> str:
    """The id of a study: the number of its row, which the workbook shows too.

    >>> study_id(Row(7, {}))
    'S007'
    """
    return f"S{row.number:03d}"


def _studies(sheet: Sheet) -> Table:
    seen: dict[str, str] = {}
    table = []
    for row in sheet.rows:
        title = title_of(row)
        pmid = clean(row.text("pmid"))
        key = pmid or plain_name(title)
        first = seen.setdefault(key, study_id(row))
        availability = [finding.tag for finding in find("availability", row.text("availability"))]
        table.append(
            {
                "study_id": study_id(row),
                "row": str(row.number),
                "pmid": pmid,
                "title": title,
                "journal": clean(row.text("journal")),
                "year": clean(row.text("year")),
                "class": clean(row.text("class")),
                "availability": availability[0] if availability else "",
                "citations": _number(row.text("citations")),
                "pretraining_stated": "yes" if is_reported(row.text("pretraining")) else "no",
                "featured": {"1": "yes", "0": "no"}.get(clean(row.text("featured")), ""),
                "same_as": "" if first == study_id(row) else first,
                "problems": "; ".join(_problems(row, sheet)),
            }
        )
    return table


def title_of(row: Row) -> str:
    """A study's title as a citation: without markup and odd blanks."""
    return clean(_TAGS.sub("", row.text("title"))).strip('"')


def _diseases(sheet: Sheet, diseases: Iterable[Disease]) -> Table:
    return [
        {
            "study_id": study_id(link.row),
            "token": link.token,
            "orpha_code": str(link.disease.code) if link.disease and link.disease.code else "",
            "name": link.disease.name if link.disease else "",
            "category": link.disease.category if link.disease else "",
            "step": link.step,
            "confidence": link.confidence,
            "cell": sheet.address(link.row, link.column),
        }
        for link in all_links(sheet, diseases)
    ]


def _tags(sheet: Sheet, tagging: Tagging) -> Table:
    """A tag once per study, with the first cell that gives it."""
    table: Table = []
    for row in sheet.rows:
        found: dict[str, dict[str, str]] = {}
        for column in tagging.columns:
            if column not in sheet.letters:
                continue
            for finding in find(tagging.vocabulary, row.text(column)):
                found.setdefault(
                    finding.tag,
                    {
                        "study_id": study_id(row),
                        "tag": finding.tag,
                        "how": tagging.how,
                        "rule": finding.rule,
                        "cell": sheet.address(row, column),
                    },
                )
        table += found.values()
    return table


def _number(text: str) -> str:
    digits = clean(text)
    return digits if digits.isdigit() else ""


def _problems(row: Row, sheet: Sheet) -> list[str]:
    """What is plainly wrong or missing in a row, with its cell."""
    found = []
    if not clean(row.text("pmid")):
        found.append(f"no PMID ({sheet.address(row, 'pmid')})")
    if not clean(row.text("year")):
        found.append(f"no year ({sheet.address(row, 'year')})")
    for column in ("citations", "featured"):
        text = clean(row.text(column))
        if text and not text.isdigit():
            found.append(f"{column} is not a number ({sheet.address(row, column)})")
    if row.text("title") and _TAGS.search(row.text("title")):
        found.append(f"markup in the title ({sheet.address(row, 'title')})")
    if not is_reported(row.text("performance")):
        found.append(f"no performance ({sheet.address(row, 'performance')})")
    return found
