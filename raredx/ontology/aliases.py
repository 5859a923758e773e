"""Usual abbreviations and names of diseases that neither Orphanet's list nor OMIM's gives."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("aliases.csv")


@dataclass(frozen=True)
class Alias:
    """What people write, and the disease that they mean. One abbreviation may have several."""

    text: str
    id: str
    name: str
    kind: str
    """abbreviation or synonym."""


@cache
def aliases() -> tuple[Alias, ...]:
    """The aliases of aliases.csv, in its order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Alias(**row) for row in csv.DictReader(file, strict=True))
