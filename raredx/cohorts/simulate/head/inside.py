"""What lies behind the skin stays there: the mouth behind the chin, the eyeballs behind the lids.

Sliders and bumps are drawn for the skin. Many of them together can push it behind what it covers,
so the covered parts give way: teeth, tongue and the floor of the mouth move back and up with the
chin, and lids that would sink into an eyeball are lifted onto it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Vertices = npt.NDArray[np.intp]

_BACK, _UP = 1, 2
_FADE = 0.012  # metres behind the lips within which the inside of the mouth still follows them
_NEAR = 0.007  # metres from the eyeball: what belongs to its lids
_SET_BACK = 0.004  # metres: the source's teeth touch the lips, and would show through thin ones
_THICKNESS = 0.006  # metres of skin and jaw that stay below the mouth
_OVER = 1.015  # of the eyeball's radius: where the lids may lie closest


@dataclass(frozen=True, eq=False)
class Yielding:
    """Vertices that give way along an axis to the skin that covers them."""

    vertices: Vertices  # (n,)
    share: Floats  # (n,): how much of the way each goes, 0 to 1
    room: Floats  # (n,): how far the skin may come before one gives way
    skin: Vertices
    axis: int

    def give_way(self, vertices: Floats, before: Floats) -> None:
        """Move each by as much as the skin went farther than it did, and than it has room."""
        went = vertices[:, self.axis] - before[:, self.axis]  # (v,)
        pressed = went[self.skin].max() - went[self.vertices] - self.room  # (n,)
        vertices[self.vertices, self.axis] += np.maximum(pressed, 0) * self.share


@dataclass(frozen=True, eq=False)
class Eyeball:
    """An eyeball, and the skin of its lids."""

    vertices: Vertices
    lids: Vertices

    def lift_lids(self, vertices: Floats, before: Floats) -> None:
        """Lift lids out of the eyeball, to where they lay before or right on top of it."""
        out, distance, radius = self.distances(vertices)
        _, distance_before, radius_before = self.distances(before)
        least = np.minimum(distance_before / radius_before, _OVER) * radius  # (n,)
        sunk = distance < least
        lift = (least / distance - 1)[sunk, None]
        vertices[self.lids[sunk]] += out[sunk] * lift

    def distances(self, vertices: Floats) -> tuple[Floats, Floats, np.float32]:
        """From the eyeball's centre: the way to each point of the lids, its length; the radius."""
        ball = vertices[self.vertices]  # (m, 3)
        centre = ball.mean(0)
        out = vertices[self.lids] - centre  # (n, 3)
        return out, np.linalg.norm(out, axis=1), np.linalg.norm(ball - centre, axis=1).mean()


def eyeball(ball: Vertices, skin: Vertices, canonical: Floats) -> Eyeball:
    """An eyeball with those of the skin's vertices that lie on its front in the canonical head."""
    _, distance, radius = Eyeball(ball, skin).distances(canonical)
    before = canonical[skin, _BACK] < canonical[ball, _BACK].mean()
    return Eyeball(ball, skin[(distance < radius + _NEAR) & before])


def mouth(
    teeth: npt.NDArray[np.int32],  # (t, 3): the upper row, then the lower
    tongue: Vertices,
    lining: Vertices,
    canonical: Floats,
    landmarks: Mapping[str, int],
) -> list[Yielding]:
    """The inside of the mouth: the upper half goes back, the lower half back and up."""
    upper, lower = (np.unique(row).astype(np.intp) for row in np.split(teeth, 2))
    middle = canonical[landmarks["stomion"]]
    above = canonical[lining, _UP] > middle[_UP]

    def yielding(solid: list[Vertices], soft: Vertices, axis: int, *names: str) -> Yielding:
        vertices = np.concatenate([*solid, soft])
        behind = (canonical[soft, _BACK] - middle[_BACK]) / _FADE
        hard = np.ones(len(vertices) - len(soft))
        share = np.concatenate([hard, np.clip(behind, 0, 1)]).astype(np.float32)
        skin = np.array([landmarks[name] for name in names], np.intp)
        room = np.where(np.arange(len(vertices)) < len(hard), -_SET_BACK, 0).astype(np.float32)
        if axis == _UP:
            over = canonical[vertices, _UP] - canonical[skin, _UP].min() - _THICKNESS
            room = np.maximum(over, 0)
        return Yielding(vertices, share, room, skin, axis)

    below = lining[~above]
    return [
        yielding([upper], lining[above], _BACK, "subnasale", "labiale_superius"),
        yielding([lower, tongue], below, _BACK, "sublabiale", "pogonion"),
        yielding([lower, tongue], below, _UP, "gnathion", "menton"),
    ]
