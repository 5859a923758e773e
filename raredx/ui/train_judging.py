"""How long an experiment's classifiers take beside reading: as they took here, or when measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from raredx.learning.backbones import get_backbone
from raredx.learning.experiment.chosen import pairs, parse_head
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.store import Record
from raredx.learning.heads import Head
from raredx.ui.train_reading import pace_of

_MEASURED_WITH = 589
"""Images that heads say their seconds for."""
_BOTH_WAYS = 3
"""Times as long as encoding it takes to learn from an image: forward, and back for both sides."""


@dataclass(frozen=True, kw_only=True)
class Judging:
    """The cells of one backbone and head."""

    what: str
    cells: int
    seconds: float | None
    """Of all of them; None: nothing alike was measured here."""


def judging(
    config: ExperimentConfig,
    *,
    cells: int,
    training: float,
    cores: int,
    records: Sequence[Record],
) -> tuple[Judging, ...]:
    """How long each backbone and head take.

    Parameters
    ----------
    cells : int
        Of each backbone and head: arms times folds.
    training : float
        Images of a fold.
    cores : int
        How many processes share cells; networks are trained one after another.
    """
    found = []
    for backbone, text in pairs(config.backbones, config.heads):
        head = parse_head(text)
        one = _seconds(backbone, text, head, training, records)
        shared = 1 if head.sees == "pictures" else cores
        found.append(
            Judging(
                what=f"{text} by {backbone}",
                cells=cells,
                seconds=None if one is None else cells * one / shared,
            )
        )
    return tuple(found)


def _seconds(
    backbone: str, text: str, head: Head, training: float, records: Sequence[Record]
) -> float | None:
    """Of one cell: as this classifier took, as this head took, as its cost was measured."""
    own = list(_told(text, records))
    same = [one for one in own if one["backbone"] == backbone]
    if head.sees == "features":
        taken = [*own[-1:], *same[-1:]]
        declared = head.seconds * training / _MEASURED_WITH
        return taken[-1]["seconds"] / taken[-1]["cells"] if taken else declared
    if same:
        return float(same[-1]["seconds"] / same[-1]["cells"])
    pace = pace_of(get_backbone(backbone), records)
    if pace is None:
        return None
    shown = training * getattr(head, "epochs", 1)
    if steps := getattr(head, "steps", None):
        shown = steps * getattr(head, "batch", 1)
    return _BOTH_WAYS * pace.seconds * shown


def _told(text: str, records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """What experiments say of a head, the latest last."""
    for record in sorted(records, key=lambda one: one.created):
        yield from (one for one in record.cells if one["head"] == text and one["cells"])
