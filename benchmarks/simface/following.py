"""How well MediaPipe finds simulated faces, and follows their true landmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.simface.scores import Figure, wilson
from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.landmarks import mediapipe_vertices
from raredx.cohorts.simulate.sittings import FRONTAL
from raredx.phenotype.landmarks import Landmarks

Floats = npt.NDArray[np.float64]
Truth = Sequence[Mapping[str, Any]]

_EYES = "exocanthion_right", "exocanthion_left"
_SAME = 0.0025  # metres between a landmark and the vertex of the point that stands for it
_DRAWS = 200


@dataclass(frozen=True, kw_only=True)
class Following:
    """Errors in per cent of the distance between the outer corners of the eyes."""

    median: Figure
    farthest: Figure
    """The 95th percentile."""


def found(points: Landmarks, truth: Truth) -> dict[str, Figure]:
    """How many portraits have exactly one face for MediaPipe: in all, and by view."""
    views = np.array([row["view"] for row in truth])
    shares = {"all": wilson(int(points.usable.sum()), len(views))}
    for view in np.unique(views):
        of_view = points.usable[views == view]
        shares[str(view)] = wilson(int(of_view.sum()), len(of_view))
    return shares


def counterparts() -> dict[str, int]:
    """The landmarks that one of MediaPipe's points stands for, each with that point."""
    head, vertices = Head.shipped(), mediapipe_vertices()
    places = head.canonical[list(vertices.values())]  # (points, 3)
    near = {}
    for name, vertex in head.landmarks.items():
        away = np.linalg.norm(places - head.canonical[vertex], axis=1)  # (points,)
        if away.min() < _SAME:
            near[name] = list(vertices)[int(away.argmin())]
    return near


def errors(points: Landmarks, truth: Truth) -> Floats:
    """From each visible true landmark to its point, beside the eyes: (n, landmarks, 2).

    The distance between the outer corners of the eyes is 1, and x runs from the right to the left
    one. What cannot be seen, or was not found, is not a number.
    """
    pairs = counterparts()
    shifts = np.full((len(truth), len(pairs), 2), np.nan)
    for row, (one, places) in enumerate(zip(truth, points.points[:, :, :2], strict=True)):
        marks = {mark["name"]: mark for mark in one["landmarks"]}
        right, left = (np.array([marks[name]["x"], marks[name]["y"]]) for name in _EYES)
        axis = left - right
        for column, (name, point) in enumerate(pairs.items()):
            if marks[name]["seen"]:
                away = places[point] - (marks[name]["x"], marks[name]["y"])
                along, across = away @ axis, axis[0] * away[1] - axis[1] * away[0]
                shifts[row, column] = np.array([along, across]) / (axis @ axis)
    return shifts


def following(shifts: Floats, truth: Truth) -> dict[str, Following]:
    """The errors of frontal and turned portraits, as they are and without constant offsets.

    A point and its landmark need not mean quite the same place: the offset of each landmark, one
    for frontal faces and one for those turned to either side, is then no error.
    """
    turned = np.array([row["view"] != FRONTAL for row in truth])
    side = np.array([np.sign(row["photo"]["yaw"]) for row in truth]) * turned  # (n,)
    centred = shifts.copy()
    for one in np.unique(side):
        some = shifts[side == one]  # (m, landmarks, 2)
        centred[side == one] -= np.nansum(some, 0) / np.maximum(np.isfinite(some).sum(0), 1)
    return {
        f"{view}, {what}": _summary(np.linalg.norm(some[turned == is_turned], axis=2))
        for view, is_turned in (("frontal", False), ("three-quarter", True))
        if (turned == is_turned).any()
        for what, some in (("as it is", shifts), ("without constant offsets", centred))
    }


def _summary(away: Floats) -> Following:
    """Percentiles of errors (n, landmarks), with a bootstrap over portraits."""
    rng = np.random.default_rng(0)
    drawn = [
        np.nanpercentile(away[rng.integers(len(away), size=len(away))], [50, 95])
        for _ in range(_DRAWS)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)  # (2,) each
    value = np.nanpercentile(away, [50, 95])
    figures = [
        Figure(value=float(value[n]), low=float(low[n]), high=float(high[n]), of=len(away))
        for n in range(2)
    ]
    return Following(median=figures[0], farthest=figures[1])
