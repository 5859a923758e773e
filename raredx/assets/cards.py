"""Cards: what the folders under assets/ and data/ hold, as each one's card.json says."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from raredx.errors import UserError
from raredx.files import sha256_of, write_whole
from raredx.settings import ROOT

CARD = "card.json"

AnyCard = TypeVar("AnyCard", bound="Card")


class Card(BaseModel):
    """What a folder of shipped files is, where it comes from, and the checksum of every file.

    Cards of one kind of folder, such as cohorts, say more; here that is left aside.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    title: str
    summary: str
    licence: str
    made_by: str = Field(description="The command or the work that makes these files")
    counts: dict[str, int] = Field(default_factory=dict, description="What it holds, in numbers")
    files: dict[str, str] = Field(default_factory=dict, description="SHA-256 of each file")


class ModelCard(Card):
    """The card of a model that was trained here."""

    measures: dict[str, str] = Field(
        default_factory=dict, description="What was measured of it, in words"
    )


def shipped_folders() -> list[Path]:
    """The folders under assets/ and data/ that have a card."""
    found = [card.parent for top in ("assets", "data") for card in (ROOT / top).rglob(CARD)]
    return sorted(found)


def read_card(folder: Path) -> Card:
    """A folder's card, or an error that names what is wrong with it."""
    return _read(folder, Card)


def read_model_card(folder: Path) -> ModelCard:
    """The card of a model's folder, or an error that names what is wrong with it."""
    return _read(folder, ModelCard)


def write_card(folder: Path, card: AnyCard) -> AnyCard:
    """Write a folder's card with the checksum of every file that lies there now."""
    files = {path.relative_to(folder).as_posix(): sha256_of(path) for path in card_files(folder)}
    card = card.model_copy(update={"files": files})
    write_whole(folder / CARD, card.model_dump_json(indent=2) + "\n")
    return card


def card_files(folder: Path) -> list[Path]:
    """The files that a folder's card answers for: all below it, but for folders with their own.

    Hidden files, such as locks, are nobody's.
    """
    below = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != CARD and not path.name.startswith(".")
    ]
    others = [card.parent for card in folder.rglob(CARD) if card.parent != folder]
    return [path for path in below if not any(path.is_relative_to(other) for other in others)]


def _read(folder: Path, kind: type[AnyCard]) -> AnyCard:
    try:
        return kind.model_validate_json((folder / CARD).read_text())
    except (OSError, ValidationError, ValueError) as error:
        raise UserError(
            f"The card of {folder} cannot be read: {str(error).splitlines()[0]}",
            remedy="Bring the folder back as it was shipped: `git checkout` does",
        ) from None
