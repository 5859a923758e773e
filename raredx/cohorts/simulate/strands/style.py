"""How a person wears hair, brows and lashes: what stays the same from photograph to photograph."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from raredx.errors import UserError

_PLAIN = {
    "cut": [0, 0],
    "curl": [0, 100],
    "part": 0.0,
    "back": 0.0,
    "tie": "none",
    "gravity": 0,
    "fringe": False,
}


@dataclass(frozen=True, kw_only=True)
class HairStyle:
    """The hair of one head; `cut` names a style of styles.toml."""

    cut: str = "crop"
    seed: int = 0  # where the roots stand
    length: float = 1.0  # times the style's
    curl: float = 1.0  # times the style's radius
    wave: float = 0.0  # millimetres of wave where the style has none
    parting: float = 0.0  # metres to the person's left
    eumelanin: float = 1.3
    pheomelanin: float = 0.1
    grey: float = 0.0  # share of strands without pigment
    hairline: float = 0.0  # metres; + is higher
    recession: float = 0.0  # 0 none, 1 bald but for the sides
    density: float = 1.0
    forelock: float = 0.0  # 1 is a white lock of 25 mm

    def with_traits(self, traits: Mapping[str, float]) -> HairStyle:
        """The same hair, with what a condition changes.

        >>> HairStyle(cut="bob").with_traits({"hairline": 0.01, "hair_density": -1}).density
        0.35
        """
        albinism = min(max(traits.get("albinism", 0.0), 0.0), 1.0)
        sparse = max(-traits.get("hair_density", 0.0), 0.0)
        return replace(
            self,
            hairline=self.hairline + traits.get("hairline", 0.0),
            density=self.density * max(1 - 0.65 * sparse, 0.05),
            forelock=max(self.forelock, traits.get("forelock", 0.0)),
            eumelanin=self.eumelanin * (1 - 0.97 * albinism),
            pheomelanin=self.pheomelanin * (1 - 0.6 * albinism),
        )


@dataclass(frozen=True, kw_only=True)
class Brows:
    """Two brows; each value is relative to a common one, which is 0 or 1."""

    seed: int = 0
    thickness: float = 1.0
    density: float = 1.0
    arch: float = 0.0  # + is higher
    synophrys: float = 0.0  # 1 has a full bridge over the nose
    eumelanin: float = 1.3
    pheomelanin: float = 0.1
    grey: float = 0.0

    def with_traits(self, traits: Mapping[str, float]) -> Brows:
        """The same brows, with what a condition changes.

        >>> Brows().with_traits({"synophrys": 0.8}).synophrys
        0.8
        """
        albinism = min(max(traits.get("albinism", 0.0), 0.0), 1.0)
        denser = traits.get("brow_density", 0.0)
        sparser = max(1 + 0.58 * min(denser, 0), 0)
        return replace(
            self,
            thickness=min(max(self.thickness + 0.6 * traits.get("brow_thickness", 0.0), 0.25), 2.6),
            density=min(self.density * sparser + 0.5 * max(denser, 0), 2.2),
            arch=self.arch + traits.get("brow_arch", 0.0),
            synophrys=max(self.synophrys, traits.get("synophrys", 0.0)),
            eumelanin=self.eumelanin * (1 - 0.95 * albinism),
            pheomelanin=self.pheomelanin * (1 - 0.6 * albinism),
        )


@dataclass(frozen=True, kw_only=True)
class Lashes:
    """The lashes of both eyes."""

    seed: int = 0
    length: float = 1.0  # times 8.5 mm on the upper lid
    density: float = 1.0
    eumelanin: float = 4.0

    def with_traits(self, traits: Mapping[str, float]) -> Lashes:
        """The same lashes, with what a condition changes.

        >>> Lashes().with_traits({"lash_length": 1.0}).length
        1.5
        """
        albinism = min(max(traits.get("albinism", 0.0), 0.0), 1.0)
        return replace(
            self,
            length=min(max(self.length + 0.5 * traits.get("lash_length", 0.0), 0.0), 2.2),
            eumelanin=self.eumelanin * (1 - 0.95 * albinism),
        )


@cache
def styles() -> Mapping[str, Mapping[str, Any]]:
    """Every style by name, as styles.toml describes it."""
    text = Path(__file__).with_name("styles.toml").read_text()
    return {name: {**_PLAIN, **row} for name, row in tomllib.loads(text).items()}


def style_of(hair: HairStyle) -> Mapping[str, Any]:
    """What styles.toml says of a head's cut."""
    if hair.cut not in styles():
        raise UserError(f"There is no hair style {hair.cut!r}", remedy=f"Use {', '.join(styles())}")
    return styles()[hair.cut]
