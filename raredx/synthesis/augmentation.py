"""Examples moved, turned and lit a little differently: the control that draws nobody new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.ndimage import affine_transform

from raredx.jobs.progress import Progress
from raredx.synthesis.examples import Examples
from raredx.synthesis.fitted import Drawn, FittedGenerator, examples_at_hand
from raredx.synthesis.generator import Order
from raredx.synthesis.options import Augmentation
from raredx.synthesis.sampling import Sampling

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[Any]

_GREY = np.array([0.299, 0.587, 0.114])  # how bright red, green and blue look


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedAugmentation(FittedGenerator):
    """It gives its examples back, each time a little differently; of its own it has nothing."""

    @classmethod
    def learn(
        cls,
        generator: Any,
        examples: Examples,
        folder: Path,
        *,
        base: str,
        seed: int,
        progress: Progress,
    ) -> Mapping[str, Any]:
        """Nothing: pictures of people stay where they are."""
        return {}

    def _draw(
        self,
        orders: Sequence[Order],
        how: Sampling,
        examples: Examples | None,
        progress: Progress,
    ) -> Iterator[Drawn]:
        options, known = self.generator, examples_at_hand(examples)
        assert isinstance(options, Augmentation)
        for done, order in enumerate(orders, 1):
            own = known if order.label is None else known.of(order.label)
            chance = np.random.default_rng(order.seed)
            row = int(chance.random() * len(own.ids))
            pixels, changes = changed(own.faces[row], options, chance)
            facts = {"label": order.label, "seed": order.seed, "parent": own.ids[row], **changes}
            progress.tick(done, total=len(orders))
            yield Drawn(order=order, pixels=pixels, facts=facts)


def changed(
    face: Pixels, options: Augmentation, chance: np.random.Generator
) -> tuple[Pixels, dict[str, Any]]:
    """A face (side, side, 3) changed by chance, and how it was changed.

    >>> face = np.full((8, 8, 3), 90, np.uint8)
    >>> still = Augmentation(mirror=False, shift=0, zoom=0, tilt=0, light=0)
    >>> pixels, changes = changed(face, still, np.random.default_rng(1))
    >>> np.array_equal(pixels, face), changes["zoom"]
    (True, 1.0)
    """
    mirrored = bool(chance.random() < 0.5) and options.mirror
    down, across = (chance.uniform(-1, 1, 2) * options.shift).tolist()
    zoom = 1 + float(chance.uniform(-1, 1)) * options.zoom
    tilt = float(chance.uniform(-1, 1)) * options.tilt
    light, contrast, colour = (1 + chance.uniform(-1, 1, 3) * options.light).tolist()
    moved = placed(face, mirrored=mirrored, by=(down, across), zoom=zoom, tilt=tilt)
    pixels = np.rint(lit(moved, light=light, contrast=contrast, colour=colour)).clip(0, 255)
    changes = {
        **{"mirrored": mirrored, "down": down, "across": across, "zoom": zoom, "tilt": tilt},
        **{"light": light, "contrast": contrast, "colour": colour},
    }
    return pixels.astype(np.uint8), changes


def placed(
    face: Floats, *, mirrored: bool, by: tuple[float, float], zoom: float, tilt: float
) -> Floats:
    """A face (side, side, 3) elsewhere in its frame; beyond its edges it goes on in a mirror.

    All of it is one resampling, by cubic splines.

    Parameters
    ----------
    by
        How far it moves down and across, in sides.
    zoom
        How many times as large it becomes.
    tilt
        Degrees by which it turns, with the clock.

    >>> row = np.arange(1.0, 10).reshape(1, 9, 1).repeat(9, 0).repeat(3, 2)
    >>> moved = placed(row, mirrored=True, by=(0, 0), zoom=1, tilt=0)
    >>> moved[4, :, 0].round(6).tolist()
    [9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]
    """
    side = len(face)
    angle = np.radians(tilt)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    flip = np.diag([1, -1 if mirrored else 1])
    back = flip @ turn / zoom  # from a place (down, across) in what comes out to one in the face
    middle = np.full(2, (side - 1) / 2)
    start = middle - back @ (middle + np.array(by) * side)
    channels = np.moveaxis(face.astype(float), -1, 0)
    found = [affine_transform(one, back, start, order=3, mode="reflect") for one in channels]
    return np.stack(found, -1)


def lit(face: Floats, *, light: float, contrast: float, colour: float) -> Floats:
    """A face (side, side, 3) with so many times its light, contrast and colour.

    >>> lit(np.array([[[10.0, 20, 30]]]), light=2, contrast=1, colour=1).tolist()
    [[[20.0, 40.0, 60.0]]]
    """
    bright = face * light
    grey = (bright @ _GREY)[..., None]  # (side, side, 1)
    coloured = grey + colour * (bright - grey)
    middle = grey.mean()
    return np.asarray(middle + contrast * (coloured - middle))
