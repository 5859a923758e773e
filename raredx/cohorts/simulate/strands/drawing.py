"""Drawing a person's hair, brows and lashes at random, over the whole human range."""

from __future__ import annotations

import numpy as np

from raredx.cohorts.simulate.strands.colour import brow_eumelanin
from raredx.cohorts.simulate.strands.style import Brows, HairStyle, Lashes, styles

_COILED = ("afro", "coils")
_SEEDS = 2**31


def draw_hair(rng: np.random.Generator, *, years: float, sex: str, melanin: float) -> HairStyle:
    """The hair of somebody of this age and sex ("female" or "male").

    `melanin` (0 to 1) is that of the skin: the darker, the darker and the more coiled is the
    hair, on the average.

    >>> draw_hair(np.random.default_rng(1), years=0.3, sex="male", melanin=0.4).cut
    'infant'
    """
    eumelanin, pheomelanin = _pigments(rng, melanin)
    grey = float(np.clip(rng.normal((years - 42) / 30, 0.25), 0, 1)) if years > 30 else 0.0
    recession = max(rng.normal((years - 35) / 45, 0.35), 0.0) if sex == "male" else 0.0
    return HairStyle(
        cut=_cut(rng, years=years, sex=sex, melanin=melanin),
        seed=int(rng.integers(_SEEDS)),
        length=float(rng.uniform(0.75, 1.2)),
        curl=float(rng.uniform(0.6, 1.3)),
        wave=float(rng.choice([0.0, rng.uniform(0.5, 3)])),
        parting=float(rng.choice([-0.026, 0.0, 0.026]) + rng.normal(0, 0.004)),
        eumelanin=eumelanin,
        pheomelanin=pheomelanin,
        grey=grey,
        hairline=float(np.clip(rng.normal(0, 0.004), -0.007, 0.008)),
        recession=float(min(recession, 1.0)) if years > 22 else 0.0,
        density=float(rng.uniform(0.85, 1.15)) * (rng.uniform(0.4, 1.0) if years < 1 else 1.0),
    )


def draw_brows(rng: np.random.Generator, *, hair: HairStyle, years: float, sex: str) -> Brows:
    """Brows that go with somebody's hair."""
    return Brows(
        seed=int(rng.integers(_SEEDS)),
        thickness=float(np.clip(rng.normal(1.1 if sex == "male" else 0.92, 0.16), 0.55, 1.6)),
        density=float(np.clip(rng.normal(1.0, 0.18), 0.45, 1.5)) * float(min(0.45 + years / 9, 1)),
        arch=float(rng.normal(0, 0.35)),
        eumelanin=brow_eumelanin(hair.eumelanin),
        pheomelanin=hair.pheomelanin,
        grey=max(hair.grey - 0.35, 0.0),
    )


def draw_lashes(rng: np.random.Generator, *, hair: HairStyle) -> Lashes:
    """Lashes that go with somebody's hair; they are darker than fair hair."""
    return Lashes(
        seed=int(rng.integers(_SEEDS)),
        length=float(np.clip(rng.normal(1.0, 0.13), 0.65, 1.35)),
        density=float(np.clip(rng.normal(1.0, 0.15), 0.6, 1.4)),
        eumelanin=max(1.6 * brow_eumelanin(hair.eumelanin), 1.0),
    )


def _cut(rng: np.random.Generator, *, years: float, sex: str, melanin: float) -> str:
    weights = {}
    for name, style in styles().items():
        first, last = style["worn"]["years"]
        liking = style["worn"][sex] * (first <= years < last)
        weights[name] = liking * (0.08 + 1.6 * melanin**2 if name in _COILED else 1.2 - melanin)
    total = sum(weights.values())
    return str(rng.choice(list(weights), p=[weight / total for weight in weights.values()]))


def _pigments(rng: np.random.Generator, melanin: float) -> tuple[float, float]:
    """Eumelanin and pheomelanin: fair and red hair become rarer as the skin becomes darker."""
    fair = rng.random() < 0.75 * max(1 - melanin / 0.45, 0.0)
    red = fair and rng.random() < 0.14
    if red:
        return float(rng.uniform(0.1, 0.35)), float(rng.uniform(0.7, 1.8))
    if fair:
        return float(np.exp(rng.uniform(np.log(0.08), np.log(1.2)))), float(rng.uniform(0.05, 0.25))
    return float(np.exp(rng.uniform(np.log(1.2), np.log(8)))), float(rng.uniform(0, 0.3))
