"""The cohorts that there are, by name: those of the workspace, and those that are shipped."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from raredx.assets.cards import CARD
from raredx.cohorts.card import CohortCard, read_cohort_card
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.manifest import MANIFEST
from raredx.cohorts.opening import opened
from raredx.errors import NotFoundError, UserError
from raredx.files import clear_partials
from raredx.settings import ROOT, settings

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]|[a-z0-9]")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A cohort as a list shows it: its card, or what is wrong with it."""

    name: str
    folder: Path
    shipped: bool
    card: CohortCard | None
    fault: str = ""


def cohorts_folder() -> Path:
    """Where the cohorts lie that you make."""
    return settings().workspace / "cohorts"


def list_cohorts() -> tuple[Listed, ...]:
    """Every cohort, also one that cannot be opened, by name; the shipped ones come first."""
    shipped = [_listed(name, folder, shipped=True) for name, folder in sorted(_shipped().items())]
    own = [_listed(folder.name, folder, shipped=False) for folder in sorted(_own())]
    return (*shipped, *own)


def find(name: str) -> Path:
    """The folder of the cohort of that name, whole or not."""
    known = {folder.name: folder for folder in _own()} | _shipped()
    if name not in known:
        raise NotFoundError(
            f"There is no cohort {name!r}",
            remedy=f"Choose one of: {', '.join(known)}"
            if known
            else "Import one with `raredx cohort import`",
        )
    return known[name]


def open_cohort(name: str) -> Cohort:
    """The cohort of that name."""
    return Cohort.open(find(name))


def new_folder(name: str, *, replace: bool = False) -> Path:
    """Where a new cohort of that name goes, if the name can be one and is free.

    Names are of small letters, so that no file system takes two of them for one.
    """
    if not _NAME.fullmatch(name):
        raise UserError(
            f"{name!r} cannot be a cohort's name",
            remedy=f"Use small letters, digits, '-', '_' and '.', as in {plain(name)!r}",
        )
    if name in _shipped():
        raise UserError(f"The cohort {name!r} is shipped", remedy="Choose another name")
    folder = cohorts_folder() / name
    if folder.exists() and not replace:
        raise UserError(
            f"There is a cohort {name!r} already",
            remedy="Choose another name, or replace it (--replace)",
        )
    return folder


def plain(text: str) -> str:
    """A text as a cohort's name.

    >>> plain("My faces, 2nd part"), plain("../..")
    ('my-faces-2nd-part', 'cohort')
    """
    return re.sub(r"[^a-z0-9._]+", "-", text.casefold())[:64].strip(".-_") or "cohort"


def delete(name: str) -> None:
    """Remove a cohort of the workspace with all that belongs to it, whole or broken."""
    if name in _shipped():
        raise UserError(
            f"The cohort {name!r} is shipped and stays", remedy="Only your own can be deleted"
        )
    folder = find(name)
    with FileLock(folder.parent / f".{name}.lock"):
        clear_partials(folder)
        gone = folder.with_name(f".{name}.deleted")
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)  # at once, so that nobody opens a half of it
        shutil.rmtree(gone)


def _listed(name: str, folder: Path, *, shipped: bool) -> Listed:
    card, fault = None, ""
    try:
        card = read_cohort_card(folder)
        opened(folder)
    except UserError as error:
        fault = str(error)
    return Listed(name=name, folder=folder, shipped=shipped, card=card, fault=fault)


def _own() -> Iterator[Path]:
    if cohorts_folder().is_dir():
        for folder in cohorts_folder().iterdir():
            if folder.is_dir() and not folder.name.startswith("."):
                yield folder


def _shipped() -> dict[str, Path]:
    """A shipped cohort lies anywhere below data/, and is named after its folder."""
    cards = (ROOT / "data").rglob(CARD)
    return {card.parent.name: card.parent for card in cards if (card.parent / MANIFEST).is_file()}
