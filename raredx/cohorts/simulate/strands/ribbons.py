"""Drawing strands as soft ribbons: what a hair covers of a pixel, from the nearest to the farthest.

A hair is finer than a pixel. Each segment therefore covers a share of the pixels that it passes,
and shares are gathered front to back until a pixel is full. The picture of the strands comes
as a layer that is laid over the finished surface:

    surface, in the sample buffers   ->   draw_strands   ->   surface shaded   ->   layer.over
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled, f32, inlined
from raredx.cohorts.simulate.strands.segments import extremes, front_to_back, steps_of
from raredx.cohorts.simulate.strands.shading import Lighting, shade_strands
from raredx.cohorts.simulate.strands.strands import Strands

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]
Shares = tuple[Whole, Whole, Floats]
"""Of each share of a pixel: which pixel, at which point its segment starts, both ends' weights."""

FULL = 0.04
"""Below this share of what lies behind, a pixel counts as hair and nothing else."""
_FILLED = 0.015
_ROOM = 1 << 18
"""Shares of pixels for which there is room at once; more is made when it is needed."""
_BIAS = 0.0012
"""Metres by which a strand may lie behind the surface and still be seen."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Strands as a picture of their own: h rows, w columns."""

    colour: Floats  # (h, w, 3): linear RGB, times the share that is covered
    clear: Floats  # (h, w): the share that shows what lies behind

    def over(self, surface: Floats) -> Floats:
        """A finished picture (h, w, 3), linear RGB, with the strands before it."""
        seen: Floats = self.colour + surface * self.clear[..., None]
        return seen


def draw_strands(
    strands: Strands,
    screen: Floats,
    lighting: Lighting,
    *,
    focal: float,
    depth: Floats,
    ids: Whole,
    between: Floats,
    samples: int = 2,
) -> Layer:
    """Draw strands before the surface that the sample buffers hold.

    Parameters
    ----------
    strands : Strands
        What `grow` gave.
    screen : ndarray of shape (s, k, 3)
        Its points in pixels: x to the right, y down, and 1 / z, larger when nearer.
    lighting : Lighting
        What `light_strands` gave. Only what is seen is shaded.
    focal : float
        Pixels that a metre spans at a distance of one metre.
    depth, ids, between : ndarray
        The sample buffers, `samples` a pixel each way: 1 / z, what is seen, where on it. Where
        strands hide the surface wholly they are entered: the nearest depth, -2 - segment, and how
        far along its strand the segment lies, 0 to 1, with the share that is clear.
    """
    h, w = depth.shape[0] // samples, depth.shape[1] // samples
    layer = Layer(np.zeros((h, w, 3), np.float32), np.ones((h, w), np.float32))
    near, far = extremes(depth, samples)
    steps = steps_of(screen)
    order = front_to_back(screen, steps, far)
    front = np.full((h, w), -1, np.int32)
    shares, wanted = _cover(
        screen,
        strands.width,
        steps,
        order,
        f32(focal),
        depth,
        near,
        far,
        samples,
        layer.clear,
        front,
    )
    shades = shade_strands(strands.points, strands.colour, strands.kind, wanted, lighting)
    _colour(shares, shades, steps, layer.colour)
    _enter(screen, front, layer.clear, depth, ids, between, samples)
    return layer


@compiled
def _cover(
    screen: Floats,
    width: Floats,
    steps: Whole,
    order: Whole,
    focal: float,
    depth: Floats,
    near: Floats,
    far: Floats,
    samples: int,
    clear: Floats,
    front: Whole,
) -> tuple[Shares, npt.NDArray[np.bool_]]:
    """What every segment, in its order, covers of each pixel; and which points that needs."""
    h, w = clear.shape
    k = screen.shape[1]
    wanted = np.zeros(screen.shape[:2], np.bool_)
    pixel, segments = np.empty(_ROOM, np.int32), np.empty(_ROOM, np.int32)
    weights = np.empty((_ROOM, 2), np.float32)
    count = 0
    for o in range(len(order)):
        segment = order[o]
        s = segment // (k - 1)
        n = segment - s * (k - 1)
        x0, y0, z0 = screen[s, n, 0], screen[s, n, 1], screen[s, n, 2]
        m = n + steps[s]
        dx, dy, dz = screen[s, m, 0] - x0, screen[s, m, 1] - y0, screen[s, m, 2] - z0
        if (
            _full(clear, x0, y0)
            and _full(clear, x0 + f32(0.5) * dx, y0 + f32(0.5) * dy)
            and _full(clear, x0 + dx, y0 + dy)
        ):
            continue
        size = math.sqrt(dx * dx + dy * dy)
        if size < f32(1e-3):
            continue
        ux, uy, over = dx / size, dy / size, 1 / size
        along = f32(0.5) * (n + m) / (k - 1)
        taper = f32(1.0) - f32(0.75) * along * along * along
        wide = width[s] * taper * focal * (z0 + f32(0.5) * dz)  # pixels
        share = min(wide, f32(1.0))
        reach = f32(0.5) * max(wide, f32(1.0)) + f32(0.5)
        steep = abs(uy) > abs(ux)
        a0, b0, ua, ub = (y0, x0, uy, ux) if steep else (x0, y0, ux, uy)
        slope, broad = ub / ua, reach / abs(ua)
        lean = reach * abs(ub) + f32(0.5)
        low, high = min(a0, a0 + ua * size) - lean, max(a0, a0 + ua * size) + lean
        used = False
        for a in range(max(int(low), 0), min(int(high) + 1, h if steep else w)):
            middle = b0 + (a + f32(0.5) - a0) * slope
            left_end = max(int(middle - broad + f32(0.5)), 0)
            right_end = min(int(middle + broad + f32(0.5)), w if steep else h)
            for b in range(left_end, right_end):
                i, j = (a, b) if steep else (b, a)
                left = clear[i, j]
                if left < f32(_FILLED):
                    continue
                px, py = j + f32(0.5) - x0, i + f32(0.5) - y0
                way = px * ux + py * uy
                # a box of a pixel over both ends, and over both sides
                end = min(way, size - way) + f32(0.5)
                cover = min(reach - abs(px * uy - py * ux), f32(1.0)) * share
                if end <= 0 or cover <= 0:
                    continue
                cover *= min(end, f32(1.0))
                t = min(max(way * over, f32(0.0)), f32(1.0))
                z = z0 + dz * t
                z += z * z * f32(_BIAS)
                if z < near[i, j]:
                    if z <= far[i, j]:
                        continue
                    seen = 0
                    for p in range(samples):
                        for q in range(samples):
                            seen += z > depth[i * samples + p, j * samples + q]
                    cover *= f32(seen) / (samples * samples)
                if count == len(pixel):
                    pixel = np.concatenate((pixel, np.empty_like(pixel)))
                    segments = np.concatenate((segments, np.empty_like(segments)))
                    weights = np.concatenate((weights, np.empty_like(weights)))
                weight = left * cover
                clear[i, j] = left - weight
                if left >= f32(0.5) and clear[i, j] < f32(0.5):
                    front[i, j] = segment
                pixel[count], segments[count] = i * w + j, s * k + n
                weights[count, 0], weights[count, 1] = weight * (1 - t), weight * t
                count += 1
                used = True
        if used:
            wanted[s, n] = True
            wanted[s, m] = True
    return (pixel[:count], segments[:count], weights[:count]), wanted


@inlined
def _full(clear: Floats, x: float, y: float) -> bool:
    """Whether the pixel at a place, or the nearest one within the picture, is filled."""
    i = min(max(int(y), 0), clear.shape[0] - 1)
    j = min(max(int(x), 0), clear.shape[1] - 1)
    filled: bool = clear[i, j] < f32(_FILLED)
    return filled


@compiled
def _colour(shares: Shares, shades: Floats, steps: Whole, colour: Floats) -> None:
    """Sum up the colours of what covers each pixel."""
    k = shades.shape[1]
    pixels, points = colour.reshape(-1, 3), shades.reshape(-1, 3)
    pixel, segments, weights = shares
    for n in range(len(pixel)):
        i, p = pixel[n], segments[n]
        q = p + steps[p // k]
        for c in range(3):
            pixels[i, c] += weights[n, 0] * points[p, c] + weights[n, 1] * points[q, c]


@compiled
def _enter(
    points: Floats,
    front: Whole,
    clear: Floats,
    depth: Floats,
    ids: Whole,
    between: Floats,
    samples: int,
) -> None:
    """Write strands into the samples of pixels that they fill."""
    k = points.shape[1]
    for i in range(len(clear)):
        for j in range(clear.shape[1]):
            segment = front[i, j]
            if clear[i, j] > f32(FULL) or segment < 0:
                continue
            s, n = segment // (k - 1), segment % (k - 1)
            z = (points[s, n, 2] + points[s, n + 1, 2]) * f32(0.5)
            for p in range(i * samples, (i + 1) * samples):
                for q in range(j * samples, (j + 1) * samples):
                    depth[p, q] = max(z, depth[p, q])
                    ids[p, q] = -2 - segment
                    between[p, q, 0] = (n + f32(0.5)) / (k - 1)
                    between[p, q, 1] = clear[i, j]
