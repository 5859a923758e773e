"""What is said of a face in words that any model of faces knows: no condition, no phenotype."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from raredx.cohorts.simulate.photograph import Photograph

_AGES = (3, 12, 18, 40, 60)  # years at which the next word begins
_PERSON = {
    "female": ("baby girl", "girl", "teenage girl", "young woman", "woman", "old woman"),
    "male": ("baby boy", "boy", "teenage boy", "young man", "man", "old man"),
    None: ("baby", "child", "teenager", "young adult", "adult", "old person"),
}
_OF_ANY_AGE = {"female": "female person", "male": "male person", None: "person"}
_VIEWS = ("looking left", "looking straight", "looking right")
_LIGHTS = ("light from the left", "even light", "light from the right")
_SKIN = ("very fair", "fair", "tan", "brown", "dark")
_DARKER = (0.15, 0.35, 0.55, 0.75)  # melanin at which the next word begins
_LENGTHS = {
    "very short": ("buzz", "infant"),
    "short": ("crop", "side_part", "textured", "swept", "fringe"),
    "chin-length": ("bob",),
    "long": ("shoulder", "long_straight"),
    "long wavy": ("long_wavy",),
    "curly": ("curly",),
    "coiled": ("afro", "coils"),
    "tied back": ("tail", "bun"),
}
_CUT = {cut: word for word, cuts in _LENGTHS.items() for cut in cuts}
_TURNED, _SIDEWAYS = 15.0, 25.0  # degrees of a head, and of the light
_SMILE = 0.25


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What of somebody is said; None is not known, and is not said.

    >>> Shown(years=7, sex="female", skin="fair", view="looking left").caption
    'photo of a girl, fair skin, looking left'
    >>> Shown().caption
    'photo of a person'
    """

    years: float | None = None
    sex: str | None = None
    skin: str | None = None
    hair: str | None = None
    view: str | None = None
    light: str | None = None
    smile: bool = False

    @property
    def age(self) -> int | None:
        """Which of the six ages somebody has."""
        return None if self.years is None else bisect(_AGES, self.years)

    @property
    def caption(self) -> str:
        """All that is known, as one line."""
        sex = self.sex if self.sex in _PERSON else None
        who = _OF_ANY_AGE[sex] if self.age is None else _PERSON[sex][self.age]
        said = [f"photo of {_article(who)}"]
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
        names = [field.name for field in fields(self) if field.name != "smile"]
        unsaid = chance.random(len(names)) < left_out
        known = {
            name: None if gone else getattr(self, name)
            for name, gone in zip(names, unsaid, strict=True)
        }
        return Shown(**known, smile=self.smile)


def shown_in(taken: Photograph) -> Shown:
    """What is to be said of a simulated photograph; left and right are those of the picture."""
    identity, look, photo = taken.patient.identity, taken.look, taken.photo
    return Shown(
        years=identity.years,
        sex=identity.sex,
        skin=_SKIN[bisect(_DARKER, look.melanin)],
        hair=_hair(taken),
        view=_VIEWS[_side(photo.yaw, _TURNED)],
        light=_LIGHTS[_side(photo.light.azimuth, _SIDEWAYS)],
        smile=photo.expression.get("fa:mouthSmile", 0.0) > _SMILE,
    )


def vocabulary() -> tuple[str, ...]:
    """Every word that a caption can have, in alphabetical order.

    >>> "girl" in vocabulary(), "syndrome" in vocabulary()
    (True, False)
    """
    said = {"photo of a an", "skin", "smiling", "bald", *_SKIN, *_VIEWS, *_LIGHTS}
    said |= {*_OF_ANY_AGE.values(), *(who for people in _PERSON.values() for who in people)}
    said |= {f"{length} {colour} hair" for length in _LENGTHS for colour in _COLOURS}
    return tuple(sorted({word for text in said for word in text.split()}))


_COLOURS = ("black", "dark brown", "brown", "red", "blond", "grey")
_GREY, _BALD, _SPARSE, _RED = 0.5, 0.75, 0.25, 0.5
_LIGHTER = ((3.0, "black"), (1.6, "dark brown"), (0.55, "brown"))  # eumelanin from which on


def _hair(taken: Photograph) -> str:
    hair = taken.look.hair
    if hair.recession > _BALD or hair.density < _SPARSE:
        return "bald"
    if hair.grey > _GREY:
        colour = "grey"
    elif hair.pheomelanin > _RED:
        colour = "red"
    else:
        colour = next((word for least, word in _LIGHTER if hair.eumelanin > least), "blond")
    return f"{_CUT[hair.cut]} {colour} hair"


def _side(degrees: float, most: float) -> int:
    """0 beyond so many degrees to the left of the picture, 2 to the right, else 1."""
    return 1 + (degrees > most) - (degrees < -most)


def _other_side(said: str | None) -> str | None:
    sides = {"left": "right", "right": "left"}
    return said and " ".join(sides.get(word, word) for word in said.split())


def _article(who: str) -> str:
    return f"{'an' if who[0] in 'aeiou' else 'a'} {who}"
