"""`raredx generate`: what makes synthetic images."""

from __future__ import annotations

import click

from raredx.cli.kinds import KindGroup


@click.group(cls=KindGroup, kinds={"rebuild": ("pocket-rebuild",)})
def generate() -> None:
    """Make synthetic images, and what they are made by."""
