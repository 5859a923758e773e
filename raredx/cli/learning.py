"""`raredx backbones` and `raredx heads`: what classifiers can be made of."""

from __future__ import annotations

import click

from raredx.cli.output import json_option, print_json, print_table


@click.command()
@json_option
def backbones(as_json: bool) -> None:
    """List what makes features of images: what each sees, and what it learned before."""
    from raredx.learning.backbones import all_backbones

    found = list(all_backbones().values())
    if as_json:
        print_json(found)
        return
    rows = [[one.name, one.sees, str(one.width), one.learned_from] for one in found]
    print_table(rows, headings=["backbone", "sees", "features", "learned from"])
    click.echo("An encoder may be followed by @whole, @head or @face: efficientnet-lite0@whole.")


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
