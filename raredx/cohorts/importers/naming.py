"""Rows of a table as images: which column means what, and which file each row names."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from raredx.cohorts.importers import values
from raredx.cohorts.importers.layout import ROLES, Choices, Item, Reading
from raredx.cohorts.importers.listing import Finder, Listing
from raredx.cohorts.importers.tables import Table
from raredx.cohorts.manifest import COLUMNS, ORIGINS
from raredx.errors import UserError
from raredx.words import count

_TEXTS = ("label_id", "source", "licence", "split")


def roles_of(table: Table, choices: Choices) -> dict[str, str]:
    """Which column has which role: as a person says, or else by its name.

    >>> table = Table("faces.csv", ("File name", "Diagnosis", "Age (years)"), ())
    >>> roles_of(table, Choices(columns={"age": "Age (years)"}))
    {'age': 'Age (years)', 'path': 'File name', 'label': 'Diagnosis'}
    """
    for role, column in choices.columns.items():
        if role not in ROLES or column not in table.columns:
            fault = f"no column {column!r}" if role in ROLES else f"no role {role!r}"
            offered = table.columns if role in ROLES else ROLES
            raise UserError(
                f"{table.name} has {fault}", remedy=f"Choose one of: {', '.join(offered)}"
            )
    found = dict(choices.columns)
    for role in ROLES:
        names = _known_names()[role]
        free = [column for column in table.columns if column not in found.values()]
        guess = min(
            (column for column in free if _plain(column) in names),
            key=lambda column: names.index(_plain(column)),
            default=None,
        )
        if role not in found and guess:
            found[role] = guess
    return found


def read_rows(
    table: Table, listing: Listing, choices: Choices, *, below: str = "", keep_all: bool = False
) -> Reading:
    """What the rows of a table say of the files below a folder."""
    roles = roles_of(table, choices)
    if "path" not in roles:
        raise UserError(
            f"{table.name} has no column that names the image files",
            remedy=f"Say which one does (path=COLUMN), of: {', '.join(table.columns)}",
        )
    kept = _kept(table, roles, choices, keep_all=keep_all)
    finder = Finder(listing, below=below)
    items: dict[str, Item] = {}
    refused: list[tuple[str, str]] = []
    unread: Counter[str] = Counter()
    for row in table.rows:
        called = row[roles["path"]]
        files = finder.find(called)
        if len(files) != 1:
            refused.append((called, "several-files" if files else "no-file"))
        elif files[0] in items:
            refused.append((called, "row-twice"))
        elif (origin := row.get(roles.get("origin", ""), "").casefold()) and origin not in ORIGINS:
            refused.append((called, "no-origin"))
        else:
            items[files[0]] = _item(files[0], row, roles, kept, unread)
    without = sum(
        entry.path.startswith(below) and entry.path not in items for entry in listing.images
    ) - sum(code == "no-origin" for _, code in refused)
    notes = (
        *table.notes,
        f"{table.name}: " + ", ".join(f"{role} from {column!r}" for role, column in roles.items()),
        *_left_out(table, roles, kept),
        *(f"{count(n, 'row')} with a {role} that cannot be made out" for role, n in unread.items()),
    )
    if without:
        notes += (f"{count(without, 'image file')} without a row in {table.name}: left out",)
    return Reading(items=tuple(items.values()), refused=tuple(refused), notes=notes)


def _item(
    file: str,
    row: Mapping[str, str],
    roles: Mapping[str, str],
    kept: Mapping[str, str],
    unread: Counter[str],
) -> Item:
    cells = {role: row[column] for role, column in roles.items()}
    columns: dict[str, Any] = {
        role: values.text(cells.get(role, "")) for role in _TEXTS if role in cells
    }
    if origin := cells.get("origin", "").casefold():
        columns["origin"] = origin
    for role, read in (("sex", values.sex), ("age", values.age)):
        if role in cells:
            columns[role] = read(cells[role])
            unread[role] += bool(cells[role]) and columns[role] is None
    if "phenotypes" in cells:
        columns["phenotypes"] = values.phenotypes(cells["phenotypes"])
    columns |= {name: values.text(row[column]) for column, name in kept.items()}
    return Item(
        file=file,
        label=values.text(cells.get("label", "")),
        subject=values.text(cells.get("subject_id", "")),
        columns=columns,
    )


def _kept(
    table: Table, roles: Mapping[str, str], choices: Choices, *, keep_all: bool
) -> dict[str, str]:
    """The further columns to keep, each with its name in the manifest."""
    further = [column for column in table.columns if column not in roles.values()]
    wanted = further if keep_all or "*" in choices.keep else [*choices.keep]
    if unknown := [column for column in wanted if column not in table.columns]:
        raise UserError(
            f"{table.name} has no column {unknown[0]!r} to keep",
            remedy=f"Choose among: {', '.join(further)}",
        )
    names: dict[str, str] = {}
    for column in wanted:
        name = values.column_name(column)
        while name in COLUMNS or name in names.values():
            name = f"{name}_given"
        names[column] = name
    return names


def _left_out(table: Table, roles: Mapping[str, str], kept: Mapping[str, str]) -> list[str]:
    others = [name for name in table.columns if name not in roles.values() and name not in kept]
    said = f"Columns of {table.name} that are left out, unless you ask to keep them: "
    return [said + ", ".join(others)] if others else []


@cache
def _known_names() -> dict[str, list[str]]:
    names = tomllib.loads(Path(__file__).with_name("columns.toml").read_text())
    return {role: list(names[role]) for role in ROLES}


def _plain(column: str) -> str:
    return re.sub(r"[\W_]+", "", column.casefold())
