"""`raredx predict` and `raredx explain`: one image and a model, and what in it speaks for what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from raredx.cli.output import AnyCommand, json_option, print_json, print_table

if TYPE_CHECKING:
    from PIL import Image

    from raredx.diagnosis.prediction import Differential, Prediction
    from raredx.learning.bundle.bundle import Bundle

_SHOWN = 10
_OLDEST = 120
_FACE = "--face"


def _model_option(command: AnyCommand) -> AnyCommand:
    return click.option(
        "--model",
        help="Which model to ask; without it the one that is shipped. `raredx models` lists them.",
    )(command)


def _face_option(command: AnyCommand) -> AnyCommand:
    return click.option(
        _FACE,
        type=click.IntRange(min=1),
        help="Which face is meant where there are several; 1 is the leftmost.",
    )(command)


@click.command()
@click.argument("image", type=click.Path(path_type=Path))
@_model_option
@_face_option
@click.option(
    "--coverage", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.9,
    show_default=True, help="How often the set of answers is to hold the truth.",
)  # fmt: skip
@click.option("--age", type=click.FloatRange(0, _OLDEST), help="Of the person, in years.")
@click.option("--sex", type=click.Choice(["female", "male"]), help="Of the person.")
@click.option(
    "--teaching", is_flag=True, help="Answer about an image of another kind, too, and mark it."
)
@json_option
def predict(
    image: Path,
    model: str | None,
    face: int | None,
    coverage: float,
    age: float | None,
    sex: str | None,
    teaching: bool,
    as_json: bool,
) -> None:
    """Ask a model about one image: ranked conditions, how many of them hold the truth, and doubts.

    Where nothing is seen, or the image is of another kind than those that the model learned from,
    there is no answer, and the command ends with 1.
    """
    from raredx.diagnosis.meant import meant
    from raredx.diagnosis.predict import predict as ask

    shown, bundle = _admitted(image), _model(model)
    shown, landmarks = meant(shown, bundle.backbone, face=face, option=_FACE)
    told = ask(
        shown,
        bundle,
        coverage=coverage,
        teaching=teaching,
        years=age,
        sex=sex,
        landmarks=landmarks,
    )
    if as_json:
        print_json(told.as_dict())
    else:
        _print(told)
    if told.differential is None:
        sys.exit(1)


@click.command()
@click.argument("image", type=click.Path(path_type=Path))
@_model_option
@_face_option
@click.option("--condition", help="What to explain; without it the model's first answer.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False),
    help="Write the map over the picture to this PNG.",
)  # fmt: skip
@click.option(
    "--teaching", is_flag=True, help="Explain an image of another kind, too, and mark it."
)
@json_option
def explain(
    image: Path,
    model: str | None,
    face: int | None,
    condition: str | None,
    out: Path | None,
    teaching: bool,
    as_json: bool,
) -> None:
    """Map what in an image speaks for a condition, and check whether the map may be read."""
    from raredx.diagnosis.answering import explained
    from raredx.diagnosis.meant import meant

    shown, bundle = _admitted(image), _model(model)
    shown, landmarks = meant(shown, bundle.backbone, face=face, option=_FACE)
    told, found = explained(
        shown, bundle, condition=condition, teaching=teaching, landmarks=landmarks
    )
    if out:
        _write(out, found.overlay())
        click.echo(f"{out} has the map of {found.condition}.", err=True)
    if as_json:
        print_json({**found.as_dict(), "notice": list(told.notices), "versions": told.versions})
        return
    click.echo(found.told)
    rows = [[one.name, "passed" if one.passed else "failed", one.says] for one in found.checks]
    print_table(rows, headings=["check", "", "what was found"])
    for line in told.notices:
        click.echo(line)


@click.command()
@json_option
def models(as_json: bool) -> None:
    """List the models there are, and what is wrong with a broken one."""
    from raredx.learning.bundle.store import list_bundles

    found = list_bundles()
    if as_json:
        print_json(
            [{"name": one.name, "card": one.card, "fault": one.fault or None} for one in found]
        )
        return
    rows = [[one.name, one.card.title if one.card else one.fault] for one in found]
    print_table(rows, headings=["model", "what it is"])


def _admitted(path: Path) -> Image.Image:
    from raredx.cohorts.intake import admit_file

    return admit_file(path, follow_links=True).image


def _model(name: str | None) -> Bundle:
    """The model of that name, or the shipped one."""
    from raredx.learning.bundle.store import DEMONSTRATION, open_bundle

    return open_bundle(name or DEMONSTRATION)


def _print(told: Prediction) -> None:
    click.echo(f"{told.model}: {told.seen}.")
    for line in told.doubts:
        click.echo(f"Take care: {line}.")
    if told.withheld:
        click.echo(f"{told.withheld} {told.alarm}".strip())
    if told.differential:
        _print_ranked(told.differential)
    for term in told.terms[:_SHOWN]:
        click.echo(f"Sign: {_named(term)}")
    for line in told.notices:
        click.echo(line)


def _print_ranked(found: Differential) -> None:
    rows = [
        [
            one.name,
            one.code or "",
            f"{one.probability:.1%}",
            "in the set" if one.name in found.held else "",
        ]
        for one in found.ranked[:_SHOWN]
    ]
    print_table(rows, headings=["condition", "code", "probability", ""])
    click.echo(found.told)


def _named(term: dict[str, Any]) -> str:
    from raredx.ontology import facts

    return f"{facts.term(term['term']).name} ({term['term']}), {term['confidence']:.0%}"


def _write(path: Path, picture: Image.Image) -> None:
    from io import BytesIO

    from raredx.files import write_whole

    file = BytesIO()
    picture.save(file, "PNG")
    write_whole(path, file.getvalue())
