"""Models on disk, shipped or of the workspace: a folder each, whose card answers for all files."""

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
from raredx.learning.bundle.card import AGAIN, FORMAT, BundleCard
from raredx.learning.heads.store import ARRAYS
from raredx.settings import ROOT, settings

if TYPE_CHECKING:
    from raredx.learning.bundle.bundle import Bundle

HEAD = "head"
WEIGHTS = f"{HEAD}/{ARRAYS}"
SHIPPED = ROOT / "assets" / "models"
DEMONSTRATION = "demonstration"
"""The model that is asked where nobody names one; it is shipped."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A model as a list shows it: its card, or what is wrong with it."""

    name: str
    folder: Path
    shipped: bool
    card: BundleCard | None
    fault: str = ""


def models_folder() -> Path:
    """Where models lie that you train."""
    return settings().workspace / "models"


def bundle_folder(name: str) -> Path:
    """Where the model of that name lies, or belongs."""
    check_name(name, what="a model")
    return (SHIPPED if _is_shipped(name) else models_folder()) / name


def new_folder(name: str, *, replace: bool = False) -> Path:
    """Where a new model of that name goes, if the name is free."""
    folder = bundle_folder(name)
    if _is_shipped(name):
        raise UserError(f"The model {name!r} is shipped", remedy="Choose another name")
    if (folder / CARD).exists() and not replace:
        raise UserError(
            f"There is a model {name!r} already",
            remedy="Choose another name, or replace it (`--replace`)",
        )
    return folder


def list_bundles() -> tuple[Listed, ...]:
    """Every model by name, the broken ones among them; the shipped ones come first."""
    shipped = [_listed(card.parent) for card in sorted(SHIPPED.glob(f"*/{CARD}"))]
    own = [_listed(card.parent) for card in sorted(models_folder().glob(f"*/{CARD}"))]
    return (*shipped, *own)


def open_bundle(name: str) -> Bundle:
    """The model of that name."""
    from raredx.learning.bundle.bundle import Bundle

    folder = bundle_folder(name)
    if not folder.is_dir():
        known = ", ".join(one.name for one in list_bundles())
        raise NotFoundError(f"There is no model {name!r}", remedy=f"Choose one of: {known}")
    return Bundle.open(folder)


def state_of(name: str) -> str:
    """What tells a model from another one that had its name; empty where there is none.

    It is the checksum of its card, which has those of all its files; no other model is looked at.
    """
    card = bundle_folder(name) / CARD
    return sha256_of(card) if card.is_file() else ""


def remove_bundle(name: str) -> None:
    """Remove a model of the workspace, whole or broken."""
    folder = bundle_folder(name)
    if _is_shipped(name):
        raise UserError(
            f"The model {name!r} is shipped and stays", remedy="Only your own can be removed"
        )
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
        again=AGAIN,
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
    return folders.damaged(folder, fault, what="model", again=AGAIN)


def _listed(folder: Path) -> Listed:
    card, fault = None, ""
    try:
        card = read_bundle_card(folder)
    except UserError as error:
        fault = str(error)
    shipped = folder.parent == SHIPPED
    return Listed(name=folder.name, folder=folder, shipped=shipped, card=card, fault=fault)


def _is_shipped(name: str) -> bool:
    return (SHIPPED / name / CARD).is_file()
