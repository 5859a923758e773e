"""Tables: printed, kept in docs/results.md for people and in benchmarks/results for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from raredx.files import write_whole
from raredx.settings import ROOT

RESULTS = ROOT / "benchmarks" / "results"
DOCUMENT = ROOT / "docs" / "results.md"


def keep(
    name: str, figures: object, *, headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Keep a benchmark's figures as JSON, and its table in the document between its two marks."""
    RESULTS.mkdir(exist_ok=True)
    write_whole(RESULTS / f"{name}.json", json.dumps(figures, indent=2) + "\n")
    table = markdown(headings, rows)
    print(table)
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    text = DOCUMENT.read_text()
    filled = re.sub(
        re.escape(start) + ".*?" + re.escape(end),
        lambda match: start + table + "\n" + end,
        text,
        flags=re.DOTALL,
    )
    if start not in filled:
        raise ValueError(f"{DOCUMENT.name} has no marks for {name}")
    write_whole(DOCUMENT, filled)


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose columns but the first are right-aligned."""
    lines = [headings, ["---", *["---:"] * (len(headings) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
