"""The catalogue: tidy tables of facts about the studies and data sets, as CSV that a diff can read.

`rebuild` makes it from the authors' workbooks, byte for byte the same every time; `read` gives the
tables to everything else. Whether a value was copied, normalised, parsed or inferred, and from
which cell, stands beside it; for the columns of `studies` and `datasets`, in the table `fields`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from raredx.assets import Card, write_card
from raredx.errors import UserError
from raredx.evidence.dataset_tables import FIELDS as DATASET_FIELDS
from raredx.evidence.dataset_tables import dataset_tables
from raredx.evidence.diseases import is_about
from raredx.evidence.names import Disease
from raredx.evidence.performance import METRIC_COLUMNS, metrics_table, parse_report
from raredx.evidence.samples import SAMPLE_COLUMNS, samples_table
from raredx.evidence.study_tables import FIELDS as STUDY_FIELDS
from raredx.evidence.study_tables import TAGGINGS, Table, study_tables
from raredx.evidence.workbook import COLUMNS as SHEET_COLUMNS
from raredx.evidence.workbook import Kind, Sheet, read_workbook
from raredx.files import build_folder, sha256_of
from raredx.ontology.orphanet import disease_names
from raredx.settings import ROOT

FOLDER = ROOT / "data" / "evidence"
AUTHORS = "github.com/zhelishisongjie/Computer-Vision-for-Rare-Diseases"
COMMIT = "60f65f4"

COLUMNS: dict[str, tuple[str, ...]] = {
    "studies": (
        *("study_id", "row", "pmid", "title", "journal", "year", "class", "availability"),
        *("citations", "pretraining_stated", "featured", "same_as", "problems"),
    ),
    "study_diseases": (
        *("study_id", "token", "orpha_code", "name", "category", "step", "confidence", "cell"),
    ),
    **dict.fromkeys(TAGGINGS, ("study_id", "tag", "how", "rule", "cell")),
    "study_samples": SAMPLE_COLUMNS,
    "study_metrics": METRIC_COLUMNS,
    "metric_report": ("counted", "number"),
    "datasets": (
        *("dataset_id", "row", "name", "modalities", "volume", "volume_unit", "access", "host"),
        *("links", "featured", "problems"),
    ),
    "dataset_diseases": (
        *("dataset_id", "token", "orpha_code", "name", "category", "step", "cell"),
    ),
    "dataset_links": ("dataset_id", "study_id", "relation", "rule", "cell"),
    "fields": ("table", "column", "how", "heading", "letter"),
}

_ERRATA = (
    "Three studies stand twice, with different values (same_as)",
    "41 studies were added by hand and have no journal or year; 16 studies have no PMID",
    "The review's cells look machine-extracted: they are claims, not checked facts",
    "Families of modality and architecture are a vocabulary of our own: other groupings of the same"
    " cells differ by some studies (microscopy 137 or 139, fundus and angiography 91 or 89)",
    "One cell of the column Maintext holds the formula =0",
    "34 of the 62 data sets are hidden by a filter in the workbook; the 28 shown are featured",
    "The titles of some data sets are those of unrelated papers, or bare addresses",
    "Names of diseases in abstracts are not linked: they are often only compared or mentioned. A"
    " name in the title or the summary counts where the disease column leads to none",
    "The disease column of some studies lists diseases that they are not about (healthy subjects,"
    " examples): these links are kept and marked 'not about', and count in no chart",
    "Fewer studies have a metric than a looser pattern gives: correlations and agreements are"
    " left out, since a cell seldom says whether they measure the model",
)


def build(studies: Sheet, datasets: Sheet) -> dict[str, Table]:
    """All tables, made from the two sheets."""
    diseases = [Disease(name.name, name.orpha_code, name.category) for name in disease_names()]
    return (
        study_tables(studies, diseases)
        | {"study_samples": samples_table(studies), "study_metrics": metrics_table(studies)}
        | {"metric_report": _report(studies)}
        | dataset_tables(datasets, studies, diseases)
        | {"fields": [*_fields("studies", studies), *_fields("datasets", datasets)]}
    )


def rebuild(files: list[Path], *, out: Path = FOLDER) -> Card:
    """Make the shipped catalogue anew from the authors' two workbooks."""
    sheets = {sheet.kind: (file, sheet) for file in files for sheet in [read_workbook(file)]}
    if len(files) != 2 or len(sheets) != 2:
        raise UserError(
            f"The catalogue needs the workbook of studies and that of data sets; {len(files)}"
            f" given, of {len(sheets)} kinds",
            remedy="Give both .xlsx files of the review",
        )
    tables = build(sheets["studies"][1], sheets["datasets"][1])
    sources = ", ".join(
        f"{sheet.file} (SHA-256 {sha256_of(file)})"
        for file, sheet in sorted(sheets.values(), key=str)
    )
    with build_folder(out) as folder:
        for name, table in tables.items():
            (folder / f"{name}.csv").write_text(as_csv(table, COLUMNS[name]), encoding="utf-8")
        return write_card(folder, _card(tables, sources))


def _report(sheet: Sheet) -> Table:
    """How much of the performance cells was understood, and why numbers in them were not."""
    report = parse_report(sheet)
    unbound = {f"unbound: {reason}": number for reason, number in report.unbound.items()}
    counts = {"cells": report.cells, **report.as_counts(), **unbound}
    return [{"counted": name, "number": str(number)} for name, number in counts.items()]


def _fields(table: Kind, sheet: Sheet) -> Table:
    """How each column of a table was made, and from which column of its sheet."""
    headings = {column.name: column.heading for column in SHEET_COLUMNS[table]}
    fields = {"studies": STUDY_FIELDS, "datasets": DATASET_FIELDS}[table]
    return [
        {
            "table": table,
            "column": column,
            "how": how,
            "heading": headings[source],
            "letter": sheet.letters[source],
        }
        for column, (how, source) in fields.items()
    ]


def as_csv(table: Table, columns: tuple[str, ...]) -> str:
    """A table as CSV with one kind of line end, so that it is the same on every system."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue()


def read(folder: Path = FOLDER) -> dict[str, Table]:
    """The tables of a catalogue."""
    tables: dict[str, Table] = {}
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.csv"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                tables[name] = list(reader)
                found = tuple(reader.fieldnames or ())
        except OSError as error:
            raise UserError(
                f"The catalogue misses {path.name} ({error.strerror})",
                remedy="Bring it back with `git checkout data/evidence`, or rebuild it",
            ) from None
        if found != columns:
            raise UserError(
                f"{path.name} has other columns than this version of RareDx expects",
                remedy="Rebuild the catalogue: `raredx evidence rebuild`",
            )
    return tables


def stats(tables: Mapping[str, Table]) -> dict[str, object]:
    """The catalogue in numbers."""
    studies = tables["studies"]
    coded = [link for link in tables["study_diseases"] if link["orpha_code"]]
    about = [link for link in coded if is_about(link)]
    linked = {link["study_id"] for link in coded}
    return {
        "studies": len(studies),
        "distinct": sum(not study["same_as"] for study in studies),
        "datasets": len(tables["datasets"]),
        "featured_datasets": sum(row["featured"] == "yes" for row in tables["datasets"]),
        "linked": len(linked),
        "linked_share": round(len(linked) / len(studies), 4),
        "linked_about": len({link["study_id"] for link in about}),
        "codes": len({link["orpha_code"] for link in about}),
        "modality_linked": len({row["study_id"] for row in tables["study_modalities"]}),
        "architecture_linked": len({row["study_id"] for row in tables["study_architectures"]}),
        "metric_rows": len({row["study_id"] for row in tables["study_metrics"]}),
        "metric_pairs": len(tables["study_metrics"]),
        "sample_sizes": len(tables["study_samples"]),
        "by_class": _counted(study["class"] for study in studies),
        "by_year": dict(sorted(Counter(s["year"] for s in studies if s["year"]).items())),
        "by_modality": _counted(row["tag"] for row in tables["study_modalities"]),
    }


def _counted(values: object) -> dict[str, int]:
    return dict(Counter(values).most_common())  # type: ignore[call-overload]


def _card(tables: dict[str, Table], sources: str) -> Card:
    return Card(
        title="Evidence: studies and data sets of the scoping review",
        summary=(
            "Facts (identifiers, titles as citations, names, categories, parsed figures) about the"
            " studies and data sets of the scoping review 'Computer Vision for Rare Diseases'."
            f" From its authors' repository, {AUTHORS}, commit {COMMIT} (MIT, (c) 2025 Song Jie):"
            f" {sources}. Disease names and codes: Orphanet (CC BY 4.0). No abstracts, summaries or"
            f" other sentences are included. Known errors: {'. '.join(_ERRATA)}."
        ),
        licence="MIT; Orphanet names and codes CC-BY-4.0",
        made_by="raredx evidence rebuild STUDIES.xlsx DATASETS.xlsx",
        counts={
            "studies": len(tables["studies"]),
            "data sets": len(tables["datasets"]),
            "diseases linked": len(
                {row["orpha_code"] for row in tables["study_diseases"] if is_about(row)} - {""}
            ),
        },
    )
