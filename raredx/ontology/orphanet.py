"""Orphanet's disease names, in the order of the published search: `data/orphanet/names.csv`.

They come from Orphanet (CC BY 4.0) by way of the review's authors, who kept in the names what
Orphanet says of an entry: "OBSOLETE:" and "NON RARE IN EUROPE:".
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from raredx.assets import Card, write_card
from raredx.errors import UserError
from raredx.files import write_whole
from raredx.settings import ROOT

FOLDER = ROOT / "data" / "orphanet"
COLUMNS = ("name", "orpha_code", "category", "status")
Status = Literal["active", "obsolete", "non_rare", "unlinearised"]
_PREFIX = re.compile(r"^(OBSOLETE|NON RARE IN EUROPE) ?: ?")
_AUTHORS = "github.com/zhelishisongjie/Computer-Vision-for-Rare-Diseases"
_COMMIT = "60f65f4"


@dataclass(frozen=True)
class DiseaseName:
    """A name of the published list, with what the review's authors give for it."""

    name: str
    orpha_code: int | None
    category: str
    status: Status

    @property
    def plain(self) -> str:
        """The name without Orphanet's remark, as a text would write it."""
        return _PREFIX.sub("", self.name)

    @property
    def is_head(self) -> bool:
        """Whether it names a whole branch of the classification: "Rare skin disease"."""
        return self.orpha_code is not None and not self.category


@cache
def disease_names(path: Path = FOLDER / "names.csv") -> tuple[DiseaseName, ...]:
    """The names in the published order.

    >>> disease_names()[1]
    DiseaseName(name='Alexander disease', orpha_code=58, category='Rare neurologic disease', \
status='active')
    """
    rows = _rows(path, COLUMNS)
    return tuple(
        DiseaseName(
            row["name"],
            int(row["orpha_code"]) if row["orpha_code"] else None,
            row["category"],
            row["status"],  # type: ignore[arg-type]
        )
        for row in rows
    )


@cache
def categories() -> tuple[str, ...]:
    """Orphanet's categories that have diseases, the largest first."""
    named = [disease.category for disease in disease_names() if disease.category]
    return tuple(sorted(set(named), key=lambda category: (-named.count(category), category)))


def rebuild(scripts: Path, *, out: Path = FOLDER) -> Card:
    """Make the table of names from the two files in the authors' `scripts` folder."""
    listed = [row["DiseaseName"] for row in _rows(scripts / "disease_names.csv", ("DiseaseName",))]
    columns = ("Disease Name", "OrphaCode", "Disease Category")
    classified = {
        row["Disease Name"]: row
        for row in _rows(scripts / "RD_Linearisation_Classification.csv", columns)
    }
    if stray := sorted(set(classified) - set(listed)):
        raise UserError(
            f"{len(stray)} classified names are not in the list of names, such as {stray[0]!r}",
            remedy=f"Take both files from the same commit of {_AUTHORS}",
        )
    found = [_described(name, classified.get(name)) for name in listed]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((one.name, one.orpha_code or "", one.category, one.status) for one in found)
    write_whole(out / "names.csv", text.getvalue())
    return write_card(out, _card(found))


def _described(name: str, row: dict[str, str] | None) -> DiseaseName:
    prefix = _PREFIX.match(name)
    if row:
        category = "" if row["Disease Category"] == "N/A" else row["Disease Category"]
        return DiseaseName(name, int(row["OrphaCode"]), category, "active")
    if prefix:
        return DiseaseName(name, None, "", "obsolete" if prefix[1] == "OBSOLETE" else "non_rare")
    return DiseaseName(name, None, "", "unlinearised")


def _card(found: list[DiseaseName]) -> Card:
    counts = {status: sum(one.status == status for one in found) for status in get_args(Status)}
    counted = ", ".join(f"{number} {status}" for status, number in counts.items())
    return Card(
        title="Disease names of the published PubMed search",
        summary=(
            "Names of rare diseases from the Orphanet nomenclature (Orphadata, INSERM),"
            " https://www.orphadata.com, in the order of the search of the scoping review"
            f" 'Computer Vision for Rare Diseases'. Taken from its authors' repository,"
            f" {_AUTHORS}, commit {_COMMIT}, folder scripts: disease_names.csv (names and order)"
            " and RD_Linearisation_Classification.csv (ORPHA code, category). Changes: joined by"
            " name; a status read from the prefixes OBSOLETE and NON RARE IN EUROPE, or from the"
            " absence of a classification (unlinearised); the category N/A of the heads of the"
            f" classification left empty. Of the names {counted};"
            f" {sum(one.is_head for one in found)} are heads. No synonyms and no Orphanet version"
            " are given there."
        ),
        licence="CC-BY-4.0",
        made_by="raredx evidence names SCRIPTS",
        counts={"disease names": len(found)},
    )


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    remedy = "Bring it back as it was: `git checkout` does, or the authors' repository"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = list(reader)
    except (OSError, ValueError, csv.Error) as error:
        raise UserError(f"{path} cannot be read: {error}", remedy=remedy) from None
    if not rows or tuple(reader.fieldnames or ()) != columns:
        raise UserError(f"{path} has not the columns {', '.join(columns)}", remedy=remedy)
    if broken := [str(at) for at, row in enumerate(rows, 2) if None in row or None in row.values()]:
        raise UserError(f"{path}: row {', '.join(broken[:5])} is not whole", remedy=remedy)
    return rows
