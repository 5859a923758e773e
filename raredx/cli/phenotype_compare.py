"""`raredx phenotype compare`: two images beside each other, for the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from raredx.cli.output import json_option, print_json, print_table
from raredx.cli.phenotype_subject import looked_at, reference_option, subject_of, tell

if TYPE_CHECKING:
    from raredx.phenotype.analyse import Analysis
    from raredx.phenotype.pair import Pair

_SHOWN = 10


@click.command()
@click.argument("a")
@click.argument("b")
@reference_option
@json_option
def compare(a: str, b: str, reference: str, as_json: bool) -> None:
    """Compare two image files: how like their shapes are, which measures differ, whose signs."""
    from raredx.phenotype.pair import pair_of

    subjects = [subject_of(path) for path in (a, b)]
    looked = [looked_at(subject, reference) for subject in subjects]
    opened = looked[0][0]
    one, other = (analysis for _, analysis in looked)
    pair = pair_of(
        one,
        other,
        opened,
        years=[subject.years for subject in subjects],
        sexes=[subject.sex for subject in subjects],
    )
    if as_json:
        images = [
            tell(subject, analysis, opened)
            for subject, (_, analysis) in zip(subjects, looked, strict=True)
        ]
        print_json({"pair": pair.as_dict(), "images": images})
        return
    names = [subject.name for subject in subjects]
    for name, analysis in zip(names, (one, other), strict=True):
        click.secho(f"{name}: {analysis.says}", bold=True)
        for line in (*analysis.withheld, *analysis.doubts):
            click.echo(f"! {line}")
        click.echo(f"signs: {_signs(analysis)}")
    _print(pair, names)


def _print(pair: Pair, names: list[str]) -> None:
    from raredx import NOT_A_DEVICE

    click.echo(f"The shapes are {pair.distance:.3f} apart (Procrustes; 0 is the same shape).")
    if pair.likeness:
        click.echo("Likeness: the share of pairs with different conditions who are less alike.")
        rows = [
            (each.region, f"{each.quantile:.2f}", f"{each.cosine:+.2f}") for each in pair.likeness
        ]
        print_table(rows, headings=("REGION", "LIKENESS", "COSINE"))
    told = [each for each in pair.differences if each.apart is not None][:_SHOWN]
    if told:
        click.secho("Measures that differ most, in standard deviations", bold=True)
        rows = [(each.one.title, f"{each.one.z:+.1f}", f"{each.other.z:+.1f}") for each in told]
        print_table(rows, headings=("MEASURE", *names))
    click.echo(NOT_A_DEVICE)


def _signs(analysis: Analysis) -> str:
    from raredx.phenotype.report.sections import said

    present = analysis.findings.present()
    return ", ".join(f"{said(one.term)} {one.confidence:.2f}" for one in present) or "none named"
