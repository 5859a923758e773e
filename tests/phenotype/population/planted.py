"""People whose truth is known: shapes and scores drawn at random, with effects put in by hand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def names(count: int) -> list[str]:
    return [f"person {number:03d}" for number in range(count)]


def face(points: int = 40, seed: int = 0) -> Floats:
    """Points on a half dome that looks at the camera, of size 1: (points, 3)."""
    rng = np.random.default_rng(seed)
    radius, angle = np.sqrt(rng.random(points)), rng.uniform(0, 2 * np.pi, points)
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    dome = np.stack([x, y, np.sqrt(1.2 - radius**2)], 1)
    dome -= dome.mean(0)
    return dome / np.linalg.norm(dome)


def people(count: int, *, points: int = 40, alike: float = 0.7, seed: int = 0) -> Floats:
    """Shapes around that face; neighbouring points go together, as they do in people."""
    rng = np.random.default_rng(seed)
    mean = face(points)
    near = np.exp(-((mean[:, None] - mean) ** 2).sum(-1) / (2 * 0.1**2))  # (points, points)
    root = np.linalg.cholesky(near + 1e-6 * np.eye(points))
    own, shared = rng.normal(size=(2, count, points, 3))
    together = np.einsum("pq,nqd->npd", root, shared)
    return mean + 0.004 * (np.sqrt(1 - alike) * own + np.sqrt(alike) * together)
