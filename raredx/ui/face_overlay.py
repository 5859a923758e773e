"""A picture with what was found in it drawn over it: points, mesh or outlines, as sharp lines."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.landmarks.points import outlines, triangles

if TYPE_CHECKING:
    from PIL import Image

Floats = npt.NDArray[Any]

DRAWN = {"outlines": "Outlines", "mesh": "Mesh", "points": "Points", "none": "Nothing"}
PAIR_INK = ("#2A8FD0", "#E69F00")
"""Of the first and of the second of two faces."""

_LINE, _DARK, _MARK = "#7FF0E4", "#06262B", "#FFB000"
_LONGEST = 1024  # pixels of the picture that is sent to the browser
_SMALL = 0.55  # a face that takes less of the picture is shown closer
_ROOM = 0.7  # of the face's size that is left around it then


def overlay(
    image: Image.Image, points: Floats | None, *, drawn: str, marked: Sequence[int] = ()
) -> str:
    """A picture as SVG, with its points (478, 3) in pixels drawn over it.

    Parameters
    ----------
    drawn
        One of `DRAWN`.
    marked
        Which points stand out.
    """
    box = _box(image, points)
    shapes: list[str] = []
    if points is not None:
        at = points[:, :2].astype(float)
        unit = float(np.ptp(at[:, 0])) / 160
        shapes = [*_lines(at, drawn, unit), *(_marks(at[list(marked)], unit) if marked else ())]
    view = " ".join(f"{value:.1f}" for value in box)
    width, height = image.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">'
        f'<image href="{_as_data(image)}" width="{width}" height="{height}"/>'
        f"{''.join(shapes)}</svg>"
    )


def both_outlines(shapes: Sequence[Floats]) -> str:
    """The outlines of aligned faces (478, 3) over each other, each in its own colour."""
    at = [np.column_stack([shape[:, 0], -shape[:, 1]]) * 1000 for shape in shapes]
    every = np.concatenate(at)
    low, span = every.min(0) - 4, np.ptp(every, axis=0) + 8
    drawn = [
        f'<path d="{_path(one, _outline_edges())}" fill="none" stroke="{ink}" stroke-width="1.1"'
        ' stroke-linecap="round" stroke-opacity="0.9"/>'
        for one, ink in zip(at, PAIR_INK, strict=False)
    ]
    view = f"{low[0]:.1f} {low[1]:.1f} {span[0]:.1f} {span[1]:.1f}"
    paths = "".join(drawn)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="480">{paths}</svg>'


def _lines(at: Floats, drawn: str, unit: float) -> Iterable[str]:
    if drawn == "points":
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{0.75 * unit:.2f}"/>' for x, y in at)
        yield f'<g fill="{_LINE}" stroke="{_DARK}" stroke-width="{0.2 * unit:.2f}">{dots}</g>'
    elif drawn in ("mesh", "outlines"):
        edges = _mesh_edges() if drawn == "mesh" else _outline_edges()
        path, wide = _path(at, edges), 0.35 if drawn == "mesh" else 0.8
        for ink, width, opacity in ((_DARK, 2.2 * wide, 0.35), (_LINE, wide, 0.95)):
            yield (
                f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width * unit:.2f}"'
                f' stroke-opacity="{opacity}" stroke-linecap="round"/>'
            )


def _marks(at: Floats, unit: float) -> Iterable[str]:
    """The points of a measure, each in a ring that shows on any skin."""
    for x, y in at:
        place = f'cx="{x:.1f}" cy="{y:.1f}"'
        yield f'<circle {place} r="{3.4 * unit:.2f}" fill="{_DARK}"/>'
        yield f'<circle class="marked" {place} r="{2.6 * unit:.2f}" fill="{_MARK}"/>'


def _path(at: Floats, edges: npt.NDArray[np.intp]) -> str:
    return "".join(
        f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" for (x1, y1), (x2, y2) in at[edges].tolist()
    )


def _mesh_edges() -> npt.NDArray[np.intp]:
    """The edges of the mesh, each once: (e, 2)."""
    corners = triangles()  # (852, 3)
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _outline_edges() -> npt.NDArray[np.intp]:
    return np.concatenate([*outlines().values()])


def _box(image: Image.Image, points: Floats | None) -> tuple[float, float, float, float]:
    """What of the picture is shown: all of it, or the surroundings of a small face."""
    width, height = image.size
    if points is None:
        return 0, 0, width, height
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    span = float((high - low).max())
    if span > _SMALL * min(width, height):
        return 0, 0, width, height
    middle, half = (low + high) / 2, span * (0.5 + _ROOM / 2)
    left, top = (max(0.0, float(value) - half) for value in middle)
    return left, top, min(2 * half, width - left), min(2 * half, height - top)


def _as_data(image: Image.Image) -> str:
    small = image.copy()
    small.thumbnail((_LONGEST, _LONGEST))
    file = BytesIO()
    small.save(file, "WEBP", quality=92)
    return f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}"
