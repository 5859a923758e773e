"""Plates: every term of a region as a pair of pictures, without and with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from raredx.cohorts.simulate.knowledge.patient import Patient
from raredx.cohorts.simulate.knowledge.terms import Term
from raredx.cohorts.simulate.photograph import Photograph
from tests.cohorts.simulate.pictures.pairs import plain, someone, with_terms
from tests.cohorts.simulate.pictures.regions import Region

SHOWN = 0x010E
"""The EXIF tag of a picture's description: the ids of the terms on a plate."""
GAP, LINE = 14, 22
INK, FAINT, PAPER = (28, 30, 34), (112, 116, 124), (255, 255, 255)

_PEOPLE = (50, 29, 46, 20, 48, 32, 41, 30, 14, 12, 52, 22, 47, 39, 18, 28)
"""Seeds of people of either sex, 4 to 71 years old and of every skin, whose hair hides little."""
_TURN = -38.0
_FINER = 1.4  # times as many pixels are rendered as are shown


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Somebody without and with a term."""

    term: Term
    without: Image.Image
    shown: Image.Image


def plate(region: Region) -> Image.Image:
    """Pairs in columns, each of another person, with the term's name and id below."""
    pairs = [
        _pair(region, term, someone(_PEOPLE[number % len(_PEOPLE)]))
        for number, term in enumerate(region.terms)
    ]
    wide, high = region.picture
    across, down = 2 * wide + 2 + GAP, high + LINE + GAP
    rows = -(-len(pairs) // region.columns)
    page = Image.new("RGB", (GAP + across * region.columns, 2 * GAP + LINE + down * rows), PAPER)
    write = Writer(page)
    write.line(GAP, GAP // 2, f"{region.title}: simulated people without (left) and with the term")
    for number, pair in enumerate(pairs):
        row, column = divmod(number, region.columns)
        x, y = GAP + across * column, GAP + LINE + down * row
        page.paste(pair.without, (x, y))
        page.paste(pair.shown, (x + wide + 2, y))
        write.line(x, y + high + 3, pair.term.name, aside=pair.term.id, width=2 * wide + 2)
    page.getexif()[SHOWN] = " ".join(pair.term.id for pair in pairs)
    return page


class Writer:
    """Writes short lines on a picture."""

    def __init__(self, page: Image.Image) -> None:
        self._draw = ImageDraw.Draw(page)
        self._font, self._small = (ImageFont.load_default(size) for size in (14, 12))

    def line(self, x: int, y: int, text: str, *, aside: str = "", width: int = 0) -> None:
        """Write a line from (x, y), with something faint at the end of its width."""
        self._draw.text((x, y), text, INK, self._font)
        self._draw.text((x + width, y + 2), aside, FAINT, self._small, anchor="ra")


def _pair(region: Region, term: Term, patient: Patient) -> Pair:
    photo = plain(yaw=_TURN if term.id in region.turned else 0.0)
    size = _size(region, patient)
    taken = [
        with_terms(patient, severities, photo, size=size) for severities in ({}, {term.id: 1.0})
    ]
    box = _cut(region, taken[0])
    without, shown = (
        Image.fromarray(one.portrait.image).resize(
            region.picture, Image.Resampling.LANCZOS, box=box
        )
        for one in taken
    )
    return Pair(term=term, without=without, shown=shown)


def _size(region: Region, patient: Patient) -> int:
    """Pixels to render, for a cut that is a little finer than it will be shown."""
    trial = 128
    left, _, right, _ = _cut(region, with_terms(patient, {}, plain(), size=trial))
    return round(trial * _FINER * region.picture[0] / (right - left))


def _cut(region: Region, taken: Photograph) -> tuple[float, float, float, float]:
    """What of a picture is shown: left, top, right, bottom, inside it."""
    size = len(taken.portrait.image)
    if not region.around:
        return 0.0, 0.0, float(size), float(size)
    marks = taken.landmarks
    x, y = np.mean([marks[name][:2] for name in region.around], axis=0)
    face = marks["menton"][1] - marks["nasion"][1]
    wide = min(region.width * face, float(size))
    high = wide * region.picture[1] / region.picture[0]
    left, top = (
        float(np.clip(at - span / 2, 0, size - span)) for at, span in ((x, wide), (y, high))
    )
    return left, top, left + wide, top + high
