"""`raredx few-shots`: how episodes were answered, with intervals, chance, and who is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from raredx.cli.output import json_option, print_json, print_table
from raredx.jobs import Result
from raredx.words import count

if TYPE_CHECKING:
    from raredx.learning.episodes.trial import Answered, Trial

# What opens a trial loads numpy and pyarrow, so it is imported inside the functions.


@click.command("few-shots")
@click.argument("name", required=False)
@json_option
def few_shots(name: str | None, as_json: bool) -> None:
    """Show a few-shot trial: accuracy with intervals and chance, and what differs.

    Without a name, list the trials there are.
    """
    from raredx.learning.episodes.trial import Trial, list_trials

    if name is None:
        _list(list_trials(), as_json=as_json)
    elif as_json:
        print_json(Trial.open(name).record)
    else:
        _print(Trial.open(name))


def show_trial(result: Result) -> None:
    """Print the trial that a job has made."""
    from raredx.learning.episodes.trial import Trial

    _print(Trial.open(str(result.values["name"])))


def _list(found: list[Trial], *, as_json: bool) -> None:
    if as_json:
        print_json([{"name": one.name, "record": one.record} for one in found])
        return
    if not found:
        click.echo("There is no few-shot trial yet. Run one: `raredx few-shot NAME`.")
        return
    rows = [
        [
            one.name,
            one.record.cohort,
            ", ".join(some.task for some in one.record.lists),
            one.record.created[:16].replace("T", " "),
        ]
        for one in found
    ]
    print_table(rows, headings=["trial", "cohort", "episodes", "when"])


def _print(trial: Trial) -> None:
    record = trial.record
    origins = ", ".join(f"{many:,} {origin}" for origin, many in record.origins.items())
    click.secho(
        f"{trial.name}: {record.cohort}, {origins} images of {record.people:,} people,"
        f" {count(len(record.classes), 'condition')} in {count(len(record.groups), 'group')}",
        bold=True,
    )
    for number, why in (
        (record.several, "of people with several conditions"),
        (record.blind, "without features by one of the backbones"),
    ):
        if number:
            click.echo(f"{count(number, 'image')} {why} left out")
    cells = {(one.classifier, one.task): _cell(one) for one in record.answers}
    tasks = [one.task for one in record.lists]
    rows = [[*(cells[name, task] for task in tasks), name] for name in record.classifiers]
    chance = [f"{100 * one.chance:.1f}" for one in record.lists]
    print_table([*rows, [*chance, "by chance"]], headings=[*tasks, "backbone / method"])
    click.echo(
        f"Percent of those asked about who were told, in {record.config.episodes:,} episodes;"
        " in brackets: 95 % intervals, other conditions drawn."
    )
    click.echo(record.notice)
    for sentence in record.sentences:
        click.echo(sentence)


def _cell(one: Answered) -> str:
    value, low, high = ("?" if part is None else f"{100 * part:.1f}" for part in one.accuracy)
    return f"{value} ({low} to {high})"
