"""`raredx doctor`: what is installed, what is missing, what to do about it."""

from __future__ import annotations

import itertools
import sys

import click

from raredx.cli.output import json_option, print_json, print_table
from raredx.doctor import examine

_MARKS = {"good": " ", "note": "?", "problem": "!"}


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Report versions, device, settings, files and workspace. Exits 1 if there is a problem."""
    findings = examine()
    problems = [finding for finding in findings if finding.state == "problem"]
    if as_json:
        print_json(findings)
    else:
        for topic, group in itertools.groupby(findings, key=lambda finding: finding.topic):
            click.secho(topic, bold=True)
            print_table([(_MARKS[f.state], f.name, f.value) for f in group])
        click.echo()
        for finding in findings:
            if finding.remedy:
                click.echo(f"{_MARKS[finding.state]} {finding.name}: {finding.remedy}")
        click.echo("Something needs a hand." if problems else "All is well.")
    sys.exit(1 if problems else 0)
