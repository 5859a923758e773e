"""A projection of frozen features that was trained by episodes of other classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.episodes.episodes import Episodes, draw
from raredx.learning.episodes.methods import TOGETHER, Distance, ProtoNetOptions
from raredx.learning.episodes.training import Layers, bent, follow_episodes, straight
from raredx.learning.heads.rows import Rows, checked
from raredx.learning.heads.space import Scale, Turned

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class ProtoNet:
    """A trained projection, and the classes that it must not be judged by."""

    classes: tuple[str, ...]
    """Those whose images it was trained on, in episodes or not."""
    distance: Distance
    centre: Floats
    """(w,)"""
    layers: Layers
    """Weights (a, b) and biases (b,) of each layer, with a bend between two."""

    def embed(self, features: Any) -> Floats:
        """Features (m, w) projected: (m, k)."""
        points = checked(features, what="image", width=len(self.centre)) - self.centre
        (weights, bias), *more = self.layers
        points = points @ weights + bias
        for weights, bias in more:
            points = np.maximum(points, 0) @ weights + bias
        return np.asarray(points)


def train(
    features: Any,
    labels: Sequence[str],
    subjects: Sequence[str],
    *,
    options: ProtoNetOptions | None = None,
    seed: int,
) -> ProtoNet:
    """Train a projection by episodes of some classes, to be used on others.

    Parameters
    ----------
    features : array-like of shape (n, w)
        Of images of the base classes alone.
    labels, subjects : sequence of str
        (n,) what and whom each shows.
    options : ProtoNetOptions, optional
        How it is trained.
    seed : int
        The same rows and seed give the same projection.

    Examples
    --------
    >>> features = np.random.default_rng(0).normal(size=(8, 5))
    >>> options = ProtoNetOptions(width=2, ways=2, queries=1, steps=1)
    >>> net = train(features, "aaaabbbb", "12345678", options=options, seed=0)
    >>> net.embed(features).shape, net.classes
    ((8, 2), ('a', 'b'))
    """
    options = options or ProtoNetOptions()
    rows = Rows.of(features, labels, subjects, classes=sorted(set(labels)))
    episodes = training_list(labels, subjects, options=options, seed=seed)
    scale = Scale.fit(rows.features, "standardise")
    turned = Turned.fit(rows.features, "standardise", components=options.width)
    unit = scale.spread * np.sqrt(turned.length)  # an image is then about 1 long
    axes = turned.directions * scale.spread[:, None]
    used = [int(name) for name in episodes.images]
    (weights, bias), *more = follow_episodes(
        (rows.features[used] - scale.centre) / unit,
        episodes,
        straight(axes) if options.layers == 1 else bent(axes),
        distance=options.distance,
        rate=options.rate,
        decay=options.decay,
    )
    return ProtoNet(
        classes=rows.classes,
        distance=options.distance,
        centre=scale.centre,
        layers=((weights / unit[:, None], bias), *more),
    )


def training_list(
    labels: Sequence[str], subjects: Sequence[str], *, options: ProtoNetOptions, seed: int
) -> Episodes:
    """The episodes that a projection follows, whose images are called by their row.

    Parameters
    ----------
    labels, subjects : sequence of str
        (n,) what and whom each image of the base classes shows.

    Examples
    --------
    >>> few = ProtoNetOptions(ways=2, steps=1)
    >>> len(training_list("aaabbb", "123456", options=few, seed=0))
    8
    """
    try:
        return draw(
            labels,
            subjects,
            [f"{row:09}" for row in range(len(labels))],
            ways=options.ways,
            shots=options.shots,
            queries=options.queries,
            episodes=options.steps * TOGETHER,
            seed=seed,
        )
    except UserError as error:
        raise UserError(
            f"A network cannot be trained on the other classes: {error.problem}",
            remedy="Train it by smaller episodes, `protonet:ways=5,queries=1` for one",
        ) from None
