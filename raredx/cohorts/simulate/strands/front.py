"""Finding a place of the face from ahead: canonical x and z to a place on the mesh."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.strands.compiled import compiled
from raredx.cohorts.simulate.strands.sites import Sites, skin_without_ears

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_LEFT, _BOTTOM = -0.075, 0.395
_COLUMNS, _ROWS = 300, 200
_CELL = 0.0005


def sites_ahead(x: Floats, z: Floats) -> tuple[Sites, npt.NDArray[np.bool_]]:
    """The places (n,) on the skin that canonical x and z show from ahead, and which there are.

    Of a place beside the window around brows and forehead, the nearest within it is taken.

    >>> sites, there = sites_ahead(np.array([0.03], np.float32), np.array([0.44], np.float32))
    >>> sites.on(Head.shipped().canonical).round(3)[0, [0, 2]].tolist(), there.all().item()
    ([0.029999999329447746, 0.4399999976158142], True)
    """
    head = Head.shipped()
    column = ((x - _LEFT) / _CELL).astype(np.int32).clip(0, _COLUMNS - 1)
    row = ((z - _BOTTOM) / _CELL).astype(np.int32).clip(0, _ROWS - 1)
    triangle = _window()[row, column]
    corners = head.triangles[np.maximum(triangle, 0)]  # (n, 3)
    flat = head.canonical[corners][:, :, [0, 2]]  # (n, 3, 2)
    one, two = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    to = np.stack([x, z], 1) - flat[:, 0]
    area = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0] + 1e-12
    second = (to[:, 0] * two[:, 1] - to[:, 1] * two[:, 0]) / area
    third = (one[:, 0] * to[:, 1] - one[:, 1] * to[:, 0]) / area
    weights = np.stack([1 - second - third, second, third], 1).clip(-0.3, 1.3)
    weights /= weights.sum(1, keepdims=True)
    return Sites(corners, weights.astype(np.float32)), triangle >= 0


@cache
def _window() -> Whole:
    """The foremost triangle of the skin in every cell of the window; -1 where there is none."""
    head = Head.shipped()
    chosen = skin_without_ears()
    corners = head.canonical[head.triangles[chosen]]  # (t, 3, 3)
    window = np.full((_ROWS, _COLUMNS), -1, np.int32)
    ahead = corners[:, :, 1].mean(1) < -0.06
    _look(corners[ahead], chosen[ahead].astype(np.int32), window)
    return window


@compiled
def _look(corners: Floats, names: Whole, window: Whole) -> None:
    nearest = np.full(window.shape, 9.0)
    for t in range(len(corners)):
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = corners[t, 0], corners[t, 1], corners[t, 2]
        area = (bx - ax) * (cz - az) - (bz - az) * (cx - ax)
        if abs(area) < 1e-12:
            continue
        j0 = max(int((min(ax, bx, cx) - _LEFT) / _CELL), 0)
        j1 = min(int((max(ax, bx, cx) - _LEFT) / _CELL) + 1, window.shape[1])
        i0 = max(int((min(az, bz, cz) - _BOTTOM) / _CELL), 0)
        i1 = min(int((max(az, bz, cz) - _BOTTOM) / _CELL) + 1, window.shape[0])
        for i in range(i0, i1):
            for j in range(j0, j1):
                x = _LEFT + (j + 0.5) * _CELL - ax
                z = _BOTTOM + (i + 0.5) * _CELL - az
                b = (x * (cz - az) - z * (cx - ax)) / area
                c = ((bx - ax) * z - (bz - az) * x) / area
                if min(b, c, 1 - b - c) < -0.02:
                    continue
                y = ay + b * (by - ay) + c * (cy - ay)
                if y < nearest[i, j]:
                    nearest[i, j] = y
                    window[i, j] = names[t]
