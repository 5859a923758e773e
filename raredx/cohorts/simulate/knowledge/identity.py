"""Who somebody is: age, sex, weight, ancestry-like shape, and a face of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from raredx.cohorts.simulate.head import Build, Head
from raredx.cohorts.simulate.head.head import SKIN

FEMALE, MALE = "female", "male"
_WITHIN = 2.2  # standard deviations: nobody is farther from the mean on one slider
_MOST = 0.6  # of a slider's own range: its shape is not to be trusted beyond


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A person, before any condition and any photograph.

    >>> anna = draw_identity(np.random.default_rng(7))
    >>> anna == draw_identity(np.random.default_rng(7))
    True
    """

    years: float
    sex: str
    weight: float
    ancestry: tuple[float, float, float]
    changes: Mapping[str, float] = field(repr=False)
    """The person's own shape, the small difference of the two sides included."""

    @property
    def build(self) -> Build:
        """The coarse shape of the head, for `Head.shape`."""
        maleness = float(self.sex == MALE)
        return Build(
            years=self.years, maleness=maleness, weight=self.weight, ancestry=self.ancestry
        )


def draw_identity(
    rng: np.random.Generator,
    *,
    years: float | None = None,
    sex: str | None = None,
    spread: float = 1.0,
) -> Identity:
    """A random person: a child in seven cases of ten, else grown up, of any shape.

    Parameters
    ----------
    rng : Generator
        Where chance comes from. What is given below takes nothing away from the rest of the
        drawing: the same generator gives the same face at another age.
    years, sex : optional
        A fixed age, or "female" or "male".
    spread : float
        How different people's faces are; 1 as in spread.toml, in millimetres.
    """
    child = rng.random() < 0.7
    drawn_years = rng.uniform(1, 18) if child else 18 + 62 * rng.beta(1, 1.8)
    drawn_sex = MALE if rng.random() < 0.5 else FEMALE
    weight = float(np.clip(rng.normal(0.5, 0.15), 0.1, 0.9))
    african, asian, european = (float(part) for part in rng.dirichlet((0.6, 0.6, 0.6)))
    changes: dict[str, float] = {}
    for name, amount in slider_spread().items():
        own = float(np.clip(rng.standard_normal(), -_WITHIN, _WITHIN)) * amount * spread
        changes[name] = own
    for name, amount in slider_spread(asymmetry=True).items():
        more = float(rng.standard_normal()) * amount * spread
        changes[f"l-{name}"], changes[f"r-{name}"] = more, -more
    return Identity(
        years=float(drawn_years if years is None else years),
        sex=drawn_sex if sex is None else sex,
        weight=weight,
        ancestry=(african, asian, european),
        changes=changes,
    )


@cache
def slider_spread(*, asymmetry: bool = False) -> Mapping[str, float]:
    """The standard deviation of each slider in its own unit, from one in millimetres per region.

    A unit of a slider can be a hair's breadth or a hand's: what counts is how far its farthest
    vertex of the skin moves. With `asymmetry`, what one side has more than the other.
    """
    table = tomllib.loads(Path(__file__).with_name("spread.toml").read_text())
    head = Head.shipped()
    skin = set(head.vertices_of(SKIN).tolist())
    spread = {}
    for region in table.values():
        millimetres = region["millimetres"] * (region["asymmetry"] if asymmetry else 1)
        for name in region["sliders"]:
            sides = head.sliders.sides(name)
            if asymmetry and len(sides) == 1:
                continue
            unit = max(head.sliders.reach(side, skin) for side in sides) * 1000
            spread[name] = min(millimetres / unit, _MOST / _WITHIN)
    return spread
