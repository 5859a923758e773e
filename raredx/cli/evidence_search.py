"""`raredx evidence queries|screen|names`: build the literature search, screen what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from raredx.cli.output import json_option, print_json, print_table
from raredx.errors import UserError
from raredx.evidence.search.build import build
from raredx.evidence.search.config import Search
from raredx.evidence.search.results import MOST_BYTES, Results, read_results
from raredx.evidence.search.rows import COLUMNS, row, rows_as_csv
from raredx.evidence.search.saved import save_queries
from raredx.evidence.search.screen import screen as screened_records
from raredx.evidence.search.screen import summary
from raredx.evidence.study_tables import Table
from raredx.files import write_whole
from raredx.ontology import orphanet
from raredx.words import count

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(path_type=Path, dir_okay=False)
_SHOWN = 20


def synonym_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--synonym`, which gives a disease another name."""
    says = "Another name for a disease; may be given again."
    return click.option("--synonym", "synonyms", multiple=True, metavar="NAME=SYNONYM", help=says)(
        command
    )


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--form", type=click.Choice(["published", "corrected"]), help="As it was, or mended.")
@click.option("--category", "categories", multiple=True, help="Orphanet category; repeatable.")
@click.option("--disease", "diseases", multiple=True, help="Name or ORPHA code; repeatable.")
@synonym_option
@click.option("--since", type=_DAY, help="First day.")
@click.option("--until", type=_DAY, help="Last day.")
@click.option("--date-of", type=click.Choice(["publication", "entry"]), help="Day of what.")
@json_option
def queries(out: Path, synonyms: tuple[str, ...], as_json: bool, **choice: Any) -> None:
    """Write PubMed queries to the folder OUT: the published ones, or those of a choice.

    The corrected form splits them, so that each one opens by its address.
    """
    given = {name: _plain(value) for name, value in choice.items() if value}
    search = Search.of(**given, synonyms=_pairs(synonyms))
    built = build(search)
    paths = save_queries(built, out)
    if as_json:
        records = [{"file": str(p)} | q.record() for p, q in zip(paths, built, strict=True)]
        print_json({"search": search, "queries": records})
        return
    pasted = sum(query.url is None for query in built)
    click.echo(
        f"{out} holds {count(len(built), 'query')} for {sum(q.diseases for q in built):,} diseases,"
        f" {pasted:,} of them too long for a web address: paste these into PubMed."
        if pasted
        else f"{out} holds {count(len(built), 'query')}. Each opens by its address: see --json."
    )


@click.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--out", type=_FILE, help="Write all records to a CSV file.")
@synonym_option
@json_option
def screen(
    files: tuple[Path, ...], out: Path | None, synonyms: tuple[str, ...], as_json: bool
) -> None:
    """Screen what PubMed has saved (.nbib, .txt, .csv): which records somebody should read."""
    results = [_read(file) for file in files]
    records = [record for one in results for record in one.records]
    faults = [fault for one in results for fault in one.faults]
    search = Search.of(synonyms=_pairs(synonyms))
    screened = screened_records(records, search=search, tables=_tables())
    if out:
        _write_csv(out, rows_as_csv(screened))
    if as_json:
        rows = [row(one) for one in screened]
        print_json(
            {"summary": summary(screened), "faults": [vars(f) for f in faults], "records": rows}
        )
        return
    print_table([(verdict, f"{number:,}") for verdict, number in summary(screened).items()])
    for fault in faults:
        click.secho(f"{fault.file}, line {fault.line}: {fault.says}", fg="yellow")
    unread = [row(one) for one in screened if one.verdict == "to read"]
    print_table(
        [(one["pmid"], one["year"], one["diseases"][:40], one["title"]) for one in unread[:_SHOWN]]
    )
    if out:
        click.echo(f"{out} holds {count(len(screened), 'record')}.")
    elif len(unread) > _SHOWN:
        click.echo(f"{len(unread) - _SHOWN:,} more: --out FILE.csv writes all of them.")


@click.command()
@click.argument("scripts", type=click.Path(path_type=Path))
@json_option
def names(scripts: Path, as_json: bool) -> None:
    """Make the shipped table of disease names anew from the authors' folder SCRIPTS."""
    card = orphanet.rebuild(scripts)
    if as_json:
        print_json(card)
    else:
        counted = ", ".join(f"{number:,} {name}" for name, number in card.counts.items())
        click.echo(f"{orphanet.FOLDER} holds {counted}.")


def _tables() -> Mapping[str, Table]:
    from raredx.evidence.imported import current  # it loads numpy and DuckDB

    return current().tables


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _pairs(synonyms: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Synonyms by the name or code of their disease."""
    found: dict[str, tuple[str, ...]] = {}
    for text in synonyms:
        name, sign, synonym = text.partition("=")
        if not sign:
            raise UserError(f"{text!r} has no =", remedy="Write it as NAME=SYNONYM")
        found[name] = (*found.get(name, ()), synonym)
    return found


def _read(file: Path) -> Results:
    try:
        with file.open("rb") as opened:
            return read_results(opened.read(MOST_BYTES + 1), file=file.name)
    except OSError as error:
        raise UserError(
            f"{file} cannot be read ({error.strerror})", remedy="Check its name and permissions"
        ) from None


def _write_csv(out: Path, text: str) -> None:
    """Write the records; a file that is not such a list is not overwritten."""
    if out.exists() and not out.read_bytes().startswith(",".join(COLUMNS).encode()):
        raise UserError(f"{out} is another file, and not overwritten", remedy="Name a new one")
    write_whole(out, text)
