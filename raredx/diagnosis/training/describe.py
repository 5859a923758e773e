"""The card of a model that was just fitted, filled from the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from raredx.cohorts.card import UNSTATED
from raredx.cohorts.cohort import Cohort
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.ground import Ground
from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.space import space_of
from raredx.learning.bundle.card import FORMAT, UNKNOWN, BundleCard, Condition, Confidence
from raredx.learning.bundle.judged import judged
from raredx.learning.versions import versions
from raredx.words import count


def describe(config: TrainConfig, ground: Ground, confidence: Confidence) -> BundleCard:
    """The card of a model, but for its maps and the checksums of its files."""
    shown, study, classes = ground.shown, ground.study, ground.classes
    card = BundleCard(
        format=FORMAT,
        title=f"{config.backbone} + {config.head}, trained on {config.cohort}",
        summary=f"Ranks {count(len(classes), 'condition')} for the picture of a face.",
        licence="; ".join(_licences(ground.cohorts)),
        made_by=f"raredx train {config.name}",
        counts={
            "images": len(shown.labels),
            "people": len({*shown.subjects}),
            "conditions": len(classes),
        },
        cohort=config.cohort,
        data_hash=study.cohort.data_hash,
        origins=ground.origins,
        split=ground.split,
        split_hash=study.split.hash,
        arm=config.arm,
        backbone=config.backbone,
        space=space_of(get_backbone(config.backbone)),
        head=config.head,
        without=config.without,
        conditions=_conditions(ground),
        unseen=tuple(name for name in study.classes if name not in classes),
        blind=ground.blind,
        confidence=confidence,
        maps=None,
        judged=None,
        seed=config.seed,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=versions(),
    )
    return card.model_copy(update={"judged": judged(card)})


def _conditions(ground: Ground) -> tuple[Condition, ...]:
    shown = ground.shown
    rows = ground.study.cohort.rows("label", "label_id").to_pydict()
    codes = {
        label: code for label, code in zip(rows["label"], rows["label_id"], strict=True) if code
    }
    images = Counter(shown.labels)
    people = Counter(label for label, _ in {*zip(shown.labels, shown.subjects, strict=True)})
    return tuple(
        Condition(name=name, code=codes.get(name), images=images[name], people=people[name])
        for name in ground.classes
    )


def _licences(cohorts: Sequence[Cohort]) -> list[str]:
    found = [one.about.licence for one in cohorts]
    return [*dict.fromkeys(UNKNOWN if licence == UNSTATED else licence for licence in found)]
