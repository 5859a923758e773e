"""The images of a cohort, a row each: what was found, the closest conditions, the named terms."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from raredx.cli.output import print_table
from raredx.errors import UserError
from raredx.files import write_whole
from raredx.words import count

if TYPE_CHECKING:
    from raredx.phenotype.analyse import Analysis
    from raredx.phenotype.reference.reference import Reference

_CLOSEST = 3

Row = dict[str, Any]


def look_through(
    name: str, reference: str, *, workers: int, out: Path | None, as_json: bool
) -> None:
    """Look at each image of the cohort of that name, and print or write a row for it."""
    from raredx.cohorts.store import list_cohorts, open_cohort
    from raredx.phenotype.looking import look_through as look
    from raredx.phenotype.looking import unlocked
    from raredx.phenotype.reference.reference import open_reference

    known = [one.name for one in list_cohorts()]
    if name not in known:
        raise UserError(
            f"{name} is neither an image file nor a cohort",
            remedy=f"Give the path of an image, or one of the cohorts {', '.join(known)}",
        )
    written = _format(out)
    whole, opened = open_cohort(name), open_reference(reference)
    cohort = unlocked(whole)
    if kept := len(whole) - len(cohort):
        click.echo(f"{count(kept, 'image')} of the test part stay closed.", err=True)
    looked = look(cohort, opened, workers=workers, tick=_ticker(len(cohort)))
    rows = (_row(row, analysis, opened) for row, analysis in looked)
    if out:
        held = list(rows)
        write_whole(out, written(held))
        click.echo(f"{out} holds {count(len(held), 'image')}.", err=as_json)
    elif as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        print_table([_line(row) for row in rows], headings=_HEADINGS)


def condition_name(condition: str) -> str:
    """The name of a condition; of one that Orphanet's list does not have, what it was called."""
    from raredx.ontology import facts

    try:
        return facts.disease(condition).name
    except UserError:
        return condition


_HEADINGS = ("IMAGE", "ORIGIN", "FOUND", "CLOSEST BY SHAPE", "TERMS")


def _row(row: Mapping[str, Any], analysis: Analysis, reference: Reference) -> Row:
    from raredx import NOT_A_DEVICE

    return {
        "image_id": row["image_id"],
        "origin": row["origin"],
        "age": row["age"],
        "sex": row["sex"],
        "found": analysis.says,
        "doubts": list(analysis.doubts),
        "withheld": list(analysis.withheld),
        "conditions": [
            {
                "condition": match.condition,
                "name": condition_name(match.condition),
                "likeness": round(match.likeness["face"], 4),
            }
            for match in analysis.by_shape[:_CLOSEST]
        ],
        "terms": {one.term: round(one.confidence, 4) for one in analysis.findings.present()},
        "reference": {"title": reference.title, "origin": reference.origin, "data": reference.data},
        "notice": NOT_A_DEVICE,
    }


def _line(row: Row) -> tuple[str, ...]:
    from raredx.ontology import facts

    closest = "; ".join(f"{one['name']} {one['likeness']:.2f}" for one in row["conditions"])
    terms = ", ".join(facts.term(id).name for id in row["terms"])
    return row["image_id"][:12], row["origin"], row["found"], closest or "-", terms or "-"


def _format(out: Path | None) -> Callable[[Sequence[Row]], str]:
    formats = {".csv": _as_csv, ".jsonl": _as_lines}
    suffix = out.suffix.casefold() if out else ".csv"
    if out and suffix not in formats:
        raise UserError(f"{out.name} ends in no known format", remedy="End it in .csv or .jsonl")
    return formats[suffix]


def _as_lines(rows: Sequence[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _as_csv(rows: Sequence[Row]) -> str:
    from raredx.evidence.export.safety import safe_cell

    text = io.StringIO()
    writer = csv.writer(text)
    flat = [dict(_flat(row)) for row in rows]
    writer.writerow(flat[0] if flat else [])
    for one in flat:
        writer.writerow([safe_cell(str(value)) for value in one.values()])
    return text.getvalue()


def _flat(row: Row) -> Iterator[tuple[str, Any]]:
    """The cells of a row: a condition and its likeness have columns of their own."""
    for name, value in row.items():
        if name == "conditions":
            for place in range(_CLOSEST):
                one = value[place] if place < len(value) else {}
                for part in ("condition", "name", "likeness"):
                    yield f"{part}_{place + 1}", one.get(part, "")
        elif name == "terms":
            yield name, "; ".join(f"{id} {confidence}" for id, confidence in value.items())
        elif isinstance(value, dict):
            yield from ((f"{name}_{part}", one) for part, one in value.items())
        elif isinstance(value, list):
            yield name, "; ".join(value)
        else:
            yield name, "" if value is None else value


def _ticker(total: int) -> Callable[[int], None]:
    def tick(done: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[Klandmarks {done:,} of {total:,}", err=True, nl=done == total)

    return tick
