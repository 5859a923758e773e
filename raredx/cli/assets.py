"""`raredx assets`: third-party model files, and the checksums of everything that is shipped."""

from __future__ import annotations

import click

from raredx.assets import all_assets
from raredx.cli.kinds import KindGroup
from raredx.cli.output import json_option, print_json, print_table
from raredx.words import size


@click.group(
    cls=KindGroup,
    kinds={"pull": ("assets-pull", "names"), "verify": ("assets-verify",)},
)
def assets() -> None:
    """Fetch, list and verify model files."""


@assets.command("list")
@json_option
def list_assets(as_json: bool) -> None:
    """List the third-party files: what they are for, their licence, whether they are here."""
    found = [(asset, asset.state()) for asset in all_assets().values()]
    if as_json:
        print_json(
            [{**a.model_dump(mode="json"), "path": str(a.path), "state": s} for a, s in found]
        )
    else:
        rows = [(a.name, s, size(a.size), a.licence, a.title) for a, s in found]
        print_table(rows, headings=("NAME", "STATE", "SIZE", "LICENCE", "WHAT IT IS"))
