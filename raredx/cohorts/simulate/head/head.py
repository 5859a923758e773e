"""The head: vertices from a build and slider values, in well under three milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head.adding import add_sparse
from raredx.cohorts.simulate.head.build import Build
from raredx.cohorts.simulate.head.bumps import bumps_on
from raredx.cohorts.simulate.head.grid import unpack_grid
from raredx.cohorts.simulate.head.inside import Eyeball, Yielding, eyeball, mouth
from raredx.cohorts.simulate.head.landmarks import landmark_vertices
from raredx.cohorts.simulate.head.sliders import ACTION, Sliders
from raredx.errors import UserError
from raredx.settings import ROOT

FOLDER = ROOT / "assets" / "head"
FILE = "head.npz"

SKIN, EYES, TEETH, TONGUE, LASHES, HAIR = range(6)
"""The parts of the mesh, as `Head.part` numbers them."""

NOTHING: Mapping[str, float] = MappingProxyType({})
_SIZE = ("nasion", "gnathion")
_LINING = 127  # grey of the mask

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Head:
    """The mesh that every simulated person has: v vertices, t triangles, u places in the texture.

    Metres; x to the person's left, y to the back (the face looks to -y), z up. All heads stand
    with the midpoint of their eyeballs at the same place.
    """

    triangles: Whole  # (t, 3)
    uv_triangles: Whole  # (t, 3)
    uv: Floats  # (u, 2)
    part: Whole  # (t,)
    canonical: Floats  # (v, 3)
    grid: Floats  # (builds, v * 3)
    masks: Mapping[str, npt.NDArray[np.uint8]]  # each (s, s)
    sliders: Sliders

    @staticmethod
    def shipped() -> Head:
        """The head that comes with the repository."""
        return _load(FOLDER / FILE)

    @staticmethod
    def load(path: Path) -> Head:
        """A head that `pack.py` wrote."""
        try:
            with np.load(path) as file:
                arrays = dict(file)
            return _from_arrays(arrays)
        except (OSError, ValueError, KeyError) as error:
            raise UserError(
                f"The head {path} cannot be read: {str(error).splitlines()[0]}",
                remedy="Bring it back as it was shipped: `git checkout` does",
            ) from None

    def base(self, build: Build) -> Floats:
        """The vertices of a build, before any slider moves."""
        vertices = np.zeros(self.grid.shape[1], np.float32)
        for place, share in build.weights():
            vertices += np.float32(share) * self.grid[place]
        return vertices.reshape(-1, 3)  # (v, 3)

    def shape(self, build: Build, changes: Mapping[str, float] = NOTHING) -> Floats:
        """The vertices of a build with sliders moved.

        A slider is drawn for the canonical head; on a smaller or larger one it moves as much less
        or more. What lies behind the skin stays there (see `inside`).

        Parameters
        ----------
        build : Build
            Age, sex, weight and ancestry-like shape.
        changes : mapping of str to float, optional
            Slider names and amounts: a slider of the source ("nose-scale-vert-incr"), of both
            sides ("eye-trans-out") or one ("l-eye-trans-up"), a facial action ("fa:jawOpen",
            "fa:mouthSmile") or a bump of ours ("x:bridge_low").

        Returns
        -------
        ndarray of shape (v, 3)
            Vertices, float32.

        Raises
        ------
        UserError
            For a slider that does not exist; near names are suggested.

        Examples
        --------
        >>> head = Head.shipped()
        >>> closed = head.shape(Build(years=7))
        >>> opened = head.shape(Build(years=7), {"fa:jawOpen": 0.5})
        >>> chin = head.landmarks["gnathion"]
        >>> bool(opened[chin, 2] < closed[chin, 2] - 0.01)
        True
        """
        before = self.base(build)
        size = self.relative_size(before)
        acting = {name: amount for name, amount in changes.items() if name.startswith(ACTION)}
        resting = {name: amount for name, amount in changes.items() if name not in acting}
        vertices = self.moved(before, resting, by=size)
        for part in self._mouth:
            part.give_way(vertices, before)
        vertices = self.moved(vertices, acting, by=size)
        for eye in self.eyes:
            eye.lift_lids(vertices, before)
        return vertices

    def moved(self, vertices: Floats, changes: Mapping[str, float], *, by: float = 1.0) -> Floats:
        """A copy of vertices with sliders moved `by` times their amounts, and nothing else done."""
        moved = vertices.copy()
        columns, amounts = self.sliders.columns(changes)
        if len(columns):
            amounts *= np.float32(by)
            add_sparse(moved, self.sliders.index, self.sliders.delta, columns, amounts)
        return moved

    def relative_size(self, vertices: Floats) -> float:
        """How large a head is, beside the canonical one: by its face from nasion to gnathion."""
        ends = [self.landmarks[name] for name in _SIZE]
        own, canonical = (np.linalg.norm(np.subtract(*v[ends])) for v in (vertices, self.canonical))
        return float(own / canonical)

    @cached_property
    def landmarks(self) -> dict[str, int]:
        """The vertex of each anatomical landmark."""
        return landmark_vertices(self.canonical)

    def points(self, vertices: Floats) -> dict[str, Floats]:
        """Where each landmark is on the vertices of a person."""
        return {name: vertices[index] for name, index in self.landmarks.items()}

    @cached_property
    def _mouth(self) -> list[Yielding]:
        teeth = self.triangles[self.part == TEETH]  # (t, 3)
        tongue = self.vertices_of(TONGUE)
        return mouth(teeth, tongue, self.inside_mouth, self.canonical, self.landmarks)

    @cached_property
    def eyes(self) -> list[Eyeball]:
        """The eyeballs, each with the skin of its lids."""
        return [eyeball(ball, self.vertices_of(SKIN), self.canonical) for ball in self.eyeballs]

    @cached_property
    def eyeballs(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The vertices of the left and of the right eyeball."""
        return _eyeballs(self.triangles, self.part, self.canonical)

    @cached_property
    def inside_mouth(self) -> npt.NDArray[np.intp]:
        """The vertices of the skin that line the mouth behind the lips."""
        mask = self.masks["inside-mouth"]
        skin = self.part == SKIN
        across, up = self.uv[self.uv_triangles[skin]].reshape(-1, 2).T * (len(mask) - 1)
        lining = mask[len(mask) - 1 - up.astype(int), across.astype(int)] > _LINING
        return np.unique(self.triangles[skin].reshape(-1)[lining]).astype(np.intp)

    def vertices_of(self, *parts: int) -> npt.NDArray[np.intp]:
        """The vertices that belong to some parts, such as `SKIN`."""
        return _vertices_of(self.triangles, self.part, *parts)


@cache
def _load(path: Path) -> Head:
    return Head.load(path)


def _from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> Head:
    triangles = arrays["triangles"].astype(np.int32)
    part = arrays["part"].astype(np.int32)
    canonical = arrays["canonical"].astype(np.float32)
    sliders = Sliders.unpack(
        [str(name) for name in arrays["names"]],
        starts=arrays["starts"],
        index=arrays["index"].astype(np.int32),
        steps=arrays["steps"].astype(np.float32),
    )
    eyeballs = _eyeballs(triangles, part, canonical)
    return Head(
        triangles=triangles,
        uv_triangles=arrays["uv_triangles"].astype(np.int32),
        uv=arrays["uv"].astype(np.float32),
        part=part,
        canonical=canonical,
        grid=unpack_grid(arrays["grid"], canonical),
        masks={str(name): arrays[f"mask_{name}"] for name in arrays["masks"]},
        sliders=sliders.with_bumps(bumps_on(canonical, rigid=eyeballs)),
    )


def _vertices_of(triangles: Whole, part: Whole, *parts: int) -> npt.NDArray[np.intp]:
    return np.unique(triangles[np.isin(part, parts)]).astype(np.intp)


def _eyeballs(
    triangles: Whole, part: Whole, canonical: Floats
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    eyes = _vertices_of(triangles, part, EYES)
    left = canonical[eyes, 0] > 0
    return eyes[left], eyes[~left]
