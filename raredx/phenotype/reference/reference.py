"""A reference: everything that was fitted on some people, as one value and one folder.

reference = open_reference("simulated")        # shipped; those of one's own lie in the workspace
reference.origin, reference.shape, reference.norms, reference.rules, reference.picture
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from raredx.assets.cards import CARD, Card, read_card, write_card
from raredx.errors import NotFoundError, UserError
from raredx.files import build_folder
from raredx.phenotype.reference.domain import Domain
from raredx.phenotype.reference.packing import pack, unpack
from raredx.phenotype.shape.conditions import Conditions
from raredx.phenotype.shape.effects import Effects
from raredx.phenotype.shape.model import ShapeModel
from raredx.phenotype.shape.space import Space
from raredx.phenotype.shape.whitening import Whitening
from raredx.phenotype.traits.measures import all_measures
from raredx.phenotype.traits.norms import Norms
from raredx.phenotype.traits.picture import Answer, PictureModel, View
from raredx.phenotype.traits.rule import Rule
from raredx.phenotype.traits.rules import Rules
from raredx.settings import ROOT, settings
from raredx.statistics.estimate import Estimate

SIMULATED = "simulated"
"""The name of the reference that is shipped."""
SHIPPED = ROOT / "assets" / "reference-simulated"

_CLASSES = (
    *(Answer, Conditions, Domain, Effects, Estimate, Norms, PictureModel, Rule, Rules),
    *(ShapeModel, Space, View, Whitening),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reference:
    """What was fitted on some people."""

    title: str
    origin: str
    """Of their pictures: real, simulated or synthetic. It says nothing about any other."""
    people: int
    data: str
    """Hash of the data that it was fitted on, the split's where there is one."""
    measures: tuple[str, ...]
    """The measures that norms and rules are about."""
    shape: ShapeModel
    norms: Norms | None
    """None: too few unaffected people."""
    rules: Rules | None
    """None: nobody's signs were written down."""
    picture: PictureModel | None
    domain: Domain
    missing: tuple[str, ...] = ()
    """What it cannot say, and why."""

    def save(self, folder: Path, card: Card) -> None:
        """Write it into a folder of its own, whole or not at all."""
        with build_folder(folder) as place:
            pack({"reference": _fields(self)}, place)
            write_card(place, card)

    @staticmethod
    def open(folder: Path) -> Reference:
        """The reference of a folder, if it was fitted by this version's measures."""
        found = unpack(folder, _CLASSES)
        try:
            reference = Reference(**found["reference"])
        except (TypeError, KeyError):
            raise UserError(
                f"{folder.name} holds no reference", remedy="Fit one: `raredx phenotype fit`"
            ) from None
        if reference.measures != tuple(all_measures()):
            raise UserError(
                f"The reference {folder.name} was fitted on other measures than there are now",
                remedy="Fit it again: `raredx phenotype fit`",
            )
        return reference


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A reference that can be opened."""

    name: str
    card: Card
    shipped: bool


def list_references() -> list[Listed]:
    """The references there are, the shipped one first."""
    found = [Listed(name=SIMULATED, card=read_card(SHIPPED), shipped=True)]
    for folder in sorted(references_folder().glob(f"*/{CARD}")):
        place = folder.parent
        found.append(Listed(name=place.name, card=read_card(place), shipped=False))
    return found


def open_reference(name: str = SIMULATED) -> Reference:
    """The reference of that name."""
    if name == SIMULATED:
        return _shipped()
    known = {one.name for one in list_references()}
    if name not in known:
        raise NotFoundError(
            f"There is no reference {name!r}",
            remedy=f"Choose one of {', '.join(sorted(known))}, or fit one",
        )
    return Reference.open(references_folder() / name)


@cache
def _shipped() -> Reference:
    """Opened once: it comes with the code, and changes with it alone."""
    return Reference.open(SHIPPED)


def hash_of(name: str) -> str:
    """A hash over the files of a reference, as its card has them."""
    folder = SHIPPED if name == SIMULATED else references_folder() / name
    files = read_card(folder).files
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def references_folder() -> Path:
    """Where the references of one's own lie."""
    return settings().workspace / "references"


def _fields(reference: Reference) -> dict[str, Any]:
    return {name: getattr(reference, name) for name in Reference.__dataclass_fields__}
