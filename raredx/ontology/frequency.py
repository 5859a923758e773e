"""How often patients have a sign: counted, in per cent, or as one of HPO's classes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

CLASSES = {
    "HP:0040280": ("obligate", 1.0),
    "HP:0040281": ("very frequent", 0.895),
    "HP:0040282": ("frequent", 0.545),
    "HP:0040283": ("occasional", 0.17),
    "HP:0040284": ("very rare", 0.025),
    "HP:0040285": ("excluded", 0.0),
}
"""HPO's classes, and the middle of what each stands for: 100, 80-99, 30-79, 5-29, 1-4, 0 %."""

_BOUNDS = (
    (1.0, "obligate"),
    (0.795, "very frequent"),
    (0.295, "frequent"),
    (0.045, "occasional"),
    (0.0, "very rare"),
)
_COUNTED = re.compile(r"(\d+)/(\d+)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


@dataclass(frozen=True)
class Frequency:
    """How often a sign was seen; all empty where the source does not say."""

    share: float | None = None
    """From 0 to 1: counted, in per cent, or the middle of the class."""
    name: str = ""
    """The class: "obligate", "very frequent", "frequent", "occasional", "very rare", "excluded"."""
    seen: int | None = None
    """Patients with the sign, where they were counted."""
    of: int | None = None
    """Patients looked at, where they were counted."""


def read_frequency(text: str) -> Frequency:
    """What a frequency says, as phenotype.hpoa writes it.

    >>> read_frequency("95/129")
    Frequency(share=0.7364341085271318, name='frequent', seen=95, of=129)
    >>> read_frequency("HP:0040281"), read_frequency("7.5%").name
    (Frequency(share=0.895, name='very frequent', seen=None, of=None), 'occasional')
    """
    if text in CLASSES:
        name, share = CLASSES[text]
        return Frequency(share, name)
    if counted := _COUNTED.fullmatch(text):
        return _counted(int(counted[1]), int(counted[2]))
    if percent := _PERCENT.fullmatch(text):
        share = float(percent[1]) / 100
        return Frequency(share, _class_of(share))
    if text:
        raise ValueError(f"{text!r} is no frequency")
    return Frequency()


def pool(found: Iterable[Frequency]) -> Frequency:
    """One frequency from several sources: counts are added up, and win over classes.

    >>> pool([read_frequency("8/14"), read_frequency("3/5"), read_frequency("HP:0040283")])
    Frequency(share=0.5789473684210527, name='frequent', seen=11, of=19)
    """
    known = [one for one in found if one.share is not None]
    counted = [(one.seen, one.of) for one in known if one.seen is not None and one.of is not None]
    if counted:
        return _counted(sum(seen for seen, _ in counted), sum(of for _, of in counted))
    if not known:
        return Frequency()
    share = sum(one.share or 0.0 for one in known) / len(known)
    return Frequency(share, known[0].name if len(known) == 1 else _class_of(share))


def _counted(seen: int, of: int) -> Frequency:
    if not 0 <= seen <= of or of == 0:
        raise ValueError(f"{seen}/{of} is no frequency")
    return Frequency(seen / of, _class_of(seen / of), seen, of)


def _class_of(share: float) -> str:
    if share == 0:
        return "excluded"
    return next(name for bound, name in _BOUNDS if share >= bound)
