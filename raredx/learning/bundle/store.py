"""Models on disk: a folder each in the workspace, with a card that answers for every file."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from raredx import folders
from raredx.assets.cards import CARD
from raredx.cohorts.splits.store import check_name
from raredx.errors import NotFoundError, UserError
from raredx.files import sha256_of
from raredx.folders import read_card
from raredx.learning.bundle.card import FORMAT, BundleCard
from raredx.learning.heads.store import ARRAYS
from raredx.settings import settings

if TYPE_CHECKING:
    from raredx.learning.bundle.bundle import Bundle

HEAD = "head"
WEIGHTS = f"{HEAD}/{ARRAYS}"
_AGAIN = "Bring the folder back from a copy, or train it again"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A model as a list shows it: its card, or what is wrong with it."""

    name: str
    folder: Path
    card: BundleCard | None
    fault: str = ""


def models_folder() -> Path:
    """Where models lie."""
    return settings().workspace / "models"


def bundle_folder(name: str) -> Path:
    """Where the model of that name lies, or belongs."""
    check_name(name, what="a model")
    return models_folder() / name


def list_bundles() -> tuple[Listed, ...]:
    """The models there are, by name, the broken ones among them."""
    return tuple(_listed(card.parent) for card in sorted(models_folder().glob(f"*/{CARD}")))


def open_bundle(name: str) -> Bundle:
    """The model of that name."""
    from raredx.learning.bundle.bundle import Bundle

    folder = bundle_folder(name)
    if not folder.is_dir():
        known = ", ".join(one.name for one in list_bundles())
        raise NotFoundError(
            f"There is no model {name!r}",
            remedy=f"Choose one of: {known}" if known else "Train one: `raredx train`",
        )
    return Bundle.open(folder)


def remove_bundle(name: str) -> None:
    """Remove a model, whole or broken."""
    folder = bundle_folder(name)
    if not folder.is_dir():
        raise NotFoundError(f"There is no model {name!r}", remedy="It is gone already")
    shutil.rmtree(folder)


def read_bundle_card(folder: Path) -> BundleCard:
    """The card in a model's folder, whether or not the model can be used here."""
    return read_card(
        folder / CARD,
        BundleCard,
        newest=FORMAT,
        what="model",
        make="Train one: `raredx train`",
        again=_AGAIN,
    )


def check_files(folder: Path, card: BundleCard) -> None:
    """Refuse a model of which a file is missing, or is not the one that was saved."""
    for name, expected in card.files.items():
        try:
            found = sha256_of(folder / name)
        except FileNotFoundError:
            raise damaged(folder, f"{name} is missing") from None
        if found != expected:
            raise damaged(folder, f"{name} is not what was saved")


def damaged(folder: Path, fault: str) -> UserError:
    """The error that says what is wrong with a model's folder."""
    return folders.damaged(folder, fault, what="model", again=_AGAIN)


def _listed(folder: Path) -> Listed:
    try:
        return Listed(name=folder.name, folder=folder, card=read_bundle_card(folder))
    except UserError as error:
        return Listed(name=folder.name, folder=folder, card=None, fault=str(error))
