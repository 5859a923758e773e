"""Folders with a card: what lies there is read, or one line says what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import numpy.typing as npt
from pydantic import BaseModel, ValidationError

from raredx.errors import NotFoundError, UserError

AnyCard = TypeVar("AnyCard", bound=BaseModel)


class Format(BaseModel):
    """The one field that every version writes; what else there is, is not looked at."""

    format: int


def read_card(
    file: Path, card: type[AnyCard], *, newest: int, what: str, make: str, again: str
) -> AnyCard:
    """The card in a folder, or one line: there is none, it is damaged, or a newer version made it.

    Parameters
    ----------
    newest
        The highest format that can be read.
    what, make, again
        What the folder holds, how to get one, and what to do about a damaged one.
    """
    name = file.parent.name
    try:
        text = file.read_text()
    except FileNotFoundError:
        raise NotFoundError(f"There is no {what} in {name!r}", remedy=make) from None
    except (OSError, UnicodeDecodeError):
        raise damaged(file.parent, f"{file.name} cannot be read", what=what, again=again) from None
    wrong = damaged(file.parent, f"{file.name} is not what was saved", what=what, again=again)
    try:
        made = Format.model_validate_json(text).format
    except ValidationError:
        raise wrong from None
    if made > newest:
        raise UserError(
            f"The {what} {name!r} was made by a newer version",
            remedy="Update the workbench, or train it again here",
        )
    try:
        return card.model_validate_json(text)
    except ValidationError:
        if made == newest:
            raise wrong from None
    raise UserError(f"The {what} {name!r} was made by an older version", remedy="Make it again")


def read_arrays(file: Path, *, what: str, again: str) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a safetensors file beside a card, or one line that says what is wrong."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return dict(load_file(file))
    except FileNotFoundError:
        fault = f"{file.name} is missing"
    except (OSError, SafetensorError):
        fault = f"{file.name} cannot be read"
    raise damaged(file.parent, fault, what=what, again=again)


def damaged(folder: Path, fault: str, *, what: str, again: str) -> UserError:
    """The error that says what is wrong with a folder."""
    return UserError(f"The {what} {folder.name!r} is damaged: {fault}", remedy=again)
