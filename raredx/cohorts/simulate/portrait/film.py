"""A camera's manners: how it meters, what it takes for white, its contrast, noise and files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

BRIGHTEST = 16.0
"""Light beyond this is as white as at it."""
_STEPS = 4096


@dataclass(frozen=True, kw_only=True)
class Film:
    """How a camera turns light into a picture."""

    exposure: float = 0.0  # stops beside what the meter says
    kelvin: float = 6500.0  # what the camera takes for white
    contrast: float = 1.2
    saturation: float = 1.18
    blur: float = 0.5  # pixels in a picture of 256
    sharpen: float = 0.3
    noise: float = 0.3  # 0 none, 1 a dim room
    vignette: float = 0.1
    quality: int = 90  # of the JPEG
    seed: int = 0


def draw_film(rng: np.random.Generator) -> Film:
    """A telephone, or a better camera, on a better or worse day."""
    return Film(
        exposure=float(np.clip(rng.normal(0, 0.22), -0.55, 0.45)),
        kelvin=float(np.clip(rng.normal(6300, 700), 4800, 8500)),
        contrast=float(np.clip(rng.normal(1.2, 0.07), 1.02, 1.38)),
        saturation=float(np.clip(rng.normal(1.18, 0.08), 0.98, 1.4)),
        blur=float(rng.uniform(0.25, 0.75)),
        sharpen=float(rng.uniform(0.0, 0.6)),
        noise=float(rng.beta(1.2, 2.8)),
        vignette=float(rng.uniform(0, 0.3)),
        quality=int(rng.integers(72, 96)),
        seed=int(rng.integers(2**31)),
    )


def metered(luminance: float) -> float:
    """How bright skin of some luminance is to be: dark skin stays darker, but less than it is.

    >>> metered(0.05) < metered(0.5) < 10 * metered(0.05)
    True
    """
    return float(0.80 * luminance**0.62)


def tone_curve(contrast: float) -> Floats:
    """What light becomes in the picture, 0 to 255, in even steps of its root; it never clips."""
    light = BRIGHTEST * np.linspace(0, 1, _STEPS) ** 2
    shaped = light**contrast * 0.18 ** (1 - contrast)
    filmed = 1 - np.exp(-1.2 * shaped)
    srgb = np.where(
        filmed <= 0.0031308, 12.92 * filmed, 1.055 * np.maximum(filmed, 1e-9) ** (1 / 2.4) - 0.055
    )
    return np.asarray((255 * srgb), np.float32)
