"""A method in a group of classes: what it learned from the others, and how it answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt

from raredx.learning.episodes.episodes import Episodes
from raredx.learning.episodes.few_shot import FewShot
from raredx.learning.episodes.judge import evaluate
from raredx.learning.episodes.methods import Method, ProtoNetOptions, PrototypeOptions
from raredx.learning.episodes.pool import Pool
from raredx.learning.episodes.protonet import ProtoNet, train
from raredx.learning.episodes.protonet_store import CARD, load, save
from raredx.learning.heads.space import Scale

Floats = npt.NDArray[Any]


def answered(
    method: Method,
    features: Floats,
    pool: Pool,
    group: tuple[str, ...],
    lists: Sequence[Episodes],
    *,
    seed: int,
    place: Path,
) -> list[FewShot]:
    """How a method answers lists of episodes of a group of classes.

    Parameters
    ----------
    features : ndarray of shape (n, w)
        Of all images of the pool. Whatever is learned comes from those of other groups.
    place : Path
        Where a trained network is kept; one that is there is not trained again.
    """
    others = ~pool.of_classes(group)
    row = {image: number for number, image in enumerate(pool.images.tolist())}
    distance, net = method.distance, None
    if isinstance(method, PrototypeOptions):
        if method.learns:
            features = Scale.fit(features[others], method.scaling).place(features)
    else:
        net = _network(method, features[others], pool.take(others), seed=seed, place=place)
    return [
        evaluate(features[[row[one] for one in some.images]], some, distance=distance, net=net)
        for some in lists
    ]


def _network(
    options: ProtoNetOptions, features: Floats, base: Pool, *, seed: int, place: Path
) -> ProtoNet:
    if not (place / CARD).exists():
        labels, subjects = base.labels.tolist(), base.subjects.tolist()
        save(train(features, labels, subjects, options=options, seed=seed), place)
    return load(place)
