"""Simple ways to name the condition of a face: by its shape, or by a frozen network's features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.simface.scores import Ranks, ranks
from benchmarks.simface.shapes import aligned, mean_shape

Floats = npt.NDArray[Any]
Names = Sequence[str]

SHAPE_COMPONENTS, FEATURE_COMPONENTS = 30, 150


def by_shape(train: Floats, labels: Names, test: Floats, truth: Names) -> Ranks:
    """Places (n, p, 2), aligned, 30 principal components, discriminant.

    Faces that were not found teach nothing, and are named wrong.
    """
    seen, known = (np.isfinite(places).all((1, 2)) for places in (train, test))
    mean = mean_shape(train[seen])
    own, new = (
        aligned(places, mean).reshape(len(places), -1) for places in (train[seen], test[known])
    )
    found = np.full(len(test), len(set(labels)), np.intp)
    found[known] = by_features(
        *(own, np.array(labels)[seen].tolist(), new, np.array(truth)[known].tolist()),
        components=SHAPE_COMPONENTS,
    )
    return found


def by_features(
    train: Floats,
    labels: Names,
    test: Floats,
    truth: Names,
    *,
    components: int = FEATURE_COMPONENTS,
) -> Ranks:
    """Features (n, f), 150 principal components, discriminant."""
    from sklearn.decomposition import PCA

    main = PCA(min(components, *train.shape), random_state=0).fit(train)
    return by_discriminant(main.transform(train), labels, main.transform(test), truth)


def by_discriminant(train: Floats, labels: Names, test: Floats, truth: Names) -> Ranks:
    """Linear discriminant analysis, all conditions as likely.

    What patients of one condition have in common is taken from all conditions together, and
    shrunk as Ledoit and Wolf say: that works with one image of a condition, too.

    >>> by_discriminant(np.array([[0.0], [1], [9], [10]]), "aabb", np.array([[2.0]]), "b").tolist()
    [1]
    """
    from sklearn.covariance import LedoitWolf

    classes, means, own = in_classes(train, labels)
    within = LedoitWolf(assume_centered=True).fit(own).covariance_  # (f, f)
    slopes = np.linalg.solve(within, means.T)  # (f, c)
    scores = test @ slopes - (means.T * slopes).sum(0) / 2  # (n, c)
    return ranks(scores, classes, truth)


def in_classes(values: Floats, labels: Names) -> tuple[list[str], Floats, Floats]:
    """The classes (c), the mean of each (c, f), and each row's deviation from its own (n, f)."""
    classes, own = np.unique(np.asarray(list(labels)), return_inverse=True)
    means = np.stack([values[own == number].mean(0) for number in range(len(classes))])
    return classes.tolist(), means, values - means[own]
