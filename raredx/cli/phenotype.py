"""`raredx phenotype`: faces looked at, compared, and the references that they are measured by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from raredx.cli.kinds import KindGroup
from raredx.cli.output import json_option, print_json, print_table
from raredx.cli.phenotype_compare import compare
from raredx.cli.phenotype_rows import look_through
from raredx.cli.phenotype_subject import Subject, looked_at, reference_option, subject_of, tell
from raredx.errors import UserError
from raredx.files import write_whole

if TYPE_CHECKING:
    from raredx.phenotype.analyse import Analysis
    from raredx.phenotype.report.words import Report

# What looks at faces loads numpy, PIL and MediaPipe, so it is imported inside the commands.

_LOOK = "look"
_HELP = """Look at a face, or at those of a cohort: points, measures, signs, closest conditions.

\b
raredx phenotype IMAGE|COHORT     looks; `raredx phenotype look --help` has its options
raredx phenotype compare A B      puts two images beside each other
raredx phenotype fit COHORT       makes a reference of your own
raredx phenotype references       lists what faces can be measured by

Every command takes --json.
"""
_SHOWN = 10
_UNUSUAL = 2.0
_OLDEST = 120


class LookGroup(KindGroup):
    """A group whose first argument, where it is no command, is what to look at."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `look` before what is no command of the group."""
        own = {*self.list_commands(ctx), *ctx.help_option_names}
        return super().parse_args(ctx, args if not args or args[0] in own else [_LOOK, *args])


@click.group(
    cls=LookGroup,
    kinds={"fit": ("phenotype-fit", "cohort"), "rebuild": ("phenotype-rebuild",)},
    subcommand_metavar="IMAGE|COHORT | COMMAND [ARGS]...",
    help=_HELP,
)
def phenotype() -> None:
    """Look at a face, or at those of a cohort: points, measures, signs, closest conditions."""


@phenotype.command(_LOOK)
@click.argument("what", metavar="IMAGE|COHORT")
@reference_option
@click.option("--age", type=click.FloatRange(0, _OLDEST), help="Of the person, in years.")
@click.option("--sex", type=click.Choice(["female", "male"]), help="Of the person.")
@click.option(
    "--origin", type=click.Choice(["real", "simulated", "synthetic"]),
    help="Of the image, where you know it; else the look of the face decides.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True,
    help="Processes that look for landmarks in a cohort.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to a file: .json of an image; .csv or .jsonl of a cohort.",
)  # fmt: skip
@json_option
def look(
    what: str,
    reference: str,
    age: float | None,
    sex: str | None,
    origin: str | None,
    workers: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Look at an image file, or at each image of a cohort (its test part stays closed).

    `raredx phenotype IMAGE|COHORT` is the same. Of a cohort --json prints a line for each image.
    """
    if not Path(what).is_file():
        if age is not None or sex or origin:
            raise UserError(
                f"{what} is no image file, and a cohort says age, sex and origin itself",
                remedy="Leave --age, --sex and --origin away, or check the path of the image",
            )
        look_through(what, reference, workers=workers, out=out, as_json=as_json)
        return
    if out and out.suffix.casefold() != ".json":
        raise UserError(f"{out.name} ends in no known format", remedy="End it in .json")
    subject = subject_of(what, age=age, sex=sex, origin=origin)
    opened, analysis = looked_at(subject, reference)
    told = tell(subject, analysis, opened)
    if out:
        import json

        write_whole(out, json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        click.echo(f"{out} holds what was found in {subject.name}.", err=as_json)
    if as_json:
        print_json(told)
    elif not out:
        _print(subject, analysis)


@phenotype.command()
@json_option
def references(as_json: bool) -> None:
    """List the references that faces can be measured by, the shipped one first."""
    from raredx.phenotype.reference.reference import list_references

    found = list_references()
    if as_json:
        print_json([vars(one) for one in found])
        return
    print_table(
        [
            (one.name, f"{one.card.counts.get('people', 0):,}", one.card.title, one.card.summary)
            for one in found
        ],
        headings=("NAME", "PEOPLE", "TITLE", "SUMMARY"),
    )


def _print(subject: Subject, analysis: Analysis) -> None:
    from raredx import NOT_A_DEVICE

    origin = subject.origin or "origin not known"
    click.secho(f"{subject.name}: {analysis.says} ({origin})", bold=True)
    for line in (*analysis.withheld, *analysis.doubts, *analysis.remarks):
        click.echo(f"! {line}")
    unusual = [one for one in analysis.measures if abs(one.z or 0.0) >= _UNUSUAL]
    if any(one.z is not None for one in analysis.measures):
        click.echo(f"{len(unusual)} of {len(analysis.measures)} measures are unusual.")
    unusual.sort(key=lambda one: -abs(one.z or 0.0))
    print_table([(one.title, f"{one.z:+.1f} SD") for one in unusual[:_SHOWN]])
    if analysis.by_shape:
        click.secho("Closest conditions by shape", bold=True)
        print_table(_conditions(analysis))
    if analysis.report:
        _print_report(analysis.report)
    click.echo(NOT_A_DEVICE)


def _print_report(report: Report) -> None:
    """Print a report in words, without markdown."""
    from raredx.phenotype.report.sections import said

    for section in report.sections:
        click.echo(f"{section.title}: {section.text}")
    if report.terms:
        click.secho("Signs", bold=True)
        print_table(
            [(one.term, f"{one.confidence:.2f}", said(one.term), one.why) for one in report.terms]
        )
    if report.closest:
        click.secho("Closest conditions by the meaning of the signs", bold=True)
        print_table([(one.disease_id, f"{one.score:.2f}", one.name) for one in report.closest])
    click.echo(f"Could not be seen, which does not mean absent: {len(report.unseen)} signs.")
    click.echo(f"Rests on {report.basis.said}.")


def _conditions(analysis: Analysis) -> list[tuple[str, ...]]:
    from raredx.cli.phenotype_rows import condition_name

    return [
        (str(rank), one.condition, f"{one.likeness['face']:.2f}", condition_name(one.condition))
        for rank, one in enumerate(analysis.by_shape[:_SHOWN], 1)
    ]


phenotype.add_command(compare)
