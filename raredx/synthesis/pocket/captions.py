"""What is said of a simulated photograph: no condition, no phenotype."""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING

from raredx.synthesis.captions import OF_ANY_AGE, PERSON, Shown

if TYPE_CHECKING:
    from raredx.cohorts.simulate.photograph import Photograph

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
    said |= {*OF_ANY_AGE.values(), *(who for people in PERSON.values() for who in people)}
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
