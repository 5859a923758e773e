"""`raredx cohort check`: what is wrong with a cohort, and what it does to a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from raredx.cli.kinds import run
from raredx.cli.output import json_option, print_json
from raredx.errors import UserError
from raredx.jobs import Status, cancel, follow, get_kind, submit
from raredx.words import count

if TYPE_CHECKING:
    from raredx.cohorts.check.report import Summary

_MARKS = {"note": " ", "warning": "?", "error": "!"}


@click.command()
@click.argument("name")
@click.option(
    "--cropped/--no-cropped", default=True, help="Search for cropped copies, too. [default: yes]"
)
@click.option("--last", is_flag=True, help="Print the last report instead of checking again.")
@click.option("--show", type=click.IntRange(1), default=5, show_default=True, help="Per rule.")
@json_option
def check(name: str, cropped: bool, last: bool, show: int, as_json: bool) -> None:
    """Check a cohort: files, copies, labels, subjects, facts. Ends with 1 if there is an error."""
    from raredx.cohorts.check.run import report_of  # it loads pyarrow and PIL
    from raredx.cohorts.store import open_cohort

    cohort = open_cohort(name)
    if not last:
        config = {"cohort": name, "cropped": cropped}
        if as_json:
            _run_quietly(config)
        else:
            run(get_kind("cohort-check"), config, as_json=False, detach=False)
    summary = report_of(cohort).summary
    if as_json:
        print_json(summary)
    else:
        _print(summary, show=show, headed=last)
    if summary.verdict == "error":
        raise SystemExit(1)


def _run_quietly(config: dict[str, Any]) -> None:
    """Run the job to its end and print nothing. Who interrupts the command cancels the job."""
    job = submit("cohort-check", config)
    try:
        for now in follow(job.id):
            job = now
    except KeyboardInterrupt:
        cancel(job.id)
        raise
    if job.status is not Status.DONE:
        raise UserError(
            job.error or f"The check is {job.status}", remedy=f"See `raredx jobs logs {job.id}`"
        )


def _print(summary: Summary, *, show: int, headed: bool) -> None:
    """Print each rule that found something, with the first of its findings."""
    from raredx.cohorts.check.rules import all_rules  # its finders load numpy

    if headed:
        click.echo(f"{summary.cohort}: {summary}.")
    for name, told in summary.by_rule().items():
        rule = all_rules()[name]
        click.secho(f"{_MARKS[rule.severity]} {rule.title} ({len(told)})", bold=True)
        for finding in told[:show]:
            where = f"  {', '.join(finding.images[:3])}" if finding.images else ""
            more = f" and {count(len(finding.images) - 3, 'other')}" if finding.images[3:] else ""
            click.echo(f"    {finding.says}{where}{more}")
        if told[show:]:
            click.echo(f"    and {count(len(told) - show, 'more finding')}")
        click.echo(f"    {rule.meaning} {rule.remedy}")
