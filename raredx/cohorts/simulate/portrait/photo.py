"""What is different in every photograph of a person: pose, camera, light, clothes and film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from raredx.cohorts.simulate.portrait.background import Background, draw_background
from raredx.cohorts.simulate.portrait.clothes import Clothes, draw_clothes
from raredx.cohorts.simulate.portrait.film import Film, draw_film
from raredx.cohorts.simulate.portrait.light import Light, draw_light
from raredx.errors import UserError

VIEWS = ("frontal", "three-quarter")
_SEEDS = 2**31


@dataclass(frozen=True, kw_only=True)
class Photo:
    """One photograph: nothing here depends on who is in it, or on a condition."""

    yaw: float = 0.0  # degrees: + is to the person's left
    pitch: float = 0.0  # + is up
    roll: float = 0.0  # + is to the left shoulder
    gaze: tuple[float, float] = (0.0, 0.0)  # degrees to the camera's right and up, beside the lens
    expression: Mapping[str, float] = field(default_factory=dict, repr=False)
    distance: float = 1.2  # metres
    margin: float = 1.35  # how much higher the picture is than the face
    shift: tuple[float, float] = (0.0, 0.0)  # parts of the picture
    light: Light = field(default_factory=Light)
    background: Background = field(default_factory=Background)
    clothes: Clothes = field(default_factory=Clothes)
    film: Film = field(default_factory=Film)
    disarray: int = 0
    """The seed of how the hair lies today."""


def draw_photo(rng: np.random.Generator, *, view: str = "frontal") -> Photo:
    """A photograph as it happens to be taken.

    >>> turned = draw_photo(np.random.default_rng(2), view="three-quarter")
    >>> 20 <= abs(turned.yaw) <= 40
    True
    """
    if view not in VIEWS:
        raise UserError(f"There is no view {view!r}", remedy=f"Use {' or '.join(VIEWS)}")
    turned = float(rng.choice([-1, 1]) * np.clip(rng.normal(30, 5), 20, 40))
    straight = float(np.clip(rng.normal(0, 5), -14, 14))
    return Photo(
        yaw=turned if view == "three-quarter" else straight,
        pitch=float(np.clip(rng.normal(0, 4), -10, 10)),
        roll=float(np.clip(rng.normal(0, 2.5), -7, 7)),
        gaze=(float(rng.normal(0, 2.5)), float(rng.normal(0, 1.2))),
        expression=_expression(rng),
        distance=float(np.exp(rng.uniform(np.log(0.55), np.log(2.4)))),
        margin=float(rng.uniform(1.28, 1.58)),
        shift=(float(rng.normal(0, 0.012)), float(rng.normal(0, 0.012))),
        light=draw_light(rng),
        background=draw_background(rng),
        clothes=draw_clothes(rng),
        film=draw_film(rng),
        disarray=int(rng.integers(_SEEDS)),
    )


def _expression(rng: np.random.Generator) -> dict[str, float]:
    """Most look calm; some smile, a few raise their brows or narrow their eyes."""
    drawn = {
        "fa:mouthSmile": max(rng.normal(0.1, 0.16), 0.0),
        "fa:jawOpen": max(rng.normal(-0.04, 0.04), 0.0),
        "fa:browInnerUp": max(rng.normal(-0.05, 0.12), 0.0),
        "fa:browDown": max(rng.normal(-0.1, 0.12), 0.0),
        "fa:eyeBlink": max(rng.normal(-0.02, 0.06), 0.0),
        "fa:eyeSquint": max(rng.normal(0.0, 0.12), 0.0),
    }
    return {name: float(amount) for name, amount in drawn.items() if amount > 0}
