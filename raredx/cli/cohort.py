"""`raredx cohort`: collections of images, imported, looked at, exported and removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from raredx.cli.kinds import KindGroup
from raredx.cli.output import json_option, print_json, print_table
from raredx.errors import UserError
from raredx.words import count

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort
    from raredx.cohorts.store import Listed

# What reads images loads pyarrow and PIL, so it is imported inside the commands.


@click.group(
    cls=KindGroup,
    kinds={"import": ("cohort-import", "path"), "simulate": ("cohort-simulate", "name")},
)
def cohort() -> None:
    """Import, simulate, check, split, list, show, export and delete cohorts of images."""


@cohort.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the cohorts, the shipped ones first; of a broken one it says what is wrong."""
    from raredx.cohorts.store import list_cohorts

    found = list_cohorts()
    if as_json:
        print_json([asdict(one) for one in found])
    elif not found:
        click.echo("No cohorts. `raredx cohort import FOLDER` makes one.")
    else:
        headings = ("NAME", "IMAGES", "CLASSES", "SUBJECTS", "ORIGIN", "TITLE")
        print_table([_listed(one) for one in found], headings=headings)


@cohort.command()
@click.argument("name")
@click.option("--verify", is_flag=True, help="Compare every file with its row; exits 1 on faults.")
@json_option
def show(name: str, verify: bool, as_json: bool) -> None:
    """Show a cohort's card: what it is, what it is not, its classes and origins."""
    from raredx.cohorts.store import open_cohort

    opened = open_cohort(name)
    card = opened.card()
    integrity = opened.verify() if verify else None
    if as_json:
        checked = {"integrity": asdict(integrity)} if integrity else {}
        facts = {"name": name, "folder": str(opened.folder), "columns": opened.columns}
        print_json({**facts, **card.model_dump(mode="json"), "tables": opened.sides, **checked})
    else:
        _print_card(opened)
        for line in integrity.lines() if integrity else ():
            click.echo(f"! {line}")
        if integrity and integrity.sound:
            click.echo(f"All {count(integrity.images, 'file')} are as they were written.")
    if integrity and not integrity.sound:
        raise SystemExit(1)


@cohort.command()
@json_option
def rebuild(as_json: bool) -> None:
    """Draw the shipped cohort data/simface-103 anew, as simface.toml says: some minutes."""
    from raredx.cohorts.simulate.simface import rebuild as draw
    from raredx.settings import thread_count

    drawn = draw(workers=thread_count())
    if as_json:
        print_json(drawn.card())
    else:
        click.echo(f"{drawn.folder} holds {count(len(drawn), 'image')}.")


@cohort.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--layout", default="auto", help="How the images are laid out, if not found out.")
@click.option("--columns", multiple=True, help="What a column means, as ROLE=COLUMN.")
@click.option("--subject-pattern", default="", help="Finds the person in a file's path.")
@json_option
def preview(
    path: Path, layout: str, columns: Sequence[str], subject_pattern: str, as_json: bool
) -> None:
    """Say what an import would do: layout, classes, first rows, suggested ORPHA codes."""
    from raredx.cohorts.importers.layout import Choices
    from raredx.cohorts.importers.preview import preview as look
    from raredx.cohorts.imports import pairs

    seen = look(
        path,
        layout=layout,
        choices=Choices(columns=pairs(columns)),
        subject_pattern=subject_pattern,
    )
    if as_json:
        print_json(asdict(seen))
        return
    click.echo("\n".join(seen.lines()))
    keys = ("file", "label", "subject_id")
    print_table([[str(row[key] or "-") for key in keys] for row in seen.first], headings=keys)


@cohort.command()
@click.argument("name")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--as", "form", type=click.Choice(["imagefolder", "cohort"]), default="imagefolder",
    show_default=True, help="Class folders with metadata.csv, or a cohort as it is shipped.",
)  # fmt: skip
@click.option("--origin", multiple=True, help="Only images of this origin; may be given again.")
@click.option("--label", multiple=True, help="Only images with this label; may be given again.")
@click.option("--replace", is_flag=True, help="Replace what is there.")
@json_option
def export(
    name: str,
    target: Path,
    form: Any,
    origin: Sequence[str],
    label: Sequence[str],
    replace: bool,
    as_json: bool,
) -> None:
    """Write images with all their columns to a folder, or to a .zip."""
    from raredx.cohorts.export import export as write
    from raredx.cohorts.store import open_cohort

    wanted = {
        name: list(values) for name, values in (("origin", origin), ("label", label)) if values
    }
    chosen = open_cohort(name).select(**wanted)
    write(chosen, target, form=form, replace=replace)
    if as_json:
        print_json(
            {"target": str(target), "images": len(chosen), "origins": chosen.counts("origin")}
        )
    else:
        click.echo(f"{count(len(chosen), 'image')} written to {target}.")


@cohort.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def delete(name: str, yes: bool, as_json: bool) -> None:
    """Delete a cohort with its images, checks and splits."""
    from raredx.cohorts.store import delete as remove
    from raredx.cohorts.store import find

    folder = find(name)
    if not yes and as_json:
        raise UserError("With --json nobody is asked", remedy="Add --yes to delete it")
    if not yes:
        click.confirm(f"Delete {folder} with all that is in it?", abort=True, err=True)
    remove(name)
    if as_json:
        print_json({"deleted": name})
    else:
        click.echo(f"{name} is deleted.")


def _listed(one: Listed) -> tuple[str, ...]:
    if one.fault or one.card is None:
        return (one.name, "-", "-", "-", "-", f"! {one.fault}")
    numbers = (f"{one.card.counts[name]:,}" for name in ("images", "classes", "subjects"))
    return (one.name, *numbers, " ".join(one.card.origin), one.card.title)


def _print_card(opened: Cohort) -> None:
    card = opened.card()
    about = {"folder": str(opened.folder), "what it is": card.summary, "not": card.is_not}
    about |= {"licence": card.licence, "source": card.source, "data hash": card.data_hash}
    click.secho(card.title, bold=True)
    print_table([(name, text) for name, text in about.items() if text])
    print_table([(name, f"{number:,}") for name, number in card.counts.items()])
    if card.classes:
        largest = sorted(card.classes.items(), key=lambda one: (-one[1], one[0]))
        print_table([(name, f"{number:,}") for name, number in largest[:20]])
        if largest[20:]:
            click.echo(f"and {count(len(largest) - 20, 'other class')}")
