"""Patients to try heads on: a mixture of Gaussians, some images of each person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CLASSES = tuple("dbacfe")


@dataclass(frozen=True, kw_only=True)
class Patients:
    features: np.ndarray
    labels: list[str]
    subjects: list[str]

    def take(self, rows) -> Patients:
        chosen = np.arange(len(self.labels))[rows]
        return Patients(
            features=self.features[chosen],
            labels=[self.labels[row] for row in chosen],
            subjects=[self.subjects[row] for row in chosen],
        )

    def fit(self, head, *, classes=CLASSES, seed=0):
        return head.fit(self.features, self.labels, self.subjects, classes=classes, seed=seed)


def patients(*, people=6, images=2, width=20, apart=1.5, seed=0) -> Patients:
    """So many people of each class, whose classes do not depend on the seed."""
    middles = np.random.default_rng(99).normal(size=(len(CLASSES), width)) * apart
    rng = np.random.default_rng(seed)
    own = np.repeat(np.arange(len(CLASSES)), people * images)
    person = np.repeat(np.arange(len(CLASSES) * people), images)
    features = middles[own] + rng.normal(size=(len(CLASSES) * people, width))[person]
    features += 0.3 * rng.normal(size=features.shape)
    return Patients(
        features=features.astype(np.float32),
        labels=[CLASSES[place] for place in own],
        subjects=[f"person {seed}-{number}" for number in person],
    )
