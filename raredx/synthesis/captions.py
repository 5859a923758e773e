"""What is said of a face, in words that any model of faces knows."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

_AGES = (3, 12, 18, 40, 60)  # years at which the next word begins
PERSON = {
    "female": ("baby girl", "girl", "teenage girl", "young woman", "woman", "old woman"),
    "male": ("baby boy", "boy", "teenage boy", "young man", "man", "old man"),
    None: ("baby", "child", "teenager", "young adult", "adult", "old person"),
}
OF_ANY_AGE = {"female": "female person", "male": "male person", None: "person"}
_ALWAYS = "smile", "condition"  # what is said whenever it is so


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What of somebody is said; None is not known, and is not said.

    >>> Shown(years=7, sex="female", skin="fair", view="looking left").caption
    'photo of a girl, fair skin, looking left'
    >>> Shown(condition="Noonan syndrome").caption
    'photo of a person with noonan syndrome'
    """

    years: float | None = None
    sex: str | None = None
    skin: str | None = None
    hair: str | None = None
    view: str | None = None
    light: str | None = None
    smile: bool = False
    condition: str | None = None

    @property
    def age(self) -> int | None:
        """Which of the six ages somebody has."""
        return None if self.years is None else bisect(_AGES, self.years)

    @property
    def caption(self) -> str:
        """All that is known, as one line."""
        sex = self.sex if self.sex in PERSON else None
        who = OF_ANY_AGE[sex] if self.age is None else PERSON[sex][self.age]
        named = f" with {self.condition.casefold()}" if self.condition else ""
        said = [f"photo of {_article(who)}{named}"]
        said += [f"{self.skin} skin"] if self.skin else []
        said += [one for one in (self.hair, self.view, self.light) if one]
        said += ["smiling"] if self.smile else []
        return ", ".join(said)

    def mirrored(self) -> Shown:
        """What a picture shows in a mirror.

        >>> Shown(view="looking left", light="light from the right").mirrored().caption
        'photo of a person, looking right, light from the left'
        """
        return replace(self, view=_other_side(self.view), light=_other_side(self.light))

    def told_partly(self, chance: np.random.Generator, *, left_out: float = 0.15) -> Shown:
        """The same person with some things unsaid, so that a short prompt is no strange one."""
        names = [field.name for field in fields(self) if field.name not in _ALWAYS]
        unsaid = chance.random(len(names)) < left_out
        known: dict[str, Any] = {
            name: None if gone else getattr(self, name)
            for name, gone in zip(names, unsaid, strict=True)
        }
        return replace(self, **known)


def _other_side(said: str | None) -> str | None:
    sides = {"left": "right", "right": "left"}
    return said and " ".join(sides.get(word, word) for word in said.split())


def _article(who: str) -> str:
    return f"{'an' if who[0] in 'aeiou' else 'a'} {who}"
