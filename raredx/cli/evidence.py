"""`raredx evidence`: the studies and data sets of the review in numbers, and how they are made."""

from __future__ import annotations

from pathlib import Path

import click

from raredx.cli.evidence_import import import_
from raredx.cli.evidence_query import export_, gaps, query
from raredx.cli.evidence_search import names, queries, screen
from raredx.cli.output import json_option, print_json, print_table
from raredx.evidence import catalogue


@click.group()
def evidence() -> None:
    """Count and rebuild the catalogue of studies and data sets."""


for _command in (query, gaps, export_, import_, queries, screen, names):
    evidence.add_command(_command)


@evidence.command()
@json_option
def stats(as_json: bool) -> None:
    """Print the catalogue in numbers: studies, data sets, links, classes, years, modalities."""
    from raredx.evidence.imported import current  # it loads numpy and DuckDB

    numbers = catalogue.stats(current().tables)
    if as_json:
        print_json(numbers)
        return
    plain = [(name, str(value)) for name, value in numbers.items() if not isinstance(value, dict)]
    print_table(plain)
    for name, counts in numbers.items():
        if isinstance(counts, dict):
            click.secho(name, bold=True)
            print_table([(f"  {key}", str(number)) for key, number in counts.items()])


@evidence.command()
@click.argument("workbooks", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def rebuild(workbooks: tuple[Path, ...], as_json: bool) -> None:
    """Make the shipped catalogue anew from the review's two workbooks."""
    card = catalogue.rebuild(list(workbooks))
    if as_json:
        print_json(card)
    else:
        counted = ", ".join(f"{number:,} {name}" for name, number in card.counts.items())
        click.echo(f"{catalogue.FOLDER} holds {counted}, in {len(card.files)} files.")
