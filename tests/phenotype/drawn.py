"""Tiny faces of noise, some with a sign that only a picture shows: a white lock on the forehead."""

from __future__ import annotations

import numpy as np

SIDES = (32, 24)
LOCK, CHANCE, RARE = "HP:0002211", "HP:0000316", "HP:0000508"
TERMS = (LOCK, CHANCE, RARE)


def draw_faces(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Faces (n, 32, 32, 3) and whether they have each term: the second is chance, the third rare.

    The lock lies in the middle, since training mirrors and moves the faces.
    """
    rng = np.random.default_rng(seed)
    faces = rng.normal(110, 20, (n, 1, 1, 3)) + rng.normal(0, 12, (n, SIDES[0], SIDES[0], 3))
    present = rng.random((n, 3)) < [0.4, 0.3, 0.0]
    present[:3, 2] = True
    faces[present[:, 0], 8:14, 12:20] += 60
    return np.clip(faces, 0, 255).astype(np.uint8), present


def views_of(faces: np.ndarray) -> list[np.ndarray]:
    """The faces as two views see them: whole, and from near."""
    edge = (SIDES[0] - SIDES[1]) // 2
    return [faces, faces[:, edge:-edge, edge:-edge]]
