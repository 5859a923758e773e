"""`raredx cohort split`: divide a cohort for training, validation, calibration and one test."""

from __future__ import annotations

from typing import Any

import click
from pydantic import ValidationError

from raredx.cli.output import AnyCommand, json_option, print_json
from raredx.cohorts.splits.plan import Plan
from raredx.errors import UserError
from raredx.jobs import field_errors
from raredx.jobs.fields import fields_of

_TYPES: dict[str, Any] = {"whole": int, "number": float}


def plan_options(command: AnyCommand) -> AnyCommand:
    """An option for each field of a plan."""
    for spec in reversed(fields_of(Plan)):
        kind = click.Choice(spec.choices) if spec.choices else _TYPES[spec.shape]
        command = click.option(
            f"--{spec.name}", type=kind, default=spec.default, show_default=True, help=spec.help
        )(command)
    return command


@click.command()
@click.argument("name")
@click.option("--as", "split", default="default", show_default=True, help="Name of the split.")
@plan_options
@json_option
def split(name: str, split: str, as_json: bool, **planned: Any) -> None:
    """Divide a cohort by its subjects into folds, a calibration part and a locked test part."""
    from raredx.cohorts.splits.run import make_split  # it loads pyarrow
    from raredx.cohorts.store import open_cohort

    try:
        plan = Plan.model_validate(planned)
    except ValidationError as error:
        wrong = "; ".join(f"{field}: {says}" for field, says in field_errors(error).items())
        raise UserError(f"The plan cannot be: {wrong}", remedy="Change those options") from None
    made = make_split(open_cohort(name), split, plan)
    if as_json:
        print_json(
            {
                "cohort": name,
                "split": split,
                "folder": str(made.folder),
                "hash": made.split.hash,
                "data_hash": made.split.data_hash,
                "plan": plan,
                "balance": made.split.balance,
                "warning": made.warning,
            }
        )
        return
    click.secho(f"{split} {made.split.hash[:12]}", bold=True)
    for sentence in made.split.balance.sentences():
        click.echo(sentence)
    if made.warning:
        click.echo(f"! {made.warning}. `raredx cohort check {name}` finds them.")
