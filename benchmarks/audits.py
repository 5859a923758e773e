"""How often the catalogue is right, against rows that were read by hand.

    python -m benchmarks.audits STUDIES.xlsx

The fixtures in tests/evidence/audits hold what a reader found: facts alone, drawn at random after
the rules were frozen. The table goes to docs/results.md.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.tables import keep
from raredx.evidence import catalogue
from raredx.evidence.performance import parse
from raredx.evidence.performance.audit import score, stated
from raredx.evidence.workbook import read_workbook
from raredx.settings import ROOT
from raredx.statistics.shares import Share, share

FIXTURES = ROOT / "tests" / "evidence" / "audits"


def main() -> None:
    """Score the performance cells and the disease links and print one table."""
    found = {**performance(Path(sys.argv[1])), **disease_links()}
    keep(
        "audits",
        {
            name: {"right": one.part, "of": one.of, "interval": one.interval}
            for name, one in found.items()
        },
        headings=["audit", "right", "of", "share", "95 % CI"],
        rows=[
            [
                name,
                f"{one.part:,}",
                f"{one.of:,}",
                f"{one.value:.1%}",
                f"{100 * one.interval[0]:.1f} to {100 * one.interval[1]:.1f}",
            ]
            for name, one in found.items()
        ],
    )


def performance(workbook: Path) -> dict[str, Share]:
    """Values that the grammar binds in 150 cells, against those bound by hand."""
    by_hand: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for row in _rows("performance.csv"):
        values = by_hand[int(row["row"])]
        if row["metric"]:
            values.append((row["metric"], float(row["value"])))
    cells = {row.number: row.text("performance") for row in read_workbook(workbook).rows}
    found = score({row: stated(parse(cells[row]).bindings) for row in by_hand}, by_hand)
    return {
        f"performance, precision ({found.cells} cells)": share(found.right, found.bound),
        f"performance, recall ({found.cells} cells)": share(found.right, found.by_hand),
    }


def disease_links() -> dict[str, Share]:
    """Links between studies and diseases, by the confidence that the catalogue gives them."""
    tables = catalogue.read()
    confidence = {
        (link["study_id"], link["orpha_code"]): link["confidence"]
        for link in tables["study_diseases"]
    }
    judged = _rows("disease_links.csv")
    groups = {"disease links": judged}
    for level in ("high", "medium", "low"):
        some = [r for r in judged if confidence.get((r["study_id"], r["orpha_code"])) == level]
        groups[f"disease links of {level} confidence"] = some
    return {
        name: share(sum(row["right"] == "yes" for row in rows), len(rows))
        for name, rows in groups.items()
        if rows
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
