"""How much a head tells by a network that has learned nothing: what learning has to be better than.

A network with random weights tells people apart a little, too. A map by it is faithful and means
nothing; so a model is asked to do better than the same head does on shuffled weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from raredx.cohorts.cohort import Cohort
from raredx.diagnosis.training.ground import Ground
from raredx.encoders import get_encoder
from raredx.encoders.encode import run
from raredx.learning.backbones import Backbone
from raredx.learning.backbones.reading import look_at
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.experiment.judging import Labelled, fit
from raredx.learning.heads import Head

_USUAL = "logistic:strength=0.1"
"""Stands in for heads that would train the network."""
_AT_ONCE = 128  # pictures


def told_by(network: Any, ground: Ground, backbone: Backbone, head: Head, *, seed: int) -> int:
    """How many first answers about the judges are right, by a head fitted on a network."""
    assert backbone.encoder
    shown, judges = ground.shown, ground.judges
    features = np.concatenate(
        [_features(network, cohort, ids, backbone) for cohort, ids in ground.parts]
    )
    lesson = Labelled(features=features, labels=shown.labels, subjects=shown.subjects)
    plain = head if head.sees == "features" else parse_head(_USUAL)
    fitted = fit(plain, lesson, classes=ground.classes, seed=seed)
    answers = fitted.scores(_features(network, ground.study.cohort, judges.ids, backbone)).argmax(1)
    return int((answers == np.array(judges.truth)).sum())


def _features(
    network: Any, cohort: Cohort, ids: Sequence[str], backbone: Backbone
) -> npt.NDArray[Any]:
    """What a network makes of images (n, w); nothing of it is kept."""
    return np.asarray(
        run(network, get_encoder(str(backbone.encoder)), _seen(cohort, ids, backbone))
    )


def _seen(cohort: Cohort, ids: Sequence[str], backbone: Backbone) -> Iterator[Image.Image]:
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        yield from map(Image.fromarray, look_at(cohort, some, backbone, sees="pictures"))
