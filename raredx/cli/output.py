"""How commands print: tables for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from pydantic import BaseModel

AnyCommand = TypeVar("AnyCommand", bound=Callable[..., Any])


def json_option(command: AnyCommand) -> AnyCommand:
    """The option `--json`, which every command has."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def print_json(value: object) -> None:
    """Print records and what holds them as JSON."""
    click.echo(json.dumps(value, indent=2, default=_plain, ensure_ascii=False))


def print_table(rows: Sequence[Sequence[str]], *, headings: Sequence[str] = ()) -> None:
    """Print rows in aligned columns; the last column is as wide as it likes."""
    table = [list(headings), *map(list, rows)] if headings else list(map(list, rows))
    if not table:
        return
    widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)
