"""Pictures of three kinds that a network can tell apart, and a small encoder to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

CLASSES = ("across", "down", "plain")
_SIDE = 160


@dataclass(frozen=True, kw_only=True, eq=False)
class Pictures:
    """Striped pictures with their labels and subjects."""

    pictures: npt.NDArray[np.uint8]
    labels: list[str]
    subjects: list[str]

    def fit(self, head: Any, around: Any, *, classes: tuple[str, ...] = CLASSES, seed: int = 0):
        return head.fit(
            self.pictures, self.labels, self.subjects, classes=classes, seed=seed, around=around
        )


def pictures(each: tuple[int, ...] = (12, 12, 12), *, seed: int = 0) -> Pictures:
    """So many of each kind, each of another subject, none like the other."""
    rng = np.random.default_rng(seed)
    found, labels = [], []
    for label, many in zip(CLASSES, each, strict=True):
        for _ in range(many):
            found.append(_striped(label, rng))
            labels.append(label)
    return Pictures(
        pictures=np.stack(found), labels=labels, subjects=[f"p{at}" for at in range(len(labels))]
    )


def _striped(label: str, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    wave = 60 * np.sin(np.arange(_SIDE) * rng.uniform(0.5, 0.8) + rng.uniform(0, 6))
    picture = np.zeros((_SIDE, _SIDE, 3)) + rng.uniform(90, 160, 3)
    if label == "across":
        picture += wave[:, None, None]
    if label == "down":
        picture += wave[None, :, None]
    return np.clip(picture + rng.normal(0, 12, picture.shape), 0, 255).astype(np.uint8)
