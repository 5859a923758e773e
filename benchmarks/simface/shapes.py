"""Shapes without place, size and turn: Procrustes alignment in the plane."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ROUNDS = 5  # the mean has settled by then


def mean_shape(shapes: Floats) -> Floats:
    """The mean of aligned shapes: (n, p, 2) gives (p, 2).

    >>> square = np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])
    >>> mean_shape(np.stack([square, 3 * square + 5])).round(2).tolist()
    [[-0.35, -0.35], [0.35, -0.35], [0.35, 0.35], [-0.35, 0.35]]
    """
    mean: Floats = _standard(shapes[:1])[0]
    for _ in range(_ROUNDS):
        mean = _standard(aligned(shapes, mean).mean(0)[None])[0]
    return mean


def aligned(shapes: Floats, mean: Floats) -> Floats:
    """Shapes (n, p, 2) moved, scaled and turned onto a mean (p, 2) as well as can be."""
    own, to = _as_complex(_standard(shapes)), _as_complex(mean)  # (n, p), (p,)
    turn = (own.conj() * to).sum(1)  # (n,)
    turned = own * (turn / np.abs(turn))[:, None]  # (n, p)
    return np.stack([turned.real, turned.imag], -1)


def _standard(shapes: Floats) -> Floats:
    """Shapes around 0, of size 1."""
    centred = shapes - shapes.mean(1, keepdims=True)
    return np.asarray(centred / np.linalg.norm(centred, axis=(1, 2), keepdims=True))


def _as_complex(shapes: Floats) -> npt.NDArray[np.complex128]:
    return np.asarray(shapes[..., 0] + 1j * shapes[..., 1])
