"""From light to a file: exposure, lens, sensor noise, tone curve and compression."""

from __future__ import annotations

import math
from functools import cache
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from raredx.cohorts.simulate.portrait.colour import white_balance
from raredx.cohorts.simulate.portrait.film import BRIGHTEST, Film, tone_curve
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_NOISE_SIDE = 512


def develop(light: Floats, film: Film, *, gain: float, adapted: Floats) -> Bytes:
    """Develop a picture.

    Parameters
    ----------
    light : ndarray of shape (s, s, 3)
        Linear RGB, in any unit.
    film : Film
        The camera.
    gain : float
        What light is multiplied by, as the meter says.
    adapted : ndarray of shape (3,)
        The colour of the light that the camera tries to see as white.
    """
    size = len(light)
    balance = white_balance(film.kelvin) / np.maximum(adapted, 0.2) ** 0.85
    balance /= float(balance @ np.array([0.25, 0.6, 0.15]))
    gains = (2.0**film.exposure * gain * balance).astype(np.float32)
    seen = _blurred(light, film.blur * size / 256)
    grain = _grain()
    rng = np.random.default_rng(film.seed)
    offset = rng.integers(0, _NOISE_SIDE, 2)
    amount = np.array([0.0008 + 0.0060 * film.noise**1.5, 0.0004 + 0.004 * film.noise], np.float32)
    tone = tone_curve(film.contrast)
    out = np.empty((size, size, 3), np.uint8)
    _expose(
        *(seen, gains, grain, offset, amount, film.vignette, tone),
        *(film.saturation, film.sharpen, out),
    )
    file = BytesIO()
    Image.fromarray(out).save(file, "JPEG", quality=film.quality)
    developed: Bytes = np.asarray(Image.open(file))
    return developed


@compiled
def _expose(
    seen: Floats,
    gain: Floats,
    grain: Floats,
    offset: npt.NDArray[np.int64],
    amount: Floats,
    vignette: float,
    tone: Floats,
    saturation: float,
    sharpen: float,
    out: Bytes,
) -> None:
    size = len(seen)
    steps = len(tone) - 1
    side = len(grain) - 1
    values = np.empty((size, size, 3), np.float32)
    for row in range(size):
        for column in range(size):
            x, y = 2 * (column + 0.5) / size - 1, 2 * (row + 0.5) / size - 1
            away = x * x + y * y
            dim = 1 - vignette * away * (0.7 + 0.1 * away)
            i, j = (row + offset[0]) & side, (column + offset[1]) & side
            light = values[row, column]
            for c in range(3):
                value = seen[row, column, c] * gain[c] * dim
                rough = math.sqrt(max(value, 0.0)) * amount[0] * 3 + amount[1]
                light[c] = max(value + rough * grain[i, j, c], 0.0)
            grey = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
            glare = min(max((grey - 0.55) / 3.0, 0.0), 0.6)
            for c in range(3):
                value = grey + (light[c] - grey) * saturation * (1 - glare)
                place = min(math.sqrt(max(value, 0.0) / BRIGHTEST), 0.9999) * steps
                k = int(place)
                light[c] = tone[k] + (tone[k + 1] - tone[k]) * (place - k)
    for row in range(size):
        up, down = max(row - 1, 0), min(row + 1, size - 1)
        for column in range(size):
            left, right = max(column - 1, 0), min(column + 1, size - 1)
            for c in range(3):
                own = values[row, column, c]
                near = values[up, column, c] + values[down, column, c]
                near += values[row, left, c] + values[row, right, c]
                edge = min(max(own - 0.25 * near, -24.0), 24.0)
                out[row, column, c] = np.uint8(min(max(own + sharpen * edge + 0.5, 0.0), 255.0))


def _blurred(light: Floats, width: float) -> Floats:
    """A picture as a lens shows it: a Gaussian of so many pixels."""
    reach = max(math.ceil(2.5 * width), 1)
    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (steps / max(width, 0.05)) ** 2)
    blurred = np.empty_like(light)
    _blur(light, (weights / weights.sum()).astype(np.float32), blurred)
    return blurred


@compiled
def _blur(light: Floats, weights: Floats, out: Floats) -> None:
    h, w = light.shape[0], light.shape[1]
    reach = len(weights) // 2
    half = np.zeros((h, w, 3), np.float32)
    for row in range(h):
        for column in range(w):
            for k in range(-reach, reach + 1):
                other = min(max(column + k, 0), w - 1)
                for c in range(3):
                    half[row, column, c] += weights[k + reach] * light[row, other, c]
    out[:] = 0
    for row in range(h):
        for k in range(-reach, reach + 1):
            other = min(max(row + k, 0), h - 1)
            for column in range(w):
                for c in range(3):
                    out[row, column, c] += weights[k + reach] * half[other, column, c]


@cache
def _grain() -> Floats:
    """Grain that is the same in every picture, but for where it is cut out: (side, side, 3)."""
    rng = np.random.default_rng(20)
    colour = rng.standard_normal((_NOISE_SIDE, _NOISE_SIDE, 3), np.float32)
    grey = rng.standard_normal((_NOISE_SIDE, _NOISE_SIDE, 1), np.float32)
    smooth = (colour + np.roll(colour, 1, 0) + np.roll(colour, 1, 1)) / np.float32(1.73)
    mixed: Floats = np.float32(0.45) * smooth + np.float32(0.9) * grey
    return mixed
