"""The data sets of the review: found by a few questions, each with its diseases and its studies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from raredx.evidence.filters import folded
from raredx.evidence.study_tables import Table

QUESTIONS = {
    "modality": "Modality",
    "disease": "Disease",
    "access": "Access",
    "featured": "In the paper",
}


@dataclass(frozen=True)
class Dataset:
    """A data set, what it holds and who used it."""

    dataset_id: str
    name: str
    modalities: tuple[str, ...]
    diseases: Mapping[str, str]  # name -> ORPHA code
    volume: int | None  # not stated is not zero
    unit: str
    access: str
    links: tuple[str, ...]
    featured: bool
    brought_by: tuple[str, ...]  # studies
    used_by: tuple[str, ...]
    problems: str
    cells: str = ""  # further words by which it is found

    def values(self, question: str) -> tuple[str, ...]:
        """Its answers to one of the `QUESTIONS`."""
        answers = {
            "modality": self.modalities,
            "disease": tuple(self.diseases),
            "access": (self.access,) if self.access else (),
            "featured": ("yes" if self.featured else "no",),
        }
        return answers[question] or ("not stated",)

    @property
    def record(self) -> dict[str, Any]:
        """Everything in one row, for an export."""
        return {
            "dataset_id": self.dataset_id,
            "name": self.name,
            "modalities": [*self.modalities],
            "diseases": [*self.diseases],
            "orpha_codes": [code for code in self.diseases.values() if code],
            "volume": self.volume,
            "unit": self.unit,
            "access": self.access,
            "links": [*self.links],
            "featured": "yes" if self.featured else "no",
            "brought_by": [*self.brought_by],
            "used_by": [*self.used_by],
            "problems": self.problems,
        }


@dataclass(frozen=True)
class Wanted:
    """Which data sets are meant: words that must all appear, and one of the chosen values each."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keeps(self, one: Dataset, *, but: str = "") -> bool:
        """Whether a data set is meant, one question left aside."""
        own = " ".join([one.dataset_id, one.name, *one.diseases, *one.links])
        text = f"{folded(own)} {one.cells}"
        return all(word in text for word in folded(self.text).split()) and all(
            not set(values).isdisjoint(one.values(question))
            for question, values in self.chosen.items()
            if values and question != but
        )

    @property
    def address(self) -> str:
        """What is meant as the query of a web address."""
        text = {"q": self.text} if self.text else {}
        return urlencode({**text, **{n: v for n, v in self.chosen.items() if v}}, doseq=True)

    def __str__(self) -> str:
        parts = [f"contains '{self.text}'"] if self.text else []
        parts += [f"{QUESTIONS[q]} is {' or '.join(v)}" for q, v in self.chosen.items() if v]
        return "; ".join(parts) or "all data sets"


def all_datasets(
    tables: Mapping[str, Table], *, cells: Mapping[str, str] | None = None
) -> list[Dataset]:
    """The data sets of a catalogue, those of the paper first; `cells` are more words of each."""
    found = [_dataset(row, tables, cells or {}) for row in tables["datasets"]]
    return sorted(found, key=lambda one: (not one.featured, one.name.startswith("http"), one.name))


def counts(found: list[Dataset], wanted: Wanted, question: str) -> dict[str, int]:
    """How many data sets give each answer to a question, given what else is wanted."""
    kept = [one for one in found if wanted.keeps(one, but=question)]
    return dict(Counter(value for one in kept for value in one.values(question)).most_common())


def _dataset(
    row: Mapping[str, str], tables: Mapping[str, Table], cells: Mapping[str, str]
) -> Dataset:
    own = row["dataset_id"]
    links = [link for link in tables["dataset_links"] if link["dataset_id"] == own]
    by = {
        relation: tuple(link["study_id"] for link in links if link["relation"] == relation)
        for relation in ("brought by", "used by")
    }
    return Dataset(
        dataset_id=own,
        name=row["name"],
        modalities=tuple(part for part in row["modalities"].split("; ") if part),
        diseases={
            link["name"]: link["orpha_code"]
            for link in tables["dataset_diseases"]
            if link["dataset_id"] == own
        },
        volume=int(row["volume"]) if row["volume"] else None,
        unit=row["volume_unit"],
        access=row["access"],
        links=tuple(row["links"].split()),
        featured=row["featured"] == "yes",
        brought_by=by["brought by"],
        used_by=by["used by"],
        problems=row["problems"],
        cells=cells.get(own, ""),
    )
