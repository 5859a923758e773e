"""The mean face of a group of people: each moved onto the mean shape, then averaged as light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.population.people import Floats
from raredx.phenotype.population.warping import Colours, Fit, Window, sample

if TYPE_CHECKING:
    from PIL import Image

SMALLEST = 5
"""People whose mean is shown: one of fewer shows the persons themselves."""

_GREY = 128  # where too few pictures reach


@dataclass(frozen=True, kw_only=True, eq=False)
class MeanFace:
    """A picture of nobody: what a group of people has in common."""

    pixels: npt.NDArray[np.uint8]
    """(size, size, 3): sRGB; grey where fewer than `SMALLEST` pictures reach."""
    people: int
    """Each of whom counts once, by the picture that lies nearest to the mean shape."""
    reached: npt.NDArray[np.intp]
    """(size, size): by how many of them."""
    faceless: int
    """Images that were left out, because no face was found in them."""

    @property
    def image(self) -> Image.Image:
        """The picture."""
        from PIL import Image

        return Image.fromarray(self.pixels)

    def png(self) -> bytes:
        """The picture as a PNG file."""
        file = BytesIO()
        self.image.save(file, "PNG")
        return file.getvalue()


def mean_face(
    images: Sequence[Image.Image],
    places: npt.ArrayLike,
    subjects: Sequence[str],
    *,
    shape: npt.ArrayLike,
    size: int = 256,
) -> MeanFace:
    """Average people's faces.

    Parameters
    ----------
    images : sequence of Image
        (n,): only those that count are taken out of it, one at a time.
    places : array_like
        (n, p, 2): the points of each in pixels, x to the right and y down; not a number where no
        face was found.
    subjects : sequence of str
        (n,)
    shape : array_like
        (p, 3): what all are moved onto, such as `difference.mean_shape` of the same group, or of
        another one to look at the skin alone.
    size : int
        Of the picture's side, in pixels.

    Raises
    ------
    UserError
        If there are fewer than `SMALLEST` people.
    """
    found = np.asarray(places, np.float64)
    target = np.asarray(shape, np.float64)
    if not len(images) == len(found) == len(subjects) or found.shape[1:] != (len(target), 2):
        raise UserError(
            "Images, points, subjects and the mean shape do not belong together",
            remedy="Give each image one subject, and the same points as the shape has",
        )
    window = Window.on(target, size=size)
    seen = np.asarray(np.isfinite(found).all((1, 2)))  # (n,)
    chosen = _nearest(window, found, subjects, seen)
    if len(chosen) < SMALLEST:
        raise UserError(
            f"The mean face of {len(chosen)} people would show the persons themselves",
            remedy=f"Choose a group in which the faces of {SMALLEST} people or more were found",
        )
    total = np.zeros((size * size, 3))
    reached = np.zeros(size * size, np.intp)
    for row, fit in chosen:
        colours, inside = _moved(images[row], found[row], window, fit)
        total += colours * inside[:, None]
        reached += inside
    light = total / np.maximum(reached, 1)[:, None]
    pixels = np.where(reached[:, None] >= SMALLEST, _to_srgb(light), _GREY).astype(np.uint8)
    return MeanFace(
        pixels=pixels.reshape(size, size, 3),
        people=len(chosen),
        reached=reached.reshape(size, size),
        faceless=int((~seen).sum()),
    )


def _nearest(
    window: Window, found: Floats, subjects: Sequence[str], seen: npt.NDArray[np.bool_]
) -> list[tuple[int, Fit]]:
    """One image of each subject, in the order of their names: the one that is warped least."""
    best: dict[str, tuple[int, Fit]] = {}
    for row in np.flatnonzero(seen).tolist():
        fit, name = window.fit(found[row]), subjects[row]
        if name not in best or fit.off < best[name][1].off:
            best[name] = row, fit
    return [best[name] for name in sorted(best)]


def _moved(
    image: Image.Image, found: Floats, window: Window, fit: Fit
) -> tuple[Colours, npt.NDArray[np.bool_]]:
    """A face as the window shows it, as light (size * size, 3), and which of it is picture."""
    where = window.sources(found, fit)
    rgb = image.convert("RGB")
    if (shrunk := int(fit.scale)) > 1:  # or pixels between those that are sampled would be lost
        rgb, where = rgb.reduce(shrunk), where / shrunk
    return sample(_LIGHT.take(np.asarray(rgb)), where)


def _to_light(values: Floats) -> Floats:
    """From sRGB, 0 to 1, to light."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def _to_srgb(light: Floats) -> Floats:
    """From light, 0 to 1, to sRGB from 0 to 255."""
    curved = 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055
    return np.round(255 * np.clip(np.where(light <= 0.0031308, 12.92 * light, curved), 0, 1))


_LIGHT: Colours = _to_light(np.arange(256) / 255).astype(np.float32)  # (256,)
