"""Layers that follow episodes: those of a class move together, those of others apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.learning.episodes.episodes import Episodes
from raredx.learning.episodes.methods import TOGETHER

if TYPE_CHECKING:
    from torch import Tensor

Floats = npt.NDArray[Any]
Layers = tuple[tuple[Floats, Floats], ...]

_SHARP = 10.0  # what nearness is multiplied by at the start; it is learned with the rest


def straight(axes: Floats) -> Layers:
    """One layer that takes features (w,) to axes (w, k).

    >>> [weights.shape for weights, _ in straight(np.eye(3)[:, :2])]
    [(3, 2)]
    """
    return ((axes, np.zeros(axes.shape[1])),)


def bent(axes: Floats) -> Layers:
    """Two layers with a bend between, which start by saying the same as the straight one.

    >>> (one, _), (two, _) = bent(np.array([[1.0], [2.0]]))
    >>> (np.maximum(np.array([-3.0, 1.0]) @ one, 0) @ two).tolist()
    [-1.0]
    """
    back = np.eye(axes.shape[1])
    return (
        (np.hstack([axes, -axes]), np.zeros(2 * axes.shape[1])),
        (np.vstack([back, -back]), np.zeros(axes.shape[1])),
    )


def follow_episodes(
    points: Floats,
    episodes: Episodes,
    layers: Layers,
    *,
    distance: str,
    rate: float,
    decay: float,
) -> Layers:
    """Layers after a step for every few episodes, in the order in which they were drawn.

    Parameters
    ----------
    points : ndarray of shape (i, w)
        Features of `episodes.images`.
    layers
        What to begin with; nothing is left to chance.
    distance : str
        "cosine" or "euclidean", between a query and the mean of each class's support.
    rate, decay : float
        Of the optimiser, AdamW.

    Examples
    --------
    >>> from raredx.learning.episodes.episodes import draw
    >>> episodes = draw("aabb", "1234", "wxyz", ways=2, episodes=16, seed=0)
    >>> ((weights, bias),) = follow_episodes(
    ...     np.eye(4), episodes, straight(np.eye(4)), distance="cosine", rate=0.01, decay=0.0
    ... )
    >>> weights.round(2).tolist()[0]
    [0.99, 0.02, -0.02, -0.02]
    """
    import torch
    from torch.nn.functional import cross_entropy, relu

    inputs = torch.from_numpy(points.astype(np.float32))  # (i, w)
    learned = [
        tuple(torch.tensor(part, dtype=torch.float32, requires_grad=True) for part in layer)
        for layer in layers
    ]
    sharp = torch.tensor(np.log(_SHARP), dtype=torch.float32, requires_grad=True)
    parts = [part for layer in learned for part in layer]
    optimiser = torch.optim.AdamW([*parts, sharp], lr=rate, weight_decay=decay)
    support, query = torch.from_numpy(episodes.support), torch.from_numpy(episodes.query)
    truth = torch.arange(episodes.ways).repeat_interleave(episodes.queries)  # (n q,)
    with _one_thread():
        for first in range(0, len(episodes), TOGETHER):
            some = slice(first, first + TOGETHER)
            (weights, bias), *more = learned
            placed = inputs @ weights + bias  # (i, k)
            for weights, bias in more:
                placed = relu(placed) @ weights + bias
            means = placed[support[some]].mean(2)  # (e, n, k)
            asked = placed[query[some]].flatten(1, 2)  # (e, n q, k)
            logits = sharp.exp() * _nearness(asked, means, distance)  # (e, n q, n)
            loss = cross_entropy(logits.flatten(0, 1), truth.repeat(len(logits)))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    return tuple(
        (weights.detach().double().numpy(), bias.detach().double().numpy())
        for weights, bias in learned
    )


@contextmanager
def _one_thread() -> Iterator[None]:
    """Steps are too small to be shared: threads would wait for each other most of the time."""
    import torch

    usual = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(usual)


def _nearness(asked: Tensor, means: Tensor, distance: str) -> Tensor:
    """How near queries (e, m, k) are to class means (e, n, k): (e, m, n)."""
    from torch.nn.functional import normalize

    if distance == "cosine":
        return normalize(asked, dim=2) @ normalize(means, dim=2).transpose(1, 2)
    squares = (asked**2).sum(2)[..., None] + (means**2).sum(2)[:, None]
    return 2 * asked @ means.transpose(1, 2) - squares
