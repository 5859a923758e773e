"""A fitted head on disk: its numbers in a safetensors file, what they are beside it in JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from raredx.errors import UserError
from raredx.files import build_folder
from raredx.folders import damaged, read_arrays, read_card
from raredx.learning.heads.fitted import FittedHead
from raredx.learning.heads.head import get_head

FORMAT = 1
"""To be raised whenever a file of this version could be misread by another."""
CARD, ARRAYS = "head.json", "head.safetensors"
_WHAT = "trained head"
_AGAIN = "Bring the folder back from a copy, or train again"


class Card(BaseModel):
    """What is known of a fitted head beside its arrays."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int
    head: str
    options: dict[str, Any]
    classes: tuple[str, ...]
    width: int
    beside: dict[str, str] = Field(default_factory=dict)
    """What else there is to it, such as the network that it was trained from."""


def save(fitted: FittedHead, folder: Path) -> None:
    """Write a fitted head into a folder of its own, which is replaced if it is there."""
    from safetensors.numpy import save_file

    arrays = fitted.arrays()
    card = Card(
        format=FORMAT,
        head=fitted.head.name,
        options=fitted.head.model_dump(),
        classes=fitted.classes,
        width=fitted.width,
        beside=fitted.beside(),
    )
    with build_folder(folder) as place:
        save_file(arrays, place / ARRAYS)
        (place / CARD).write_text(card.model_dump_json(indent=2) + "\n")


def load(folder: Path) -> FittedHead:
    """The fitted head of a folder; its scores are those of the one that was saved, bit for bit.

    >>> from raredx.learning.heads import get_head
    >>> import tempfile
    >>> fitted = get_head("nearest")().fit([[0.0, 1], [1, 0]], "ab", "12", classes="ab", seed=0)
    >>> with tempfile.TemporaryDirectory() as place:
    ...     fitted.save(Path(place, "head"))
    ...     again = load(Path(place, "head"))
    >>> bool((again.scores([[3.0, 1]]) == fitted.scores([[3.0, 1]])).all())
    True
    """
    card = _card(folder)
    head = get_head(card.head)
    try:
        options = head.model_validate(card.options)
    except ValidationError as error:
        raise _damaged(folder, f"{CARD} has options that {card.head!r} does not take") from error
    known = {"head": options, "classes": card.classes, "width": card.width}
    arrays = read_arrays(folder / ARRAYS, what=_WHAT, again=_AGAIN)
    try:
        return head.kind().restored(arrays, **known, **card.beside)
    except (TypeError, ValueError) as error:
        raise _damaged(folder, f"in {ARRAYS} {error}") from None


def _card(folder: Path) -> Card:
    return read_card(
        folder / CARD,
        Card,
        newest=FORMAT,
        what=_WHAT,
        make="Train one, or check the name",
        again=_AGAIN,
    )


def _damaged(folder: Path, fault: str) -> UserError:
    return damaged(folder, fault, what=_WHAT, again=_AGAIN)
