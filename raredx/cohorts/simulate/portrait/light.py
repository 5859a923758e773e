"""The light of a photograph: a key light with a size, a fill, a rim, and the room around."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.colour import white_balance

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Light:
    """How somebody is lit. Angles are degrees as the camera sees them: + is to its right, and up.

    >>> left, _, up = Light(azimuth=90).towards(0)
    >>> bool(left > 0.8), bool(up > 0.5)
    (True, True)
    """

    azimuth: float = 35.0
    elevation: float = 35.0
    size: float = 8.0  # half the angle that the key light spans
    key: float = 1.0  # beside an ambient light of about 0.5
    kelvin: float = 5500.0
    ambient: float = 0.5
    sky_kelvin: float = 6500.0
    ground: float = 0.55  # light from below beside that from above
    warm_ground: float = 0.3
    fill: float = 0.2  # from the other side
    rim: float = 0.0  # from behind
    rim_azimuth: float = -140.0

    def towards(self, yaw: float) -> Floats:
        """Where the key light is, (3,), for a head turned by so many degrees."""
        return _direction(self.azimuth, self.elevation, yaw)

    def towards_rim(self, yaw: float) -> Floats:
        """Where the rim light is: (3,)."""
        return _direction(self.rim_azimuth, 25.0, yaw)

    def towards_fill(self, yaw: float) -> Floats:
        """Where the fill light is, on the other side of the camera: (3,)."""
        return _direction(-math.copysign(45, self.azimuth), 10.0, yaw)

    @property
    def key_colour(self) -> Floats:
        """Linear RGB (3,)."""
        return _times(self.key, white_balance(self.kelvin))

    @property
    def fill_colour(self) -> Floats:
        """Linear RGB (3,)."""
        return _times(self.fill, white_balance((self.kelvin + self.sky_kelvin) / 2))

    @property
    def rim_colour(self) -> Floats:
        """Linear RGB (3,)."""
        return _times(self.rim, white_balance(self.sky_kelvin))

    @property
    def sky_colour(self) -> Floats:
        """Linear RGB (3,) of light from above."""
        return _times(self.ambient, white_balance(self.sky_kelvin))

    @property
    def ground_colour(self) -> Floats:
        """Linear RGB (3,) of light from below."""
        warm = np.array([1.0, 1 - 0.12 * self.warm_ground, 1 - 0.3 * self.warm_ground])
        return _times(self.ground, self.sky_colour * warm)

    def scene(self, directions: Floats, yaw: float) -> Floats:
        """The light that comes from directions (n, 3), but for key and rim: (n, 3)."""
        up = 0.5 + 0.5 * directions[:, 2:]
        up = up * up * (3 - 2 * up)
        room = self.ground_colour + (self.sky_colour - self.ground_colour) * up
        lobe = np.maximum(directions @ self.towards_fill(yaw), 0)[:, None] ** 3
        scene: Floats = (room + 2 * lobe * self.fill_colour).astype(np.float32)
        return scene


def draw_light(rng: np.random.Generator) -> Light:
    """The light of a snapshot, a surgery or a studio."""
    side = float(rng.choice([-1, 1]))
    soft = float(rng.random())
    indoors = rng.random() < 0.55
    kelvin = rng.normal(4300, 700) if indoors else rng.normal(5900, 700)
    sky = rng.normal(5000, 700) if indoors else rng.normal(7000, 800)
    return Light(
        azimuth=side * float(np.clip(abs(rng.normal(30, 20)), 3, 72)),
        elevation=float(np.clip(rng.normal(34, 14), 5, 65)),
        size=3 + 17 * soft,
        key=float(np.exp(rng.normal(-0.05, 0.28))) * (1.1 - 0.5 * soft),
        kelvin=float(np.clip(kelvin, 3000, 8000)),
        ambient=float(rng.uniform(0.26, 0.58)),
        sky_kelvin=float(np.clip(sky, 3500, 9500)),
        ground=float(rng.uniform(0.35, 0.75)),
        warm_ground=float(rng.uniform(0, 1)),
        fill=float(rng.uniform(0.02, 0.35)),
        rim=float(max(rng.normal(0.1, 0.4), 0)),
        rim_azimuth=-side * float(rng.uniform(115, 165)),
    )


def _times(amount: float, colour: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(amount * colour, np.float32)


def _direction(azimuth: float, elevation: float, yaw: float) -> Floats:
    around, up = math.radians(azimuth - yaw), math.radians(elevation)
    flat = math.cos(up)
    return np.array([math.sin(around) * flat, -math.cos(around) * flat, math.sin(up)], np.float32)
