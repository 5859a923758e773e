"""Landmarks: anatomical points of the face, each a vertex of the mesh; and MediaPipe's points."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LEFT, RIGHT = "_left", "_right"
_OTHER_SIDE = np.array([-1, 1, 1], np.float32)


def landmark_vertices(canonical: Floats) -> dict[str, int]:
    """The vertex of each landmark; one of the sides has "_left" or "_right" after its name."""
    table = read_landmarks()
    found: dict[str, int] = {name: vertex for name, (vertex, _) in table["middle"].items()}
    for name, (vertex, _) in table["sides"].items():
        other = canonical[vertex] * _OTHER_SIDE
        distance = np.square(canonical - other).sum(1)  # (v,)
        found[name + LEFT] = vertex
        found[name + RIGHT] = int(distance.argmin())
    return found


def describe(landmark: str) -> str:
    """What a landmark marks.

    >>> describe("alare_left")
    'Most lateral point of the nasal wing, left'
    """
    table = read_landmarks()
    for end in (LEFT, RIGHT):
        if landmark.endswith(end):
            return f"{table['sides'][landmark.removesuffix(end)][1]}, {end[1:]}"
    return table["middle"][landmark][1]


@cache
def read_landmarks() -> dict[str, dict[str, tuple[int, str]]]:
    """The landmarks of the middle and of the sides: vertex and description of each."""
    text = Path(__file__).with_name("landmarks.toml").read_text()
    return {
        group: {name: (vertex, what) for name, (vertex, what) in rows.items()}
        for group, rows in tomllib.loads(text).items()
    }


@cache
def mediapipe_vertices() -> dict[int, int]:
    """For those of MediaPipe's 478 points that keep their place on the skin, the vertex there.

    Found with MediaPipe itself on portraits from the front (`python -m benchmarks.simface
    landmarks`): the vertex nearest to where a point usually lies. Irises, and points that stay too
    far from any vertex, are left out. So an error against these vertices says how well a face is
    followed, not where a point belongs.
    """
    with Path(__file__).with_name("mediapipe.csv").open(newline="") as file:
        return {int(row["point"]): int(row["vertex"]) for row in csv.DictReader(file)}
