"""`raredx generate`: what makes synthetic images."""

from __future__ import annotations

from pathlib import Path

import click

from raredx.cli.kinds import KindGroup
from raredx.cli.output import json_option, print_json, print_table
from raredx.errors import UserError
from raredx.synthesis.generator import POCKET


@click.group(
    cls=KindGroup,
    kinds={
        "keep": ("curate-keep", "curation", "name"),
        "rebuild": ("pocket-rebuild",),
        "sample": ("generate-sample", "generator", "name"),
    },
)
def generate() -> None:
    """Make synthetic images, and what they are made by."""


@generate.group(
    cls=KindGroup,
    kinds={
        method: (f"generate-{method}", "name", "conditions")
        for method in ("lora", "dreambooth", "fastgan", "augmentation")
    },
)
def fit() -> None:
    """Train a generator on a few images of some conditions."""


@generate.command("list")
@json_option
def list_all(as_json: bool) -> None:
    """List the generators there are, and what each draws."""
    from raredx.synthesis.store import list_generators

    found = list_generators()
    if as_json:
        print_json(
            [
                {
                    "name": one.name,
                    "fault": one.fault,
                    "learned": one.learned.model_dump(mode="json") if one.learned else None,
                }
                for one in found
            ]
        )
        return
    rows = [
        [one.name, one.learned.generator, ", ".join(one.learned.conditions), _images(one.learned)]
        if one.learned
        else [one.name, "", one.fault, ""]
        for one in found
    ]
    print_table(rows, headings=["generator", "method", "draws", "learned from"])


@generate.command()
@json_option
def methods(as_json: bool) -> None:
    """List the methods there are, when each is the right choice, and their presets."""
    from raredx.synthesis import all_generators

    found = all_generators()
    if as_json:
        print_json(
            [
                {
                    "name": name,
                    "title": kind.title,
                    "when": kind.when,
                    "presets": {name: dict(options) for name, options in kind.presets.items()},
                }
                for name, kind in found.items()
            ]
        )
        return
    rows = [[name, ", ".join(kind.presets), kind.when] for name, kind in found.items()]
    print_table(rows, headings=["method", "presets", "when"])


@generate.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("name")
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    required=True,
    help="What it draws, with its code where there is one: 'Noonan syndrome=ORPHA:648'.",
)
@click.option("--base", default=POCKET, help="The base model that it was trained on.")
@click.option("--replace", is_flag=True, help="Replace the generator of that name.")
@json_option
def adopt(
    file: Path, name: str, conditions: tuple[str, ...], base: str, replace: bool, as_json: bool
) -> None:
    """Take in a LoRA that was made elsewhere, if it fits its base model."""
    from raredx.synthesis.adopting import adopt as take_in

    pairs = [one.partition("=") for one in conditions]
    if empty := [text for text, (label, _, _) in zip(conditions, pairs, strict=True) if not label]:
        raise UserError(f"{empty[0]!r} names no condition", remedy="Write NAME or NAME=CODE")
    coded = {label.strip(): code.strip() or None for label, _, code in pairs}
    made = take_in(file, name, conditions=coded, base=base, replace=replace)
    if as_json:
        print_json({"name": name, "learned": made.learned.model_dump(mode="json")})
    else:
        click.echo(f"{name}: draws {', '.join(made.conditions)} with {base}.")


def _images(learned: object) -> str:
    from raredx.words import count

    examples: dict[str, tuple[str, ...]] = getattr(learned, "examples", {})
    return count(sum(map(len, examples.values())), "image")
