"""Whether a map may be read: what is lost where it says, and whether it stays where it is.

References
----------
Rong et al., A consistent and efficient evaluation strategy for attribution methods (ROAD), ICML
2022: what is removed is filled in from around, so that a hole does not speak by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.diagnosis.explain.sight import Sight
from raredx.learning.bundle.card import SAME
from raredx.statistics.shares import share

if TYPE_CHECKING:
    from raredx.learning.bundle.bundle import Bundle

Floats = npt.NDArray[Any]
Pixels = npt.NDArray[np.uint8]

REMOVED = 0.2
"""The share of the picture that is taken away: where the map is highest."""
ELSEWHERE = 19
"""Other places at which as much is taken away."""
BEATEN = 0.9
"""The share of them in which less has to be lost: by chance one map in ten comes so far."""
STEADY = 0.5
"""The rank correlation that a map keeps when the picture is moved a little."""
_UNKNOWN = "What the network has learned was never measured: nobody was left to judge it."
_NEAR = 0.15  # of the side: another place is further off than that
_MOVED = 0.03  # of the side
_NOISE = 0.01


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question that a map has to answer."""

    name: str
    passed: bool
    value: float | None
    """None where it was never measured."""
    limit: float
    says: str
    """What was found, in a sentence."""


def knowledge(bundle: Bundle) -> Check:
    """Whether the network has learned anything: a map of what nobody learned is faithful and empty.

    About people whom the model was not fitted on its first answer has to be right more often than
    the most frequent condition is, and than by the same head on a network with shuffled weights.
    """
    maps, images = bundle.card.maps, [one.images for one in bundle.card.conditions]
    usual = max(images) / sum(images)
    if maps is None:
        return Check(name="knowledge", passed=False, value=None, limit=usual, says=_UNKNOWN)
    right = share(maps.right, maps.judges)
    return Check(
        name="knowledge",
        passed=maps.learned and right.interval[0] > usual,
        value=right.value,
        limit=max(usual, maps.blank / maps.judges),
        says=f"{maps.words()[1]} Always naming the most frequent condition would be right in"
        f" {usual:.0%}.",
    )


def dependence(bundle: Bundle) -> Check:
    """Whether the model's maps show what it has learned, and would be others if it had not."""
    maps = bundle.card.maps
    if maps is None:
        return Check(name="dependence", passed=False, value=None, limit=SAME, says=_UNKNOWN)
    return Check(
        name="dependence",
        passed=maps.changed,
        value=maps.agreement,
        limit=SAME,
        says=maps.words()[0],
    )


def removal(sight: Sight, column: int, table: Floats, *, seed: int = 0) -> Check:
    """Whether more is lost where the map is highest than in other places of the same form.

    Other places are the same mask moved around the picture, so that they differ in nothing but
    where they are.
    """
    chance = np.random.default_rng(seed)
    mask = highest(table, REMOVED)
    masks = [mask, *(moved_elsewhere(mask, chance) for _ in range(ELSEWHERE))]
    filled = np.stack([filled_in(sight.picture, one, seed=seed) for one in masks])
    before = sight.speaks(sight.picture[None], column)
    lost = before - sight.speaks(filled, column)  # (1 + ELSEWHERE,)
    beaten = int((lost[0] > lost[1:]).sum())
    return Check(
        name="removal",
        passed=bool(beaten >= BEATEN * ELSEWHERE and lost[0] > 0),
        value=beaten / ELSEWHERE,
        limit=BEATEN,
        says=f"Taking away the fifth of the picture where the map is highest loses more of the"
        f" answer than in {beaten} of {ELSEWHERE} other places.",
    )


def steadiness(
    sight: Sight, column: int, table: Floats, draw: Callable[[Sight, int], Floats]
) -> Check:
    """Whether the map stays where it is when the picture is moved by a few pixels."""
    from scipy.stats import spearmanr

    step = max(1, round(_MOVED * len(table)))
    found = []
    for across, down in ((step, step), (-step, -step)):
        shift = (down, across)
        moved = replace(sight, picture=_shifted(sight.picture, shift))
        back = _shifted(draw(moved, column), (-down, -across))
        inner = np.s_[step:-step, step:-step]
        if table[inner].any() and back[inner].any():
            found.append(float(spearmanr(table[inner], back[inner], axis=None).statistic))
        else:
            found.append(0.0)
    least = min(found)
    return Check(
        name="steadiness",
        passed=least >= STEADY,
        value=least,
        limit=STEADY,
        says=f"Moved by {step} pixels the map stays as it is to {least:.2f} (rank correlation; 1 is"
        " the same).",
    )


def highest(table: Floats, share: float) -> npt.NDArray[np.bool_]:
    """Where a map is highest, as a share of its places.

    >>> highest(np.array([[0.1, 0.9], [0.3, 0.2]]), 0.25).tolist()
    [[False, True], [False, False]]
    """
    many = max(1, round(share * table.size))
    mask = np.zeros(table.size, bool)
    mask[np.argsort(-table, axis=None, kind="stable")[:many]] = True
    return mask.reshape(table.shape)


def filled_in(picture: Pixels, mask: npt.NDArray[np.bool_], *, seed: int) -> Pixels:
    """A picture without some places: they are filled in from what is around them."""
    import torch
    from pytorch_grad_cam.metrics.road import NoisyLinearImputer, neighbors_weights
    from scipy.sparse import csc_matrix
    from scipy.sparse.linalg import spsolve

    shown = picture.transpose(2, 0, 1).astype(np.float32) / 255
    system, known = NoisyLinearImputer.setup_sparse_system(
        (~mask).astype(np.float32), shown, neighbors_weights
    )
    smooth = spsolve(csc_matrix(system), known).astype(np.float32)
    own = torch.Generator().manual_seed(seed)  # two maps may be checked at once
    noise = torch.randn(*smooth.T.shape, generator=own).numpy()  # (3, n)
    shown[:, mask] = smooth.T + _NOISE * noise
    pixels = shown.clip(0, 1).transpose(1, 2, 0)
    return np.asarray(np.rint(255 * pixels), np.uint8)


def moved_elsewhere(
    mask: npt.NDArray[np.bool_], chance: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """The same mask elsewhere, going in on the other side where it leaves the picture."""
    side = len(mask)
    while True:
        shift = chance.integers(0, side, 2)
        away = np.minimum(shift, side - shift)
        if np.hypot(*away) > _NEAR * side:
            return np.roll(mask, shift, (0, 1))


def _shifted(table: npt.NDArray[Any], by: tuple[int, int]) -> npt.NDArray[Any]:
    """A picture or map moved down and to the right; what comes in is the edge again."""
    down, across = by
    wide = [(max(down, 0), max(-down, 0)), (max(across, 0), max(-across, 0))]
    padded = np.pad(table, wide + [(0, 0)] * (table.ndim - 2), mode="edge")
    top, left = max(-down, 0), max(-across, 0)
    return padded[top : top + len(table), left : left + table.shape[1]]
