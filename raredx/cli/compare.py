"""`raredx compare`: classifiers set beside each other, each with its metrics, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from raredx.cli.output import json_option, print_json, print_table
from raredx.words import count

if TYPE_CHECKING:
    from raredx.learning.board import Board
    from raredx.learning.experiment.store import Experiment

# What judges loads numpy, pyarrow and scikit-learn, so it is imported inside the commands.


@click.command()
@click.argument("experiments", nargs=-1, metavar="[EXPERIMENT[:CLASSIFIER]]...")
@click.option("--measure", default="top-1", show_default=True, help="What they are compared by.")
@click.option("--part", type=click.Choice(["validation", "test"]), default="validation")
@click.option("--every-metric", is_flag=True, help="All metrics, not the usual ones alone.")
@click.option("--pairs", is_flag=True, help="A sentence for any two, not for the first alone.")
@json_option
def compare(
    experiments: tuple[str, ...],
    measure: str,
    part: str,
    every_metric: bool,
    pairs: bool,
    as_json: bool,
) -> None:
    """Compare classifiers of one or more experiments; without any, list the experiments.

    A classifier is written EXPERIMENT:ARM / BACKBONE / HEAD. Whoever is compared was judged by the
    same images.
    """
    from raredx.learning.board import METRICS, board, gathered
    from raredx.learning.compare.verdict import verdict
    from raredx.learning.experiment.store import Experiment, list_experiments

    if not experiments:
        _list(list_experiments(), as_json=as_json)
        return
    found = board(
        gathered(experiments, part=part), measure=measure, metrics=None if every_metric else METRICS
    )
    about = [Experiment.open(name) for name in dict.fromkeys(_folders(experiments))]
    if as_json:
        print_json({**found.as_dict(), "experiments": [one.record for one in about]})
        return
    _print(found, about, part)
    said = [verdict(pair) for pair in found.pairs] if pairs else found.sentences()
    for sentence in said:
        click.echo(sentence)


def _folders(names: tuple[str, ...]) -> list[str]:
    return [name.partition(":")[0] for name in names]


def _list(found: list[Experiment], *, as_json: bool) -> None:
    if as_json:
        print_json([{"name": one.name, "record": one.record} for one in found])
        return
    if not found:
        click.echo("There is no experiment yet. Run one: `raredx experiment --config FILE`.")
    rows = [
        [
            one.name,
            one.record.cohort,
            count(len(one.record.cells), "classifier"),
            one.record.created[:16].replace("T", " "),
        ]
        for one in found
    ]
    print_table(rows, headings=["experiment", "cohort", "what", "when"] if rows else ())


def _print(found: Board, about: list[Experiment], part: str) -> None:
    from raredx import NOT_A_DEVICE

    first = next(iter(found.scores.values()))
    for one in about:
        record = one.record
        origins = ", ".join(f"{many:,} {origin}" for origin, many in record.origins.items())
        over = record.protocol if part == "validation" else "the test part"
        click.secho(f"{one.name}: {record.cohort}, {over}, {origins} images", bold=True)
        if record.never_judged:
            click.echo(
                f"{count(len(record.never_judged), 'condition')} of one person: can be answered,"
                " is never asked for"
            )
    titles = [score.metric.title for score in first.each.values()]
    rows = [
        [str(place), *(_cell(score) for score in scores.each.values()), name]
        for place, (name, scores) in enumerate(found.scores.items(), 1)
    ]
    chance = ["", *(_chance(score) for score in first.each.values()), "by chance"]
    print_table([*rows, chance], headings=["", *titles, "arm / backbone / head"])
    click.echo(
        f"{count(first.images, 'image')} of {count(first.subjects, 'subject')};"
        " in brackets: 95 % intervals, other people drawn."
    )
    click.echo(NOT_A_DEVICE)


def _cell(score: Any) -> str:
    if not score.reported:
        return "-"
    value, low, high = (score.metric.show(one).rstrip("%") for one in score.estimate)
    return f"{value} ({low} to {high})"


def _chance(score: Any) -> str:
    return "" if score.chance is None else str(score.metric.show(score.chance)).rstrip("%")
