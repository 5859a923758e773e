"""A split on disk: two tables and what is known of them, checked whenever it is loaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from raredx.cohorts.splits.balance import Balance
from raredx.cohorts.splits.draw import Drawn
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.split import Split, content_hash
from raredx.errors import NotFoundError, UserError
from raredx.files import build_folder

FOLDER = "splits"
CARD, TABLE, TEST = "split.json", "split.parquet", "test.parquet"


class Card(BaseModel):
    """What is known of a split beside its tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    plan: Plan
    data_hash: str
    table_hash: str
    test_hash: str
    split_hash: str
    balance: Balance


def save(drawn: Drawn, folder: Path) -> Split:
    """Write a new split into a folder of its own; there must be none yet, or the same."""
    if (folder / CARD).exists():
        there = _card(folder)
        if there.split_hash == drawn.split.hash and there.data_hash == drawn.split.data_hash:
            return drawn.split
        raise UserError(
            f"There is a split {folder.name!r} already, and it is another one",
            remedy="Give the new one another name: results refer to splits, so none is replaced",
        )
    split = drawn.split
    card = Card(
        plan=split.plan,
        data_hash=split.data_hash,
        table_hash=content_hash(split.table),
        test_hash=split.test_hash,
        split_hash=split.hash,
        balance=split.balance,
    )
    with build_folder(folder) as place:
        pq.write_table(split.table, place / TABLE)
        pq.write_table(drawn.test, place / TEST)
        (place / CARD).write_text(card.model_dump_json(indent=2) + "\n")
    return split


def load(folder: Path, *, data_hash: str) -> Split:
    """The split of a folder, if it is whole and was made for the cohort as it is now."""
    card = _card(folder)
    if card.data_hash != data_hash:
        raise UserError(
            f"The cohort has changed since the split {folder.name!r} was made",
            remedy="Make a new split for it, or go back to the cohort as it was",
        )
    table = read_table(folder / TABLE, expected=card.table_hash)
    return Split(
        plan=card.plan,
        data_hash=data_hash,
        table=table,
        test_hash=card.test_hash,
        balance=card.balance,
    )


def hash_of(folder: Path) -> str:
    """The hash of the split of a folder, as its card says."""
    return _card(folder).split_hash


def same_split(one: Path, other: Path) -> bool:
    """Whether two folders hold the same split; a folder without one holds none."""
    return (one / CARD).exists() and hash_of(one) == hash_of(other)


def read_table(path: Path, *, expected: str) -> pa.Table:
    """One of the two tables, or an error if it is not the one that was saved."""
    try:
        table = pq.read_table(BytesIO(path.read_bytes()))
        if content_hash(table) == expected:
            return table
    except (OSError, pa.ArrowException):
        pass
    raise UserError(
        f"The split {path.parent.name!r} is damaged: {path.name} is missing, or not what was saved",
        remedy="Bring the folder back from a copy, or make a new split under another name",
    )


def read_test(folder: Path) -> tuple[str, ...]:
    """The ids of the test part. Whoever fits or scores takes `locked.open_test` instead."""
    table = read_table(folder / TEST, expected=_card(folder).test_hash)
    return tuple(table["image_id"].to_pylist())


def placed(folder: Path, ids: Sequence[str]) -> list[tuple[str, ...]]:
    """Where images stand: their part and the fold in each repeat; () for those in no part.

    For the check, which must see that no copy stands on both sides; it scores nothing.
    """
    table = read_table(folder / TABLE, expected=_card(folder).table_hash)
    columns = [table["image_id"], table["part"], *table.columns[3:]]
    where: dict[str, tuple[str, ...]] = {
        image_id: (part, *map(str, folds))
        for image_id, part, *folds in zip(*(c.to_pylist() for c in columns), strict=True)
        if part != "left-out"
    }
    where |= dict.fromkeys(read_test(folder), ("test",))
    return [where.get(image_id, ()) for image_id in ids]


def folders(notes: Path) -> list[Path]:
    """The folders of the splits among a cohort's notes."""
    return sorted(card.parent for card in (notes / FOLDER).glob(f"*/{CARD}"))


def check_name(name: str, *, what: str = "a split") -> None:
    """Refuse a name that is no plain word.

    >>> check_name("../other")
    Traceback (most recent call last):
    ...
    raredx.errors.UserError: '../other' is no name for a split. Use letters, digits, - and _.
    """
    if not re.fullmatch(r"[A-Za-z0-9][\w-]{0,63}", name):
        raise UserError(f"{name!r} is no name for {what}", remedy="Use letters, digits, - and _")


def _card(folder: Path) -> Card:
    try:
        return Card.model_validate_json((folder / CARD).read_text())
    except FileNotFoundError:
        raise NotFoundError(
            f"There is no split {folder.name!r}", remedy="Make one: `raredx cohort split`"
        ) from None
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise UserError(
            f"The split {folder.name!r} cannot be read: {str(error).splitlines()[0]}",
            remedy="Bring the folder back from a copy, or make a new split under another name",
        ) from None
