"""Rows as citations for reference managers: RIS and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from raredx.evidence.details import PUBMED
from raredx.evidence.export.about import About
from raredx.evidence.export.safety import one_line
from raredx.evidence.export.tables import Rows

_KEYWORDS = ("disease", "modality", "modalities", "diseases")
_ADDRESS = re.compile(r"https?://[^{}\s\\]+")
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)


def as_ris(rows: Rows, about: About) -> bytes:
    """RIS, one record a row; its lines end as the format asks."""
    records = (_ris(row, about) for row in rows)
    lines = (f"{tag}  - {one_line(text)}" for record in records for tag, text in record)
    return "".join(f"{line}\r\n" for line in lines).encode()


def as_bibtex(rows: Rows, about: About) -> bytes:
    """BibTeX in UTF-8, one entry a row, keyed by PMID where there is one."""
    said = "\n".join(f"  {name}: {one_line(text)}" for name, text in about.lines.items())
    comment = f"@comment{{\n{re.sub(r'[{}@]', ' ', said)}\n}}\n"
    return "\n".join([comment, *(_bibtex(row, about) for row in rows)]).encode()


def _ris(row: Mapping[str, Any], about: About) -> list[tuple[str, str]]:
    kind = "JOUR" if row.get("journal") else "DATA" if "name" in row else "GEN"
    fields = [
        ("TY", kind),
        ("TI", _title(row)),
        ("T2", row.get("journal")),
        ("PY", row.get("year")),
        ("AN", row.get("pmid")),
        ("DB", "PubMed" if row.get("pmid") else ""),
        *(("UR", link) for link in _links(row)),
        *(("KW", word) for word in _keywords(row)),
        ("N1", about.note),
    ]
    return [*((tag, str(text)) for tag, text in fields if text), ("ER", "")]


def _bibtex(row: Mapping[str, Any], about: About) -> str:
    own = row.get("study_id") or row.get("dataset_id")
    key = f"pmid{row['pmid']}-{own}" if row.get("pmid") else f"raredx-{own}"
    fields = {
        "title": f"{{{_escaped(_title(row))}}}",
        "journal": _escaped(row.get("journal") or ""),
        "year": str(row.get("year") or ""),
        "url": " ".join(_links(row)),
        "keywords": _escaped(", ".join(_keywords(row))),
        "note": _escaped(about.note),
    }
    body = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@{'article' if row.get('journal') else 'misc'}{{{key},\n{body}}}\n"


def _title(row: Mapping[str, Any]) -> str:
    return str(row.get("title") or row.get("name") or "")


def _links(row: Mapping[str, Any]) -> list[str]:
    if row.get("pmid"):
        return [f"{PUBMED}{row['pmid']}/"]
    return [str(link) for link in row.get("links") or () if _ADDRESS.fullmatch(str(link))]


def _keywords(row: Mapping[str, Any]) -> list[str]:
    return [word for name in _KEYWORDS for word in row.get(name) or ()]


def _escaped(text: str) -> str:
    return one_line(str(text)).translate(_SPECIAL)
