"""What a picture shows of a surface: for each trait a number that its name says goes up with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.photograph import Photograph

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

SIDES = ("left", "right")
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def _both(*landmarks: str) -> tuple[str, ...]:
    return tuple(f"{name}_{side}" for name in landmarks for side in SIDES)


_BROWS = _both("superciliare_medial", "superciliare", "superciliare_lateral")
_CHEEKS = _both("malare")
_UPPER = ("labiale_superius", *_both("crista_philtri", "labiale_superius_lateral"))
_LOWER = ("labiale_inferius", *_both("labiale_inferius_lateral"))


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """A picture, measured where landmarks are in the one without any term."""

    image: Floats  # (s, s, 3) sRGB, 0 to 255
    without: Photograph

    @cached_property
    def light(self) -> Floats:
        """Luminance (s, s)."""
        light: Floats = self.image @ _LUMINANCE
        return light

    @cached_property
    def wide(self) -> float:
        """Pixels from cheekbone to cheekbone: the unit of all that is measured."""
        left, right = (np.array(self.at(name)) for name in _both("zygion"))
        return float(np.linalg.norm(left - right))

    def at(self, landmark: str) -> tuple[float, float]:
        """Where a landmark is: column and row."""
        return self.without.landmarks[landmark][:2]

    def near(self, *landmarks: str, reach: float = 0.05, below: float = 0.0) -> Mask:
        """The pixels (s, s) around landmarks, or around what is below them."""
        rows, columns = self._grid
        places = [self.at(name) for name in landmarks]
        apart = [np.hypot(columns - x, rows - y - below * self.wide) for x, y in places]
        inside: Mask = np.any(np.array(apart) < reach * self.wide, axis=0)
        return inside

    def strip(self, top: float, bottom: float, *, half: float, middle: float) -> Mask:
        """The pixels (s, s) between two rows, to both sides of a column."""
        rows, columns = self._grid
        return (rows > top) & (rows < bottom) & (abs(columns - middle) < half * self.wide)

    def redness(self, *landmarks: str, reach: float) -> float:
        """How much redder than green it is around landmarks: the logarithm of the ratio."""
        red, green, _ = np.log(self.image[self.near(*landmarks, reach=reach)] + 1).T
        return float((red - green).mean())

    @cached_property
    def _grid(self) -> tuple[Floats, Floats]:
        rows, columns = np.mgrid[0 : len(self.image), 0 : len(self.image)] + 0.5
        return rows, columns


def _darkness(*landmarks: str, reach: float, below: float = 0.0) -> Callable[[Seen], float]:
    return lambda seen: -float(seen.light[seen.near(*landmarks, reach=reach, below=below)].mean())


def _height_of_brows(seen: Seen) -> float:
    heights = []
    for name in _both("superciliare"):
        x, y = seen.at(name)
        there = seen.strip(y - 0.13 * seen.wide, y + 0.13 * seen.wide, half=0.05, middle=x)
        light, rows = seen.light[there], np.nonzero(there)[0]
        dark = np.maximum(np.percentile(light, 80) - light, 0)
        heights.append(-np.average(rows, weights=dark))
    return float(np.mean(heights))


def _blueness(inner: float, outer: float) -> Callable[[Seen], float]:
    eyes = _both("pupil")

    def measure(seen: Seen) -> float:
        ring = seen.near(*eyes, reach=outer) & ~seen.near(*eyes, reach=inner)
        red, _, blue = seen.image[ring].T
        return float((blue - red).mean())

    return measure


def _convergence(seen: Seen) -> float:
    """How near the dark middles of both eyes are to each other."""
    middles = []
    for side in SIDES:
        (inner, _), (outer, _) = (
            seen.at(f"{name}_{side}") for name in ("endocanthion", "exocanthion")
        )
        y = seen.at(f"pupil_{side}")[1]
        half = abs(inner - outer) / 2 / seen.wide
        reach = 0.035 * seen.wide
        there = seen.strip(y - reach, y + reach, half=half, middle=(inner + outer) / 2)
        light, columns = seen.light[there], np.nonzero(there)[1]
        middles.append(np.average(columns, weights=np.maximum(np.percentile(light, 60) - light, 0)))
    return -float(middles[0] - middles[1])


def _hair(seen: Seen, first: float, last: float, *, half: float) -> float:
    """The share of hair between two heights: 0 is the hairline, 1 between the brows."""
    (x, line), (_, top), (_, brows) = (seen.at(name) for name in ("trichion", "vertex", "glabella"))
    before = seen.without.portrait.image.astype(float)
    crown = seen.strip(top - 0.02 * seen.wide, top + 0.15 * seen.wide, half=0.25, middle=x)
    skin = np.median(before[seen.near(*_CHEEKS, reach=0.06)], axis=0)
    towards = np.median(before[crown], axis=0) - skin  # (3,)
    face = brows - line
    there = seen.strip(line + first * face, line + last * face, half=half, middle=x)
    share = (seen.image[there] - skin) @ towards / (towards @ towards)
    return float(np.clip(share, -0.5, 1.5).mean())


def _groove(seen: Seen) -> float:
    """How much light and dark alternate across the philtrum."""
    (x, _), (_, top), (_, end) = (
        seen.at(name) for name in ("philtrum", "subnasale", "labiale_superius")
    )
    there = seen.strip(top + 0.25 * (end - top), top + 0.85 * (end - top), half=0.09, middle=x)
    _, columns = np.nonzero(there)
    across = np.unique(columns)
    profile = np.array([seen.light[there][columns == column].mean() for column in across])
    return float((profile - np.polyval(np.polyfit(across, profile, 1), across)).std())


def _lip(*border: str) -> Callable[[Seen], float]:
    def measure(seen: Seen) -> float:
        return seen.redness(*border, reach=0.03) - seen.redness(*_CHEEKS, reach=0.05)

    return measure


def _front_of_hair(seen: Seen) -> float:
    (x, line), (_, top) = seen.at("trichion"), seen.at("vertex")
    return float(seen.light[seen.strip(top, line, half=0.12, middle=x)].mean())


MEASURES: Mapping[str, tuple[Callable[[Seen], float], ...]] = {
    "synophrys": (_darkness("glabella", reach=0.05),),
    "brow_thickness": (_darkness(*_BROWS, reach=0.05),),
    "brow_density": (_darkness(*_BROWS, reach=0.05),),
    "brow_arch": (_height_of_brows,),
    "lash_length": (_darkness(*_both("palpebrale_superius"), reach=0.045, below=-0.01),),
    "hairline": (lambda seen: -_hair(seen, -0.1, 0.7, half=0.4),),
    "hair_density": (lambda seen: _hair(seen, -1.2, 0.0, half=0.3),),
    "forelock": (_front_of_hair,),
    "blue_iris": (_blueness(0.0, 0.05),),
    "blue_sclera": (_blueness(0.05, 0.12),),
    "strabismus": (_convergence,),
    "under_eye": (_darkness(*_both("palpebrale_inferius"), reach=0.05, below=0.06),),
    "albinism": (
        lambda seen: -_darkness(*_CHEEKS, reach=0.06)(seen),
        _front_of_hair,
    ),
    "pallor": (
        lambda seen: -seen.redness(*_CHEEKS, reach=0.06),
        lambda seen: -seen.redness("labiale_superius", "labiale_inferius", reach=0.04),
    ),
    "light_skin": (lambda seen: -_darkness(*_CHEEKS, reach=0.06)(seen),),
    "nasolabial": (_darkness(*_both("alare"), reach=0.05, below=0.05),),
    "philtrum_depth": (_groove,),
    "upper_vermilion": (_lip(*_UPPER),),
    "lower_vermilion": (_lip(*_LOWER),),
}
"""Measures of each trait, all of which go up with it."""
