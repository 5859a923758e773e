"""How well episodes are answered by the mean of each class's support."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.episodes.episodes import Episodes
from raredx.learning.episodes.few_shot import FewShot
from raredx.learning.episodes.protonet import ProtoNet
from raredx.learning.heads.prototype import unit
from raredx.learning.heads.rows import checked

Floats = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

_AT_ONCE = 64


def evaluate(
    features: Any, episodes: Episodes, *, distance: str = "cosine", net: ProtoNet | None = None
) -> FewShot:
    """Answer every query by the nearest class mean of its episode.

    Parameters
    ----------
    features : array-like of shape (i, w)
        Of `episodes.images`, in that order.
    distance : str
        "cosine" or "euclidean"; a network brings its own.
    net : ProtoNet, optional
        What features go through first. It must not know any of the classes.

    Examples
    --------
    >>> from raredx.learning.episodes.episodes import draw
    >>> names = [f"image {number}" for number in range(6)]
    >>> episodes = draw("aaabbb", "123456", names, ways=2, episodes=40, seed=0)
    >>> found = evaluate([[1, 0], [2, 0], [3, 0], [0, 1], [0, 2], [0, 3]], episodes)
    >>> print(found)  # doctest: +NORMALIZE_WHITESPACE
    2-way 1-shot: 100.0 % right (95 % 34.2 to 100.0 over 2 classes; 91.2 to 100.0 over 40 episodes,
    which says nothing of other classes), chance 50.0 %
    """
    table = checked(features, what="image")
    if len(table) != len(episodes.images):
        raise UserError(
            f"There are features of {len(table):,} images, the episodes have"
            f" {len(episodes.images):,}",
            remedy="Give those of `episodes.images`, in their order",
        )
    if net is not None:
        if known := sorted(set(net.classes) & set(episodes.classes)):
            raise UserError(
                f"The network was trained on {known[0]}, which it is asked about",
                remedy="Draw the episodes from classes that it has not seen",
            )
        table, distance = net.embed(table), net.distance
    if distance == "cosine":
        table = unit(table)
    beaten = np.concatenate(
        [
            _beaten(table, episodes, slice(first, first + _AT_ONCE), distance)
            for first in range(0, len(episodes), _AT_ONCE)
        ]
    )  # (e, n, q, n)
    return _summary(beaten, episodes)


def _beaten(table: Floats, episodes: Episodes, some: slice, distance: str) -> Flags:
    """Which other classes are nearer to each query than its own: (e, n, q, n)."""
    means = table[episodes.support[some]].mean(2)  # (e, n, w)
    if distance == "cosine":
        means = means / np.maximum(np.linalg.norm(means, axis=2, keepdims=True), 1e-12)
    asked = table[episodes.query[some]]  # (e, n, q, w)
    near = np.einsum("enqw,emw->enqm", asked, means, optimize=True)  # (e, n, q, n)
    if distance != "cosine":
        near -= (means**2).sum(2)[:, None, None, :] / 2
    own = np.arange(episodes.ways)
    mine = near[:, own, :, own].transpose(1, 0, 2)[..., None]  # (e, n, q, 1)
    earlier = own < own[:, None, None]  # (n, 1, n) of equals the earlier comes first
    return np.asarray((near > mine) | ((near == mine) & earlier))


def _summary(beaten: Flags, episodes: Episodes) -> FewShot:
    by = beaten.sum(3)  # (e, n, q) classes that were nearer
    right = (by == 0).mean(2)  # (e, n)
    alone = beaten & (by == 1)[..., None]  # whom one class took, that none of the others took
    taken = alone.sum((1, 2)) / ((episodes.ways - 1) * episodes.queries)  # (e, n) of the others'
    drawn, own = np.unique(episodes.members, return_inverse=True)
    times = np.bincount(own.ravel())
    told, took = (np.bincount(own.ravel(), part.ravel()) / times for part in (right, taken))
    return FewShot(
        classes=tuple(episodes.classes[place] for place in drawn),
        by_class=told,
        taken=took,
        right=right.mean(1),
        ways=episodes.ways,
        shots=episodes.shots,
        lists=(episodes.hash,),
    )
