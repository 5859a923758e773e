"""A portrait: a head, a look and a photograph become a picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.portrait.background import paint_background
from raredx.cohorts.simulate.portrait.body import body_of
from raredx.cohorts.simulate.portrait.camera import Camera
from raredx.cohorts.simulate.portrait.clothes import fabric_of
from raredx.cohorts.simulate.portrait.develop import develop
from raredx.cohorts.simulate.portrait.eyes import eyes_of
from raredx.cohorts.simulate.portrait.film import metered
from raredx.cohorts.simulate.portrait.framing import frame
from raredx.cohorts.simulate.portrait.lighting import light_body, rig_of
from raredx.cohorts.simulate.portrait.look import Look
from raredx.cohorts.simulate.portrait.materials import Rig
from raredx.cohorts.simulate.portrait.mesh import fine_mesh
from raredx.cohorts.simulate.portrait.photo import Photo
from raredx.cohorts.simulate.portrait.shade import shade
from raredx.cohorts.simulate.portrait.skin import luminance_of, skin_of
from raredx.cohorts.simulate.portrait.surface import SAMPLES, Samples, rasterise
from raredx.cohorts.simulate.strands.ribbons import draw_strands
from raredx.cohorts.simulate.strands.shading import Lamp, Lighting, light_strands
from raredx.cohorts.simulate.strands.strands import Strands, grow

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_FINEST = 256
"""Pixels from which on every wisp of hair is drawn."""
_HIDDEN = 0.006
"""Metres that a point may lie behind what is seen and still count as visible."""


@dataclass(frozen=True, eq=False)
class Portrait:
    """A picture, and what it shows where."""

    image: Bytes  # (s, s, 3) sRGB
    camera: Camera
    samples: Samples

    def visible(self, points: Floats) -> npt.NDArray[np.bool_]:
        """Which points (n, 3) on the person are in the picture and hidden by nothing: (n,)."""
        seen = self.camera.see(points)
        side = len(self.samples.depth)
        place = np.floor(seen[:, :2] * SAMPLES).astype(int)
        inside = ((place >= 0) & (place < side)).all(1)
        column, row = np.clip(place, 0, side - 1).T
        nearest = self.samples.depth[row, column]
        return np.asarray(inside & (seen[:, 2] * (1 + _HIDDEN * seen[:, 2]) >= nearest), np.bool_)


def portrait(
    vertices: Floats,
    look: Look,
    photo: Photo,
    *,
    size: int = 256,
    lap: Callable[[str], None] = lambda stage: None,
) -> Portrait:
    """Photograph somebody. The same arguments give the same bytes.

    Parameters
    ----------
    vertices : ndarray of shape (v, 3)
        The head, as `Head.shape` gives it, with the expression of the photograph.
    look : Look
        The person's surface.
    photo : Photo
        Pose, light, camera, clothes and background.
    size : int
        Pixels each way.
    lap : callable
        Told the name of each stage when it is done.

    Examples
    --------
    >>> from raredx.cohorts.simulate.head import Build
    >>> taken = portrait(Head.shipped().shape(Build(years=8)), Look(), Photo(), size=64)
    >>> taken.image.shape
    (64, 64, 3)
    """
    vertices = np.ascontiguousarray(vertices, np.float32)
    camera = frame(vertices, photo, size)
    rig = rig_of(photo.light, camera, photo.yaw)
    mesh = fine_mesh()
    body = body_of(vertices, photo.clothes)
    lap("body")
    strands = grow(vertices, look, photo.disarray, detail=min(size / _FINEST, 1.0))
    lap("grow")
    samples = rasterise(camera.see(body.points), mesh.triangles, body.kept, size)
    lap("raster")
    lighting = _on_strands(strands, rig)
    layer = draw_strands(
        *(strands, camera.see(strands.points), lighting),
        focal=camera.focal,
        depth=samples.depth,
        ids=samples.ids,
        between=samples.between,
        samples=SAMPLES,
    )
    lap("strands")
    rows = light_body(body, photo.light, rig, lighting, photo.yaw)
    lap("light")
    picture = paint_background(photo.background, size)
    lap("background")
    skin = skin_of(look)
    eyes = eyes_of(look, vertices, gaze=photo.gaze, towards=_towards(vertices, camera))
    squares, count = shade(
        *(samples.depth, samples.ids, samples.between, mesh.triangles, mesh.part, rows),
        *(rig, skin, eyes, fabric_of(photo.clothes), picture),
    )
    lap("shade")
    face = math.sqrt(squares / count) if count else 0.2  # its bright side counts more
    image = develop(
        layer.over(picture),
        photo.film,
        gain=metered(luminance_of(skin)) / max(face, 1e-3),
        adapted=0.6 * rig.key_colour + 0.5 * (rig.sky + rig.ground),
    )
    lap("develop")
    return Portrait(image, camera, samples)


def _towards(vertices: Floats, camera: Camera) -> Floats:
    """The direction of the camera from between the eyes: (3,)."""
    marks = Head.shipped().landmarks
    gap = camera.position - vertices[[marks["pupil_left"], marks["pupil_right"]]].mean(0)
    towards: Floats = gap / np.linalg.norm(gap)
    return towards


def _on_strands(strands: Strands, rig: Rig) -> Lighting:
    lamps = [
        Lamp(towards=rig.key, colour=rig.key_colour),
        Lamp(towards=rig.fill, colour=rig.fill_colour),
        Lamp(towards=rig.rim, colour=rig.rim_colour),
    ]
    return light_strands(strands, eye=rig.camera, lamps=lamps, sky=rig.sky, ground=rig.ground)
