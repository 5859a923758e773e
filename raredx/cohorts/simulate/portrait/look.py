"""How a person's surface looks, in every photograph: skin, eyes, lips, hair, brows and lashes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from raredx.cohorts.simulate.strands.drawing import draw_brows, draw_hair, draw_lashes
from raredx.cohorts.simulate.strands.style import Brows, HairStyle, Lashes

_SEEDS = 2**31


@dataclass(frozen=True, kw_only=True)
class Look:
    """A person's surface. Where nothing else is said, 1 is common and 0 none at all."""

    seed: int = 0
    melanin: float = 0.3  # 0 the lightest skin there is, 1 the darkest
    warmth: float = 0.0  # -1 pink, 1 olive
    blood: float = 1.0  # redness of cheeks, nose and ears
    pallor: float = 0.0
    blotches: float = 1.0  # unevenness
    freckles: float = 0.0
    moles: tuple[tuple[float, float, float], ...] = ()  # x, z and radius in millimetres
    oil: float = 1.0
    lines: float = 0.0  # wrinkles: 0 a child, 1 old
    nasolabial: float = 0.0  # folds beside nose and mouth, beyond those of age
    stubble: float = 0.0
    circles: float = 0.4  # under the eyes
    lip_red: float = 1.0
    lip_dark: float = 0.0
    upper_vermilion: float = 0.0  # painted thickness: negative thin, positive thick
    lower_vermilion: float = 0.0
    bow: float = 0.5  # the cupid's bow
    philtrum: float = 0.6  # 0 smooth, 1.6 deep
    iris: float = 0.6  # melanin of the iris
    pupil: float = 1.0
    blue_iris: float = 0.0
    blue_sclera: float = 0.0
    yellow_sclera: float = 0.0
    strabismus: float = 0.0  # radians by which the right eye turns in
    hair: HairStyle = field(default_factory=HairStyle)
    brows: Brows = field(default_factory=Brows)
    lashes: Lashes = field(default_factory=Lashes)

    def with_traits(self, traits: Mapping[str, float]) -> Look:
        """The same person with what terms switch; values about 1 are plainly visible.

        Parameters
        ----------
        traits : mapping of str to float
            `albinism`, `light_skin`, `pallor`, `under_eye`, `nasolabial`, `blue_iris`,
            `blue_sclera`, `strabismus` (radians), `philtrum_depth` (-1 smooth, 1 deep),
            `upper_vermilion` and `lower_vermilion` (-1 thin, 1 thick), and those of hair, brows and
            lashes (see there). Sums end softly.

        Examples
        --------
        >>> round(Look(philtrum=0.6).with_traits({"philtrum_depth": -1}).philtrum, 3)
        0.0
        """
        told = {name: soft_end(value) for name, value in traits.items()}
        albinism = min(max(told.get("albinism", 0.0), 0.0), 1.0)
        lighter = min(max(told.get("light_skin", 0.0), 0.0), 1.3)
        depth = told.get("philtrum_depth", 0.0)
        return replace(
            self,
            melanin=self.melanin * (1 - 0.95 * albinism) * (1 - 0.5 * lighter),
            nasolabial=max(self.nasolabial, told.get("nasolabial", 0.0)),
            freckles=self.freckles * (1 - albinism),
            pallor=max(self.pallor, told.get("pallor", 0.0)),
            circles=self.circles + max(told.get("under_eye", 0.0), 0.0),
            lip_dark=self.lip_dark * (1 - albinism),
            upper_vermilion=self.upper_vermilion + told.get("upper_vermilion", 0.0),
            lower_vermilion=self.lower_vermilion + told.get("lower_vermilion", 0.0),
            philtrum=max(self.philtrum * (1 + min(depth, 0.0)) + max(depth, 0.0), 0.0),
            iris=self.iris * (1 - 0.97 * albinism),
            blue_iris=max(self.blue_iris, told.get("blue_iris", 0.0)),
            blue_sclera=max(self.blue_sclera, told.get("blue_sclera", 0.0)),
            strabismus=self.strabismus + traits.get("strabismus", 0.0),
            hair=self.hair.with_traits(traits),
            brows=self.brows.with_traits(traits),
            lashes=self.lashes.with_traits(traits),
        )


def draw_look(rng: np.random.Generator, *, years: float, sex: str) -> Look:
    """The surface of somebody of this age and sex ("female" or "male"), of any colour.

    >>> somebody = draw_look(np.random.default_rng(3), years=7, sex="female")
    >>> somebody.stubble, somebody.lines
    (0.0, 0.0)
    """
    melanin = float(rng.beta(1.05, 1.15))
    hair = draw_hair(rng, years=years, sex=sex, melanin=melanin)
    grown = min(max((years - 15) / 8, 0), 1)
    bearded = sex == "male" and rng.random() < 0.75
    moles = rng.poisson(0.4 + 2.2 * grown)
    return Look(
        seed=int(rng.integers(_SEEDS)),
        melanin=melanin,
        warmth=float(np.clip(rng.normal(0, 0.45), -1, 1)),
        blood=float(np.clip(rng.normal(1.0, 0.3), 0.35, 1.8)),
        blotches=float(np.clip(rng.normal(0.8 + 0.5 * grown, 0.25), 0.3, 1.8)),
        freckles=float(max(rng.normal(-0.5, 0.7), 0))
        * max(1 - melanin / 0.5, 0)
        * min(years / 4, 1),
        moles=tuple(_mole(rng) for _ in range(moles)),
        oil=float(rng.uniform(0.35, 0.85) + 0.6 * grown * rng.random()),
        lines=float(np.clip((years - 24) / 50 + rng.normal(0, 0.06), 0, 1)) if years > 20 else 0.0,
        stubble=float(rng.beta(1.1, 2.2)) * grown if bearded else 0.0,
        circles=float(np.clip(rng.normal(0.35 + 0.15 * grown, 0.15), 0, 1)),
        lip_red=float(np.clip(rng.normal(0.70 + 0.12 * (sex == "female"), 0.16), 0.4, 1.4)),
        lip_dark=melanin * float(rng.uniform(0, 0.7)),
        bow=float(rng.uniform(0.1, 1.0)),
        philtrum=float(np.clip(rng.normal(0.62, 0.1), 0.4, 0.85)),
        iris=_iris(rng, melanin),
        pupil=float(rng.uniform(0.85, 1.2)),
        yellow_sclera=float(np.clip(0.25 * melanin + (years - 30) / 150, 0, 0.5) * rng.random()),
        hair=hair,
        brows=draw_brows(rng, hair=hair, years=years, sex=sex),
        lashes=draw_lashes(rng, hair=hair),
    )


def soft_end(value: float) -> float:
    """A sum of effects that ends near 1.5: 1 stays about 1.

    >>> round(soft_end(1.0), 2), round(soft_end(-10.0), 2)
    (1.0, -1.6)
    """
    return 1.6 * math.tanh(value * math.atanh(1 / 1.6))


def _iris(rng: np.random.Generator, melanin: float) -> float:
    """Light eyes become rare as the skin becomes darker."""
    if rng.random() < 1.1 * max(1 - melanin / 0.42, 0):
        return float(rng.beta(0.9, 2.0)) * 0.6
    return float(np.clip(rng.normal(0.62 + 0.3 * melanin, 0.12), 0.35, 1.0))


def _mole(rng: np.random.Generator) -> tuple[float, float, float]:
    x, z = rng.uniform(-55, 55), rng.uniform(330, 470)
    return float(x), float(z), float(np.exp(rng.normal(-0.05, 0.3)))
