"""Whether two images are one picture: laid over each other as well as it goes, then compared.

Two photographs of a kind can be close in every feature; one photograph and its cropped, mirrored
copy agree down to their texture. So the second is laid over the first by an affine map, found by
Gauss-Newton steps on the difference (Lucas and Kanade, in its inverse compositional form) from
coarse to fine, and the fine structure of both is correlated.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from raredx.cohorts.check.thumbnails import ORIENTATIONS, SIDE, lay

Pictures = NDArray[np.float32]  # (n, s, s)
Maps = NDArray[np.float32]  # (n, 3, 3), from places in [-1, 1] to places in [-1, 1]

_BATCH = 64
_STEPS = {16: 8, 32: 6, 64: 5}  # Gauss-Newton steps at each side length
_LONGEST_STEP = 0.1
_LEAST_OVERLAP = 0.4
_HOPELESS = 0.75  # coarse agreement below which the fine one is not computed


def agreement(
    left: NDArray[np.uint8], right: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """How far two thumbnails show one picture, pair by pair, and how the right one lies.

    Parameters
    ----------
    left, right : (n, 64, 64)
        Thumbnails, one pair a row.

    Returns
    -------
    agreement : (n,)
        Correlation of the fine structure, at most 1; 0 where not even the coarse one agrees.
    orientation : (n,)
        Index into `ORIENTATIONS` of the way to lay the right one down.
    """
    scores, ways = np.zeros(len(left)), np.zeros(len(left), np.int64)
    for low in range(0, len(left), _BATCH):
        rows = slice(low, low + _BATCH)
        scores[rows], ways[rows] = _batch(_light(left[rows]), _light(right[rows]))
    return scores, ways


def _light(thumbnails: NDArray[np.uint8]) -> Pictures:
    return np.divide(thumbnails, 255, dtype=np.float32)


def _batch(left: Pictures, right: Pictures) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    small = {SIDE: left, 32: _halved(left)}
    other = {SIDE: right, 32: _halved(right)}
    small[16], other[16] = _halved(small[32]), _halved(other[32])
    ways, maps, coarse = _laid(small[16], other[16])
    hopeful = np.flatnonzero(coarse > _HOPELESS)
    scores = np.zeros(len(left))
    if len(hopeful):
        maps = maps[hopeful]
        for side in (32, SIDE):
            fixed, moved = small[side][hopeful], _lay_each(other[side][hopeful], ways[hopeful])
            maps = _aligned(fixed, moved, maps, steps=_STEPS[side])
        scores[hopeful] = _correlation(_fine(fixed), _fine(moved), maps)
    return scores, ways


def _laid(left: Pictures, right: Pictures) -> tuple[NDArray[np.int64], Maps, NDArray[np.float32]]:
    """The best orientation of each right picture, with its map and its agreement."""
    start = np.broadcast_to(np.eye(3, dtype=np.float32), (len(left), 3, 3))
    tried = [lay(right, way) for way in range(len(ORIENTATIONS))]
    maps = np.stack([_aligned(left, moved, start, steps=_STEPS[16]) for moved in tried])
    scores = np.stack([_correlation(left, *both) for both in zip(tried, maps, strict=True)])
    ways, rows = scores.argmax(axis=0), np.arange(len(left))
    return ways, maps[ways, rows], scores[ways, rows]


def _lay_each(pictures: Pictures, ways: NDArray[np.int64]) -> Pictures:
    return np.stack([lay(picture, way) for picture, way in zip(pictures, ways, strict=True)])


def _aligned(fixed: Pictures, moved: Pictures, maps: Maps, *, steps: int) -> Maps:
    """Maps under which the moved pictures come to lie on the fixed ones."""
    n, side, _ = fixed.shape
    window = _window(side)
    wanted = _standard(fixed, np.broadcast_to(window, fixed.shape))
    down, across = np.gradient(wanted, 2 / side, axis=(1, 2))
    y, x = _places(side)
    slopes = np.stack([across * x, across * y, across, down * x, down * y, down], axis=1)
    slopes = slopes.reshape(n, 6, -1)  # (n, 6, s * s)
    for _ in range(steps):
        warped, weight = _warped(moved, maps, window)
        error = (_standard(warped, weight) - _standard(fixed, weight)).reshape(n, -1, 1)
        weighted = slopes * weight.reshape(n, 1, -1)
        hessian = weighted @ slopes.transpose(0, 2, 1) + 0.01 * np.eye(6, dtype=np.float32)
        step = np.linalg.solve(hessian, weighted @ error)[..., 0]  # (n, 6)
        maps = maps @ np.linalg.inv(_affine(step.clip(-_LONGEST_STEP, _LONGEST_STEP)))
        maps = maps.clip(-2, 2)
    return maps


def _correlation(fixed: Pictures, moved: Pictures, maps: Maps) -> NDArray[np.float32]:
    """The correlation where both are seen; 0 where too little is."""
    window = _window(fixed.shape[1])
    warped, weight = _warped(moved, maps, window)
    total = weight.sum(axis=(1, 2))
    together = (weight * _standard(warped, weight) * _standard(fixed, weight)).sum(axis=(1, 2))
    seen = total > _LEAST_OVERLAP * window.sum()
    return np.where(seen, together / np.maximum(total, 1e-3), 0).astype(np.float32)


def _warped(pictures: Pictures, maps: Maps, window: Pictures) -> tuple[Pictures, Pictures]:
    """Pictures under maps, bilinear, and how much each pixel counts: nothing outside of them."""
    n, side, _ = pictures.shape
    y, x = _places(side)
    grid = np.stack([x.ravel(), y.ravel(), np.ones(side * side, np.float32)])  # (3, s * s)
    places = (maps[:, :2] @ grid + 1) * (side / 2) - 0.5  # (n, 2, s * s)
    inside = ((places >= 0) & (places <= side - 1)).all(axis=1)  # (n, s * s)
    places = places.clip(0, side - 1.001)
    whole = places.astype(np.int64)
    right, below = (places - whole).transpose(1, 0, 2)  # each (n, s * s)
    corner = whole[:, 1] * side + whole[:, 0] + np.arange(n)[:, None] * side * side
    flat = pictures.ravel()
    top = flat[corner] * (1 - right) + flat[corner + 1] * right
    bottom = flat[corner + side] * (1 - right) + flat[corner + side + 1] * right
    values = (top * (1 - below) + bottom * below).astype(np.float32)
    weight = window.ravel() * inside
    return values.reshape(n, side, side), weight.reshape(n, side, side)


def _standard(pictures: Pictures, weight: Pictures) -> Pictures:
    """Pictures with mean 0 and deviation 1 where they have weight."""
    total = np.maximum(weight.sum(axis=(1, 2), keepdims=True), 1e-3)
    centred = pictures - (pictures * weight).sum(axis=(1, 2), keepdims=True) / total
    variance = (weight * centred**2).sum(axis=(1, 2), keepdims=True) / total
    standard: Pictures = (centred / np.sqrt(variance + 1e-6)).astype(np.float32)
    return standard


def _fine(pictures: Pictures) -> Pictures:
    """What is left of pictures without their broad light and shade, and without single pixels."""
    return _blurred(pictures - _blurred(pictures, 3.0), 0.7)


def _blurred(pictures: Pictures, sigma: float) -> Pictures:
    reach = round(3 * sigma)
    bell = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    bell = (bell / bell.sum()).astype(np.float32)
    side = pictures.shape[1]
    padded = np.pad(pictures, ((0, 0), (reach, reach), (reach, reach)), mode="edge")
    rows = sum(share * padded[:, i : i + side] for i, share in enumerate(bell))
    blurred: Pictures = sum(share * rows[:, :, i : i + side] for i, share in enumerate(bell))
    return blurred


def _halved(pictures: Pictures) -> Pictures:
    n, side, _ = pictures.shape
    halved: Pictures = pictures.reshape(n, side // 2, 2, side // 2, 2).mean(axis=(2, 4))
    return halved


def _affine(step: NDArray[np.float32]) -> Maps:
    """(n, 6) changes of an affine map as matrices (n, 3, 3)."""
    maps = np.zeros((len(step), 3, 3), np.float32)
    maps[:, :2] = step.reshape(-1, 2, 3)
    return maps + np.eye(3, dtype=np.float32)


def _places(side: int) -> Sequence[Pictures]:
    """Where pixels are, down and across, in [-1, 1]."""
    line = ((np.arange(side) + 0.5) * 2 / side - 1).astype(np.float32)
    return np.meshgrid(line, line, indexing="ij")


def _window(side: int) -> Pictures:
    """Weights that fade towards the border, which a copy may have lost or gained."""
    line = np.abs((np.arange(side) + 0.5) * 2 / side - 1)
    rise = np.clip((1 - line) / 0.2, 0, 1)
    smooth = rise**2 * (3 - 2 * rise)
    return np.outer(smooth, smooth).astype(np.float32)
