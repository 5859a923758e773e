"""`raredx batches`: what models said of many images at once, as a list, in words and as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from raredx.cli.output import json_option, print_json, print_table

if TYPE_CHECKING:
    from raredx.diagnosis.batch.shown import Only
    from raredx.diagnosis.batch.store import Batch, BatchCard
    from raredx.jobs import Result

_SUFFIXES = (".csv", ".json", ".zip")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def batches(context: click.Context, as_json: bool) -> None:
    """List what models said of many images at once; `raredx batch` asks anew."""
    if context.invoked_subcommand is not None:
        return
    from raredx.diagnosis.batch.store import list_batches

    found = list_batches()
    if as_json:
        print_json(
            [{"name": one.name, "card": one.card, "fault": one.fault or None} for one in found]
        )
        return
    rows = [[one.name, *(_listed(one.card) if one.card else ["", "", one.fault])] for one in found]
    print_table(rows, headings=["batch", "made", "files", "asked"])
    if not found:
        click.echo("No batch is here yet. Make one: `raredx batch MODEL --path FOLDER`.")


@batches.command()
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> None:
    """Show what came of a batch: scores where the truth is known, and who has no answer."""
    from raredx.diagnosis.batch.store import Batch

    found = Batch.open(name)
    if as_json:
        print_json(found.card)
    else:
        _print(found)


@batches.command()
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--only", type=click.Choice(["all", "answered", "withheld", "wrong", "right", "refused"]),
    default="all", show_default=True, help="Which rows.",
)  # fmt: skip
@json_option
def export(name: str, file: Path, only: Only, as_json: bool) -> None:
    """Write the rows of a batch to a .csv, a .json or, with small pictures, a .zip.

    Names of files are in it as they were: they can hold names of people.
    """
    from raredx.diagnosis.batch.export import export as written
    from raredx.diagnosis.batch.shown import Shown
    from raredx.diagnosis.batch.store import Batch
    from raredx.errors import UserError
    from raredx.files import write_whole

    if file.suffix not in _SUFFIXES:
        raise UserError(
            f"{file.name} names no format", remedy=f"End it with {', '.join(_SUFFIXES)}"
        )
    found = Batch.open(name)
    shown = Shown(only=only)
    write_whole(file, written(found, file.suffix[1:], shown))
    rows = len(shown.take(found.rows))
    if as_json:
        print_json({"file": file, "rows": rows})
    else:
        click.echo(f"{file}: {rows:,} rows.")


@batches.command()
@click.argument("name")
@json_option
def remove(name: str, as_json: bool) -> None:
    """Remove a batch with its table and all its pictures."""
    from raredx.diagnosis.batch.store import remove_batch

    remove_batch(name)
    if as_json:
        print_json({"removed": name})
    else:
        click.echo(f"{name} is gone, with its pictures.")


def show_batch(result: Result) -> None:
    """Print what a job has made."""
    from raredx.diagnosis.batch.store import Batch

    _print(Batch.open(str(result.values["name"])))


def _listed(card: BatchCard) -> list[str]:
    asked = f"{card.config.model} about {card.what}"
    return [card.created, f"{card.counts['files']:,}", asked]


def _print(batch: Batch) -> None:
    card = batch.card
    said = ", ".join(f"{many:,} {name}" for name, many in card.counts.items() if many)
    click.echo(f"{batch.name}: {card.config.model} asked about {card.what}: {said}.")
    for one in card.scores:
        click.echo(f"{one}.")
    for line in (*card.remarks, *card.notices):
        click.echo(line)
