"""`raredx backbones` and `raredx heads`: what classifiers can be made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from raredx.cli.kinds import KindGroup
from raredx.cli.output import json_option, print_json, print_table

if TYPE_CHECKING:
    from raredx.learning.backbones import Backbone


@click.group(cls=KindGroup, kinds={"rebuild": ("encoder-rebuild",)}, invoke_without_command=True)
@json_option
@click.pass_context
def backbones(context: click.Context, as_json: bool) -> None:
    """List what makes features of images: what each sees and has learned, and who lacks weights."""
    if context.invoked_subcommand is None:
        _list_backbones(as_json=as_json)


@backbones.command()
@click.argument("name")
@json_option
def get(name: str, as_json: bool) -> None:
    """Fetch the weights of a backbone, or of any network of timm as timm:NAME.

    What they weigh and their licence are said before.
    """
    from raredx.encoders.fetch import fetch
    from raredx.encoders.registry import get_encoder
    from raredx.encoders.weights import weights_file
    from raredx.learning.backbones import get_backbone
    from raredx.words import size

    backbone = get_backbone(name)

    def tell(weighs: int | None) -> None:
        said = size(weighs) if weighs else "of unknown size"
        click.echo(f"Weights of {backbone.encoder}: {said}, licence {backbone.licence}", err=True)

    file = None
    if backbone.encoder:
        encoder = get_encoder(backbone.encoder)
        file = weights_file(encoder) or fetch(encoder, tell=tell)
    if as_json:
        print_json({"name": name, "licence": backbone.licence, "file": file})
    else:
        click.echo(f"{name}: the weights are {f'at {file}' if file else 'part of the workbench'}.")


@click.command()
@json_option
def heads(as_json: bool) -> None:
    """List what tells conditions apart by features, and when each is the right choice."""
    from raredx.jobs.fields import fields_of
    from raredx.learning.heads import all_heads

    found = all_heads()
    if as_json:
        print_json(
            [
                {
                    "name": name,
                    "title": head.title,
                    "when": head.when,
                    "options": {
                        spec.name: {"default": spec.default, "help": spec.help}
                        for spec in fields_of(head)
                    },
                }
                for name, head in found.items()
            ]
        )
        return
    rows = [
        [name, ", ".join(f"{spec.name}={spec.default}" for spec in fields_of(head)), head.when]
        for name, head in found.items()
    ]
    print_table(rows, headings=["head", "options", "when"])


def _list_backbones(*, as_json: bool) -> None:
    from raredx.learning.backbones import all_backbones

    found = list(all_backbones().values())
    if as_json:
        print_json([{**one.model_dump(mode="json"), "weights": _weights(one)} for one in found])
        return
    rows = [[one.name, one.sees, str(one.width), _weights(one), one.learned_from] for one in found]
    print_table(rows, headings=["backbone", "sees", "features", "weights", "learned from"])
    click.echo(
        "An encoder may be followed by @whole, @head or @face: efficientnet-lite0@whole. Any"
        " network of timm is one, too: timm:resnet50.a1_in1k."
    )


def _weights(backbone: Backbone) -> str:
    """Whether weights are here, and what fetches them where they are not."""
    from raredx.encoders.registry import get_encoder

    if backbone.is_here or backbone.encoder is None:
        return "here"
    weights = get_encoder(backbone.encoder).weights
    return f"to be fetched: {weights.command(backbone.encoder)}"
