"""The card of a model that was just fitted, filled from the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from raredx.cohorts.card import UNSTATED
from raredx.cohorts.cohort import Cohort
from raredx.diagnosis.training.config import TrainConfig
from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.reading import says_something
from raredx.learning.backbones.space import space_of
from raredx.learning.bundle.card import FORMAT, UNKNOWN, BundleCard, Condition, Confidence
from raredx.learning.bundle.judged import judged
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.judging import Labelled
from raredx.learning.experiment.material import Added
from raredx.learning.experiment.study import Study
from raredx.learning.versions import versions
from raredx.words import count


def describe(
    config: TrainConfig,
    study: Study,
    split: str,
    every: Labelled,
    added: Sequence[Added],
    *,
    classes: Sequence[str],
    confidence: Confidence,
) -> BundleCard:
    """The card of a model, but for the checksums of its files.

    Parameters
    ----------
    every : Labelled
        All images that it may have learned from, those without features among them.
    classes : sequence of str
        The conditions that it can answer.
    """
    shown = every.readable()
    card = BundleCard(
        format=FORMAT,
        title=f"{config.backbone} + {config.head}, trained on {config.cohort}",
        summary=f"Ranks {count(len(classes), 'condition')} for the picture of a face.",
        licence="; ".join(_licences([study.cohort, *(one.cohort for one in added)])),
        made_by=f"raredx train {config.name}",
        counts={
            "images": len(shown.labels),
            "people": len({*shown.subjects}),
            "conditions": len(classes),
        },
        cohort=config.cohort,
        data_hash=study.cohort.data_hash,
        origins=_origins(config, study, every, added),
        split=split,
        split_hash=study.split.hash,
        arm=config.arm,
        backbone=config.backbone,
        space=space_of(get_backbone(config.backbone)),
        head=config.head,
        without=config.without,
        conditions=_conditions(shown, classes, study.cohort),
        unseen=tuple(name for name in study.classes if name not in classes),
        blind=len(every.labels) - len(shown.labels),
        confidence=confidence,
        judged=None,
        seed=config.seed,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=versions(),
    )
    return card.model_copy(update={"judged": judged(card)})


def _conditions(shown: Labelled, classes: Sequence[str], cohort: Cohort) -> tuple[Condition, ...]:
    rows = cohort.rows("label", "label_id").to_pydict()
    codes = {
        label: code for label, code in zip(rows["label"], rows["label_id"], strict=True) if code
    }
    images = Counter(shown.labels)
    people = Counter(label for label, _ in {*zip(shown.labels, shown.subjects, strict=True)})
    return tuple(
        Condition(name=name, code=codes.get(name), images=images[name], people=people[name])
        for name in classes
    )


def _origins(
    config: TrainConfig, study: Study, every: Labelled, added: Sequence[Added]
) -> dict[str, int]:
    """Images that were fitted on by their origin."""
    own = [one for one in study.images if one not in {*study.calibration}]
    parts = [(study.cohort, own)] if Arm.parse(config.arm).own else []
    parts += [(one.cohort, list(one.ids)) for one in added]
    origins = [origin for cohort, ids in parts for origin in _origins_of(cohort, ids)]
    seen = says_something(every.features)
    return dict(Counter(np.array(origins)[seen].tolist()).most_common())


def _origins_of(cohort: Cohort, ids: Sequence[str]) -> list[str]:
    rows = cohort.select(image_id=list(ids)).rows("image_id", "origin").to_pydict()
    known = dict(zip(rows["image_id"], rows["origin"], strict=True))
    return [known[one] for one in ids]


def _licences(cohorts: Sequence[Cohort]) -> list[str]:
    found = [one.about.licence for one in cohorts]
    return [*dict.fromkeys(UNKNOWN if licence == UNSTATED else licence for licence in found)]
