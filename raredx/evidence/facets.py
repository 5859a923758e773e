"""The facets by which studies are found, counted and crossed, and each study's values in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from raredx.evidence.study_tables import Table

MISSING = "not stated"


@dataclass(frozen=True)
class Facet:
    """A question with which studies are told apart: its name in an address, its title, its help."""

    name: str
    title: str
    help: str
    table: str  # where its values stand
    column: str = "tag"
    ordered: bool = False  # values have an order of their own; others come most frequent first


FACETS = (
    Facet("class", "Class", "The review's own classes of diseases", "studies", "class"),
    Facet(
        "category",
        "Orphanet category",
        "Where Orphanet puts the linked diseases; one disease has one category",
        "study_diseases",
        "category",
    ),
    Facet("disease", "Disease", "Linked diseases, named as by Orphanet", "study_diseases", "name"),
    Facet("modality", "Modality", "What the images are", "study_modalities"),
    Facet("architecture", "Architecture", "Families of models", "study_architectures"),
    Facet("task", "Task", "Diagnosis, prognosis, treatment", "study_tasks"),
    Facet("theme", "Theme", "Methods that the review is about", "study_themes"),
    Facet("limit", "Declared limit", "What the authors name as a limit", "study_limits"),
    Facet("claim", "Claim", "What the review lists as an advance", "study_claims"),
    Facet("validation", "Validation", "On which data results were tested", "study_validation"),
    Facet("availability", "Data", "Whether others can get the data", "studies", "availability"),
    Facet("source", "Public source", "Public data sets that are named", "study_sources"),
    Facet("ethics", "Ethics", "Approvals and consent that are stated", "study_ethics"),
    Facet("sample", "Sample size", "Patients or images, as parsed", "study_samples", "size", True),
    Facet("year", "Year", "Year of publication", "studies", "year", True),
    Facet("featured", "In the paper", "Shown in the review's main text", "studies", "featured"),
)
BY_NAME = {facet.name: facet for facet in FACETS}


def values_of(facet: Facet, tables: Mapping[str, Table]) -> dict[str, tuple[str, ...]]:
    """The values that each study has in a facet; a study without any has `MISSING`."""
    found: dict[str, dict[str, None]] = {row["study_id"]: {} for row in tables["studies"]}
    for row in tables[facet.table]:
        if row[facet.column] and row.get("confidence") != "none":
            found[row["study_id"]][row[facet.column]] = None
    return {study: tuple(sorted(values)) or (MISSING,) for study, values in found.items()}


def in_order(facet: Facet, counts: Mapping[str, int]) -> dict[str, int]:
    """Counted values as a reader wants them: in their own order, or the most frequent first.

    What is not stated comes last.

    >>> in_order(BY_NAME["task"], {"Diagnosis": 1, MISSING: 9, "Prognosis": 4})
    {'Prognosis': 4, 'Diagnosis': 1, 'not stated': 9}
    """

    def rank(value: str) -> tuple[object, ...]:
        return (value == MISSING, _place(value) if facet.ordered else -counts[value], value)

    return {value: counts[value] for value in sorted(counts, key=rank)}


def _place(value: str) -> float:
    """Where an ordered value stands: by the first number in it.

    >>> sorted(["1,000 to 9,999", "below 50", "50 to 199"], key=_place)
    ['below 50', '50 to 199', '1,000 to 9,999']
    """
    digits = "".join(c for c in value.split(" to ")[0] if c.isdigit())
    return float(digits or 0) - value.startswith("below")
