"""The light that falls on every point of a body: key, room and rim, past head and hair."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.ambient import (
    MIDDLE,
    VIEWS,
    ambient_light,
    directions,
)
from raredx.cohorts.simulate.portrait.body import Body
from raredx.cohorts.simulate.portrait.camera import Camera
from raredx.cohorts.simulate.portrait.diffusion import diffused
from raredx.cohorts.simulate.portrait.light import Light
from raredx.cohorts.simulate.portrait.materials import Rig
from raredx.cohorts.simulate.portrait.mesh import fine_mesh, spread_to_edges
from raredx.cohorts.simulate.portrait.record import record
from raredx.cohorts.simulate.portrait.shadow import shadows
from raredx.cohorts.simulate.strands.compiled import compiled
from raredx.cohorts.simulate.strands.opacity import light_on
from raredx.cohorts.simulate.strands.shading import Lighting

Floats = npt.NDArray[np.float32]

_MARGIN = -0.25
"""Points may turn so far away from the camera (the sine) and still belong to what it sees."""


def rig_of(light: Light, camera: Camera, yaw: float) -> Rig:
    """The lights of a photograph around a head that is turned by so many degrees."""
    return Rig(
        key=light.towards(yaw),
        key_colour=light.key_colour,
        rim=light.towards_rim(yaw),
        rim_colour=light.rim_colour,
        fill=light.towards_fill(yaw),
        fill_colour=light.fill_colour,
        sky=light.sky_colour,
        ground=light.ground_colour,
        camera=camera.position,
        focal=float(camera.focal),
    )


def light_body(body: Body, light: Light, rig: Rig, hair: Lighting, yaw: float) -> Floats:
    """What `shade` needs of every point of a body: (n, width)."""
    mesh = fine_mesh()
    bare, own = mesh.undressed, len(body.vertices)
    points, normals = body.points[:bare], body.normals[:bare]
    seen = _faces(points, normals, rig.camera)
    facing = normals @ rig.key  # (b,)
    lit = shadows(
        *(points, normals, seen & (facing > -0.2)),
        occluders=body.vertices,
        triangles=mesh.coarse,
        centre=MIDDLE,
        towards=rig.key,
        size=np.radians(light.size),
    )
    lit *= spread_to_edges(light_on(hair.key, body.vertices), mesh.edges)
    room, _ = ambient_light(
        *(body.vertices, normals[:own], seen[:own]),
        centre=MIDDLE,
        scene=light.scene(directions(VIEWS), yaw),
    )
    room *= 0.25 + 0.75 * light_on(hair.dome, body.vertices)[:, None]
    return record(
        points=body.points,
        normals=body.normals,
        canonical=mesh.canonical,
        painted=body.painted,
        glow=diffused(np.maximum(facing, 0) * lit),
        room=spread_to_edges(room, mesh.edges),
        lit=lit,
        key=rig.key,
        rim=rig.rim,
        dressed=mesh.dressed,
    )


@compiled
def _faces(points: Floats, normals: Floats, camera: Floats) -> npt.NDArray[np.bool_]:
    """Which points may be seen by the camera, with a margin."""
    seen = np.empty(len(points), np.bool_)
    for n in range(len(points)):
        facing, size = np.float32(0.0), np.float32(0.0)
        for axis in range(3):
            gap = camera[axis] - points[n, axis]
            facing += gap * normals[n, axis]
            size += gap * gap
        seen[n] = facing > _MARGIN * np.sqrt(size)
    return seen
