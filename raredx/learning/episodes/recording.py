"""The record of a trial: who was drawn, what was answered, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.space import space_of
from raredx.learning.episodes.compared import Pair, compare_all, telling
from raredx.learning.episodes.config import FewShotConfig
from raredx.learning.episodes.few_shot import FewShot
from raredx.learning.episodes.pool import Pool
from raredx.learning.episodes.tasks import Groups, Task
from raredx.learning.episodes.trial import Answered, Compared, Listed, Record, files_of
from raredx.learning.versions import versions
from raredx.plain import plain

Answers = dict[str, dict[str, FewShot]]
"""By task and classifier."""


def record_of(
    config: FewShotConfig,
    pool: Pool,
    groups: Groups,
    tasks: Sequence[Task],
    answers: Answers,
    *,
    blind: int,
    took: Mapping[str, float],
    workers: int,
    seconds: float,
) -> Record:
    """All that is kept of a trial beside its lists.

    Parameters
    ----------
    blind : int
        Images without features by one of the backbones.
    took : mapping of str to float
        Seconds of each classifier.
    """
    pairs = compare_all(answers)
    return Record(
        config=config,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        cohort=config.cohort,
        data_hash=pool.cohort.data_hash,
        split=pool.split,
        split_hash=pool.split_hash,
        parts=("development", "gallery", *(["calibration"] if config.calibration else [])),
        origins=pool.origins,
        people=len({*pool.subjects.tolist()}),
        several=pool.several,
        blind=blind,
        classes=tuple(sorted({*pool.labels.tolist()})),
        groups=tuple(groups),
        lists=tuple(_listed(task) for task in tasks),
        spaces={name: space_of(get_backbone(name)) for name in config.backbones},
        classifiers=dict(took),
        answers=tuple(
            _answered(task, name, found)
            for task, own in answers.items()
            for name, found in own.items()
        ),
        pairs=tuple(map(_compared, pairs)),
        sentences=tuple(map(str, telling(pairs, answers))),
        versions=versions(),
        cores=workers,
        seconds=seconds,
    )


def _listed(task: Task) -> Listed:
    return Listed(
        task=task.name,
        ways=task.ways,
        shots=task.shots,
        queries=task.lists[0].queries,
        episodes=sum(map(len, task.lists)),
        classes=sum(len(some.classes) for some in task.lists),
        chance=task.lists[0].chance,
        hash=task.hash,
        files=files_of(task),
    )


def _answered(task: str, name: str, found: FewShot) -> Answered:
    return Answered(
        task=task,
        classifier=name,
        accuracy=plain(found.accuracy),
        on_these=plain(found.on_these),
        by_class=dict(zip(found.classes, found.by_class.tolist(), strict=True)),
    )


def _compared(pair: Pair) -> Compared:
    return Compared(
        task=pair.task,
        names=pair.names,
        gain=plain(pair.gain.estimate),
        p=pair.gain.p,
        adjusted=pair.adjusted,
        shown=plain(pair.shown),
        winner=pair.winner,
        says=str(pair),
    )
