"""At which vertex of the head each of MediaPipe's points lies, found on portraits.

A point belongs to the vertex of the skin whose true place in the picture is nearest to it, in the
mean over frontal portraits. How far it stays from there is kept beside it, in per cent of the
distance between the outer corners of the eyes; points that stay too far have no vertex.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.simface.drawing import Drawing
from raredx.cohorts.simulate import head
from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import SKIN
from raredx.cohorts.simulate.knowledge.conditions import condition
from raredx.cohorts.simulate.knowledge.patient import draw_patient
from raredx.cohorts.simulate.photograph import photo_of
from raredx.cohorts.simulate.portrait.framing import frame
from raredx.cohorts.simulate.portrait.mesh import normals_of
from raredx.cohorts.simulate.sittings import FRONTAL, Sitting
from raredx.files import write_whole
from raredx.phenotype.landmarks import POINTS, landmarks_of

FILE = Path(head.__file__).with_name("mediapipe.csv")
FARTHEST = 4.0  # per cent between the eyes
_IRISES = 468  # and all later points: they move with the gaze
_FACE = -0.03  # metres in the canonical head: the ears are behind this
_FORWARDS = -0.1  # how much the skin of the face looks ahead at least: linings of the lids do not
_EYES = "exocanthion_right", "exocanthion_left"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Nearest:
    """For each of MediaPipe's 478 points the vertex where it lies."""

    vertices: npt.NDArray[np.intp]  # (478,)
    residuals: Floats  # (478,) per cent


def write_map(drawing: Drawing, folder: Path) -> str:
    """Find the vertices on the portraits of a plan and write them; gives a line about it."""
    cohort = drawing.drawn(folder)
    points = landmarks_of(cohort)
    usable = [
        number
        for number, sitting in enumerate(drawing.sittings())
        if sitting.view == FRONTAL and points.usable[number]
    ]
    sittings = drawing.sittings()
    places = [projected(sittings[number], drawing) for number in usable]
    found = nearest(points.points[usable, :, :2].astype(np.float32), places, candidates())
    kept = np.flatnonzero(found.residuals[:_IRISES] < FARTHEST)
    lines = [f"{point},{found.vertices[point]},{found.residuals[point]:.2f}" for point in kept]
    write_whole(FILE, "\n".join(["point,vertex,residual", *lines]) + "\n")
    median = float(np.median(found.residuals[kept]))
    return (
        f"{len(kept)} of {POINTS} points have a vertex, on {len(usable)} portraits;"
        f" the median residual is {median:.2f} %"
    )


def nearest(points: Floats, places: list[Floats], among: npt.NDArray[np.intp]) -> Nearest:
    """The vertices nearest to points (n, p, 2) in n portraits.

    `places` says where all of the head's vertices are in each portrait, (v, 2).
    """
    total = np.zeros((points.shape[1], len(among)), np.float32)  # (p, among)
    marks = Head.shipped().landmarks
    right, left = (marks[name] for name in _EYES)
    for own, place in zip(points, places, strict=True):
        between = np.linalg.norm(place[left] - place[right])
        away = own[:, None] - place[among]  # (p, among, 2)
        total += np.hypot(away[..., 0], away[..., 1]) / between
    best = total.argmin(1)
    residuals = 100 * total[np.arange(len(best)), best] / len(points)
    return Nearest(vertices=among[best], residuals=residuals)


def candidates() -> npt.NDArray[np.intp]:
    """Vertices of the skin that are seen from the front."""
    shape = Head.shipped()
    facing = normals_of(shape.canonical, shape.triangles[shape.part == SKIN])[:, 1] < _FORWARDS
    before = shape.canonical[:, 1] < _FACE
    outside = np.setdiff1d(shape.vertices_of(SKIN), shape.inside_mouth)
    return np.asarray(outside[(facing & before)[outside]])


def projected(sitting: Sitting, drawing: Drawing) -> Floats:
    """Where the head's vertices are in a portrait, without drawing it: (v, 2) pixels."""
    has = None if sitting.condition is None else condition(sitting.condition)
    patient = draw_patient(has, sitting.seed, scale=drawing.scale, spread=drawing.spread)
    photo = photo_of(patient, sitting.number, view=sitting.view)
    vertices = patient.vertices(photo.expression)
    return frame(vertices, photo, drawing.size).project(vertices)
