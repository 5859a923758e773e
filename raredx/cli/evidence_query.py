"""`raredx evidence query|gaps|export`: what the pages show, for the shell."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import parse_qs

import click

from raredx.cli.output import AnyCommand, json_option, print_json, print_table
from raredx.errors import UserError
from raredx.evidence.export import FORMATS, About, export
from raredx.evidence.facets import BY_NAME, FACETS
from raredx.evidence.filters import Filter, Order, from_address
from raredx.files import write_whole

if TYPE_CHECKING:
    from raredx.evidence.store import Store

_FACET = click.Choice([facet.name for facet in FACETS])


def filter_options(command: AnyCommand) -> AnyCommand:
    """The options by which studies are chosen: an address of the page, words, every facet."""
    for facet in reversed(FACETS):
        about = f"{facet.help}. May be given again."
        command = click.option(f"--{facet.name}", facet.name, multiple=True, help=about)(command)
    command = click.option("--address", help="The query of the address of a page.")(command)
    return click.option("--text", default="", help="Words that must all appear.")(command)


@click.command()
@filter_options
@click.option("--order", type=click.Choice(get_args(Order)), default="newest", show_default=True)
@click.option("--show", type=click.IntRange(0), default=20, show_default=True, help="Rows shown.")
@json_option
def query(order: Any, show: int, as_json: bool, **asked: Any) -> None:
    """Find studies: rows, and how many there are of each facet's values."""
    store = _store()
    wanted = _wanted(store, **asked)
    answer = store.ask(wanted, limit=show, order=order)
    if as_json:
        print_json(
            {
                "filter": wanted.parameters,
                "rows": answer.rows,
                "studies": answer.distinct,
                "facets": answer.facets,
                "page": answer.page,
            }
        )
        return
    click.secho(f"{answer.rows:,} rows, {answer.distinct:,} studies: {wanted}", bold=True)
    rows = [(row["study_id"], str(row["year"] or ""), row["title"][:90]) for row in answer.page]
    print_table(rows)


@click.command()
@filter_options
@click.option("--rows", type=_FACET, default="class", show_default=True)
@click.option("--columns", type=_FACET, default="modality", show_default=True)
@click.option("--most", type=click.IntRange(0), default=0, help="Studies that still are a gap.")
@json_option
def gaps(rows: str, columns: str, most: int, as_json: bool, **asked: Any) -> None:
    """List where two facets meet in no study, the most surprising first."""
    if rows == columns:
        raise UserError("Rows and columns are the same", remedy="Give two different facets")
    from raredx.evidence.gaps import crossing  # it loads numpy

    store = _store()
    found = crossing(store, _wanted(store, **asked), rows, columns).gaps(most=most)
    if as_json:
        print_json([vars(gap) for gap in found])
        return
    print_table(
        [
            (gap.down, gap.across, str(gap.studies), f"{gap.expected:.1f}", f"{gap.corrected:.2g}")
            for gap in found
        ],
        headings=(BY_NAME[rows].title, BY_NAME[columns].title, "studies", "expected", "corrected"),
    )


@click.command(name="export")
@click.argument("out", type=click.Path(path_type=Path))
@filter_options
@click.option("--order", type=click.Choice(get_args(Order)), default="newest", show_default=True)
@json_option
def export_(out: Path, order: Any, as_json: bool, **asked: Any) -> None:
    """Write studies to a file that ends in .csv, .xlsx, .ris, .bib or .json."""
    formats = {format.suffix: name for name, format in FORMATS.items()}
    if out.suffix.casefold() not in formats:
        raise UserError(
            f"{out.name} ends in no known format", remedy=f"End it in {', '.join(formats)}"
        )
    store = _store()
    wanted = _wanted(store, **asked)
    rows = store.rows(wanted, order=order)
    today = datetime.now(UTC).date()
    about = About("studies", str(wanted), wanted.address, store.version, len(rows), today)
    write_whole(out, export(rows, about=about, format=formats[out.suffix.casefold()]))
    if as_json:
        print_json({"file": str(out), **about.lines})
    else:
        click.echo(f"{out} holds {len(rows):,} studies: {wanted}.")


def _store() -> Store:
    from raredx.evidence.imported import current  # it loads numpy and DuckDB

    return current()


def _wanted(store: Store, *, text: str, address: str | None, **facets: Any) -> Filter:
    """The filter that the options ask for; what is not known is an error here."""
    asked = parse_qs((address or "").rpartition("?")[2])
    for name, values in facets.items():
        asked[name] = [*asked.get(name, []), *values]
    if text:
        asked["q"] = [text]
    wanted, notes = from_address(asked, store.known)
    if notes:
        raise UserError(
            "; ".join(note.removesuffix(": left out") for note in notes),
            remedy="`raredx evidence query --json` lists the values of every facet",
        )
    return wanted
