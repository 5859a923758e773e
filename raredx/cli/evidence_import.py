"""`raredx evidence import`: the review's workbooks as they stand, into the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from raredx.cli.output import json_option, print_json, print_table
from raredx.errors import UserError
from raredx.evidence.fetch import fetch_workbooks
from raredx.evidence.imported import NAMES, Imported, forget, import_workbooks, read_imported
from raredx.words import count


@click.command(name="import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fetch", is_flag=True, help="Fetch both from the authors' repository first.")
@click.option("--forget", "remove", is_flag=True, help="Remove what was imported.")
@json_option
def import_(files: tuple[Path, ...], fetch: bool, remove: bool, as_json: bool) -> None:
    """Import the review's workbooks: every cell is kept, and facts are made of another edition.

    Without FILES it says what is imported.
    """
    if sum([bool(files), fetch, remove]) > 1:
        raise UserError(
            "It is not clear what to import",
            remedy="Give the review's .xlsx files, or --fetch, or --forget",
        )
    if remove:
        removed = forget()
        if as_json:
            print_json({"removed": removed})
        else:
            click.echo("What was imported is removed." if removed else "Nothing was imported.")
        return
    sources = fetch_workbooks() if fetch else files
    imported = import_workbooks(sources) if sources else read_imported()
    if as_json:
        print_json(imported or {"workbooks": [], "facts": "shipped"})
    elif imported:
        _print(imported)
    else:
        click.echo("Nothing is imported: the facts are the shipped ones.")


def _print(imported: Imported) -> None:
    rows = [
        (NAMES[one.kind], count(one.rows, "row"), count(one.columns, "column"), one.file)
        for one in imported.workbooks
    ]
    print_table(rows)
    click.echo(str(imported))
