"""From the sheet of data sets to tidy tables, and which studies made or used each data set."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from raredx.evidence.diseases import tokens
from raredx.evidence.names import Disease, NameIndex
from raredx.evidence.study_tables import Table, study_id, title_of
from raredx.evidence.vocabulary import clean, find, is_reported
from raredx.evidence.workbook import Row, Sheet
from raredx.ontology.names import core_name

_URL = re.compile(r"https?://[^\s;,)]+")
_UNITS = (
    "images?|patients?|individuals|subjects|participants|people|cases|instances|cells|frames"
    "|recordings|videos|MRIs|WSIs|scans|image patches"
)
_VOLUME = re.compile(rf"(?<![\w-])(\d[\d,]*)\+? ?(?:[\w-]+ ){{0,3}}?({_UNITS})\b", re.IGNORECASE)
_SUPPLEMENT = "supplementary"
_SHARES = ("drive.google.com", "box.com")


# Columns of `datasets` that come from one cell: how they were made of it, and from which.
FIELDS = {
    "name": ("copied", "name"),
    "modalities": ("normalised", "modality"),
    "volume": ("parsed", "volume"),
    "volume_unit": ("parsed", "volume"),
    "access": ("inferred", "access"),
    "host": ("parsed", "access"),
    "links": ("normalised", "access"),
    "featured": ("normalised", "featured"),
}


def dataset_tables(sheet: Sheet, studies: Sheet, diseases: Iterable[Disease]) -> dict[str, Table]:
    """The tables `datasets`, `dataset_diseases` and `dataset_links`."""
    index = NameIndex(diseases)
    return {
        "datasets": [_dataset(row, sheet) for row in sheet.rows],
        "dataset_diseases": [link for row in sheet.rows for link in _diseases(row, sheet, index)],
        "dataset_links": [*_origins(sheet, studies), *_uses(sheet, studies)],
    }


def dataset_id(row: Row) -> str:
    """The id of a data set: the number of its row.

    >>> dataset_id(Row(7, {}))
    'D07'
    """
    return f"D{row.number:02d}"


def _dataset(row: Row, sheet: Sheet) -> dict[str, str]:
    links = [url.rstrip(".") for url in _URL.findall(clean(row.text("access")))]
    volume = _VOLUME.search(clean(row.text("volume")))
    modalities = [finding.tag for finding in find("modality", row.text("modality"))]
    return {
        "dataset_id": dataset_id(row),
        "row": str(row.number),
        "name": clean(row.text("name")),
        "modalities": "; ".join(modalities) or clean(row.text("modality_major")),
        "volume": volume.group(1).replace(",", "") if volume else "",
        "volume_unit": volume.group(2).casefold().removesuffix("s") + "s" if volume else "",
        "access": _access(row, links),
        "host": urlsplit(links[0]).hostname or "" if links else "",
        "links": " ".join(links),
        "featured": {"1": "yes", "0": "no"}.get(clean(row.text("featured")), ""),
        "problems": "; ".join(_problems(row, sheet, links)),
    }


def _access(row: Row, links: list[str]) -> str:
    text = clean(row.text("access")).casefold()
    if "request" in text or "controlled" in text:
        return "on request"
    if _SUPPLEMENT in text:
        return "supplement of the article"
    return "open link" if links else ""


def _problems(row: Row, sheet: Sheet, links: list[str]) -> list[str]:
    cell = sheet.address(row, "access")
    found = []
    if any(host in link for link in links for host in _SHARES):
        found.append(f"a personal share, which may vanish ({cell})")
    if any(link.startswith("http://") for link in links):
        found.append(f"an address without encryption ({cell})")
    if len(links) > 1:
        found.append(f"two addresses in one cell ({cell})")
    if clean(row.text("name")).startswith("http"):
        found.append(f"an address in place of a name ({sheet.address(row, 'name')})")
    if not is_reported(row.text("volume")):
        found.append(f"no volume ({sheet.address(row, 'volume')})")
    return found


def _diseases(row: Row, sheet: Sheet, index: NameIndex) -> Table:
    found: dict[str, dict[str, str]] = {}
    for token in tokens(row.text("disease_origin")):
        if match := index.find(token):
            disease, step = match
            found.setdefault(
                disease.name,
                {
                    "dataset_id": dataset_id(row),
                    "token": token,
                    "orpha_code": str(disease.code or ""),
                    "name": disease.name,
                    "category": disease.category,
                    "step": step,
                    "cell": sheet.address(row, "disease_origin"),
                },
            )
    return list(found.values())


def _origins(sheet: Sheet, studies: Sheet) -> Table:
    """Data sets that bear the title of a study: that study brought them."""
    by_title = {core_name(title_of(row)): row for row in reversed(studies.rows)}
    return [
        _link(row, sheet, study, "brought by", "same title", studies.address(study, "title"))
        for row in sheet.rows
        if (study := by_title.get(core_name(clean(row.text("name")))))
    ]


def _uses(sheet: Sheet, studies: Sheet) -> Table:
    """Studies that name a data set of the list as their source."""
    path = Path(__file__).with_name("vocabularies") / "sources.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["term"]
    named = {term["tag"]: re.compile(term["dataset"], re.I) for term in listed if "dataset" in term}
    table: Table = []
    for study in studies.rows:
        for finding in find("sources", study.text("source")):
            pattern = named.get(finding.tag)
            for row in sheet.rows:
                if pattern and pattern.search(row.text("name") + " " + row.text("access")):
                    cell = studies.address(study, "source")
                    table.append(_link(row, sheet, study, "used by", finding.rule, cell))
                    break
    return table


def _link(
    row: Row, sheet: Sheet, study: Row, relation: str, rule: str, cell: str
) -> dict[str, str]:
    return {
        "dataset_id": dataset_id(row),
        "study_id": study_id(study),
        "relation": relation,
        "rule": rule,
        "cell": cell,
    }
