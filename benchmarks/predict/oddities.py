"""Pictures that a model of simulated faces was not made for: things, noise, drawings, other CG."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageOps
from skimage import data

from raredx.cohorts.simulate.knowledge.patient import draw_patient
from raredx.cohorts.simulate.portrait.framing import frame
from raredx.cohorts.simulate.portrait.mesh import fine_mesh, normals_of
from raredx.cohorts.simulate.portrait.photo import draw_photo

Random = np.random.Generator
Floats = npt.NDArray[np.float64]
Images = Iterator[Image.Image]

SIDE = 256
_SEED = 20261122
_THINGS = (
    *("brick", "cell", "chelsea", "clock", "coffee", "coins", "colorwheel", "grass", "gravel"),
    *("horse", "hubble_deep_field", "immunohistochemistry", "logo", "microaneurysms", "moon"),
    *("page", "retina", "rocket", "shepp_logan_phantom", "text", "camera"),
)
_PARTS = 3  # of each picture, besides the whole
_EACH = 20  # pictures of a kind that is drawn
_LFW = 100  # of scikit-image's cut-outs the first hundred are faces, the others are not


def odd() -> dict[str, Images]:
    """Pictures without a face of the simulator's, by kind."""
    drawn: dict[str, Callable[[Random], Image.Image]] = {
        "noise, smooth or not": _noise,
        "faces drawn with a few lines": _drawn,
        "another renderer: clay": lambda chance: _rendered(chance, _clay),
        "another renderer: normals as colours": lambda chance: _rendered(chance, _coloured),
        "another renderer: wires": lambda chance: _rendered(chance, _wires),
    }
    return {
        "things (scikit-image), whole and in parts": _things(),
        "no faces of LFW (scikit-image)": _lfw(slice(_LFW, None)),
        **{name: _several(draw) for name, draw in drawn.items()},
    }


def redrawn(faces: list[Image.Image]) -> dict[str, Images]:
    """Simulated faces as another program would show them, by kind."""
    ways: dict[str, Callable[[Image.Image], Image.Image]] = {
        "simulated faces as a cartoon": _cartoon,
        "simulated faces in pencil": _pencil,
        "simulated faces in heat colours": _heated,
        "simulated faces as a negative": ImageOps.invert,
        "simulated faces in squares": _squares,
    }
    return {name: map(way, faces[:_EACH]) for name, way in ways.items()}


def photographed() -> dict[str, Images]:
    """Photographs of people."""
    return {
        "faces of LFW (scikit-image), 25 pixels wide": _lfw(slice(_LFW)),
        "scikit-image's astronaut": iter([Image.fromarray(data.astronaut())]),
    }


def _things() -> Images:
    chance = np.random.default_rng(_SEED)
    for name in _THINGS:
        pixels = np.asarray(getattr(data, name)())
        grey = pixels.astype(float) * (255 if pixels.max() <= 1 else 1)
        whole = Image.fromarray(grey.astype(np.uint8)).convert("RGB")
        yield whole
        for _ in range(_PARTS):
            side = int(min(whole.size) * chance.uniform(0.3, 0.8))
            left, top = (int(chance.integers(0, one - side + 1)) for one in whole.size)
            yield whole.crop((left, top, left + side, top + side)).resize((SIDE, SIDE))


def _lfw(some: slice) -> Images:
    for one in data.lfw_subset()[some]:
        grey = Image.fromarray((255 * one).astype(np.uint8)).convert("RGB")
        yield grey.resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def _several(draw: Callable[[Random], Image.Image]) -> Images:
    for number in range(_EACH):
        yield draw(np.random.default_rng([_SEED, number]))


def _noise(chance: Random) -> Image.Image:
    coarse = int(chance.choice([4, 16, 64, 256]))
    pixels = chance.integers(0, 256, (coarse, coarse, 3)).astype(np.uint8)
    return Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def _drawn(chance: Random) -> Image.Image:
    """Ellipses for a head, eyes and a mouth."""
    paper, skin, eye = (tuple(int(v) for v in chance.integers(60, 256, 3)) for _ in range(3))
    shown = Image.new("RGB", (SIDE, SIDE), paper)
    pen = ImageDraw.Draw(shown)
    wide, high = chance.uniform(60, 85), chance.uniform(80, 105)
    apart, size = chance.uniform(22, 38), chance.uniform(8, 16)
    pen.ellipse((128 - wide, 128 - high, 128 + wide, 128 + high), fill=skin, outline="black")
    for across in (128 - apart, 128 + apart):
        pen.ellipse((across - size, 105 - size / 2, across + size, 105 + size / 2), fill="white")
        pen.ellipse((across - 5, 100, across + 5, 110), fill=eye, outline="black")
        pen.line((across - size, 85, across + size, 83), fill="black", width=4)
    pen.line((128, 110, 120, 150, 134, 152), fill="black", width=3)
    pen.chord((100, 165, 156, 190), 0, 180, fill=(190, 60, 60), outline="black")
    return shown


Shade = Callable[[ImageDraw.ImageDraw, list[tuple[float, float]], Floats], None]


def _rendered(chance: Random, shade: Shade) -> Image.Image:
    """The simulator's head by a painter's algorithm, the furthest triangles first."""
    seed = int(chance.integers(2**31))
    triangles = fine_mesh().coarse
    points = np.asarray(draw_patient(None, seed=seed).vertices(), np.float32)
    camera = frame(points, draw_photo(np.random.default_rng(seed)), SIDE)
    seen = np.asarray(camera.see(points), float)
    normals = normals_of(points, triangles)[triangles].mean(1)  # (t, 3)
    depth = camera.depth(points)[triangles].mean(1)
    shown = Image.new("RGB", (SIDE, SIDE), tuple(int(v) for v in chance.integers(0, 256, 3)))
    pen = ImageDraw.Draw(shown)
    for number in np.argsort(-depth):
        corners = [(float(x), float(y)) for x, y in seen[triangles[number], :2]]
        shade(pen, corners, np.asarray(normals[number], float))
    return shown.filter(ImageFilter.SMOOTH)


def _clay(pen: ImageDraw.ImageDraw, corners: list[tuple[float, float]], normal: Floats) -> None:
    light = int(40 + 200 * max(float(normal @ (0.4, -0.7, 0.6)), 0.0))
    pen.polygon(corners, fill=(light, light, light))


def _coloured(pen: ImageDraw.ImageDraw, corners: list[tuple[float, float]], normal: Floats) -> None:
    red, green, blue = (int(127 + 127 * one) for one in normal)
    pen.polygon(corners, fill=(red, green, blue))


def _wires(pen: ImageDraw.ImageDraw, corners: list[tuple[float, float]], normal: Floats) -> None:
    pen.polygon(corners, fill=(235, 235, 235), outline=(40, 40, 90))


def _cartoon(one: Image.Image) -> Image.Image:
    flat = ImageOps.posterize(one.filter(ImageFilter.MedianFilter(7)), 2)
    lines = one.convert("L").filter(ImageFilter.FIND_EDGES).point(lambda v: 255 * (v < 40))
    return Image.composite(flat, Image.new("RGB", one.size), lines)


def _pencil(one: Image.Image) -> Image.Image:
    grey = np.asarray(one.convert("L"), float) + 1
    soft = np.asarray(ImageOps.invert(one.convert("L")).filter(ImageFilter.GaussianBlur(6)), float)
    drawn = np.minimum(255 * grey / (256 - soft), 255).astype(np.uint8)
    return Image.fromarray(drawn).convert("RGB")


def _heated(one: Image.Image) -> Image.Image:
    return ImageOps.colorize(one.convert("L"), "#10004d", "#fff3b0", mid="#e04a1f")


def _squares(one: Image.Image) -> Image.Image:
    small = one.resize((48, 48), Image.Resampling.BOX)
    return small.resize(one.size, Image.Resampling.NEAREST)
