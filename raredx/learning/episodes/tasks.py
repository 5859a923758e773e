"""The lists of a trial: for each number of classes and shots, the same for everybody compared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from raredx.errors import UserError
from raredx.learning.episodes.classes import deal_classes
from raredx.learning.episodes.config import FewShotConfig
from raredx.learning.episodes.episodes import Episodes, draw
from raredx.learning.episodes.methods import ProtoNetOptions, parse_method
from raredx.learning.episodes.pool import Pool
from raredx.learning.episodes.protonet import training_list
from raredx.words import count

Groups = Sequence[tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """Episodes of one size, a list for each group of classes."""

    ways: int
    shots: int
    lists: tuple[Episodes, ...]

    @property
    def name(self) -> str:
        """What it is called.

        >>> Task(ways=5, shots=1, lists=()).name
        '5-way 1-shot'
        """
        return f"{self.ways}-way {self.shots}-shot"

    @property
    def hash(self) -> str:
        """Over all its lists."""
        return hashlib.sha256(" ".join(one.hash for one in self.lists).encode()).hexdigest()


def deal_groups(pool: Pool, config: FewShotConfig) -> list[tuple[str, ...]]:
    """The classes of each group; a single group is of all of them."""
    if config.episodes < config.groups:
        raise UserError(
            f"{count(config.episodes, 'episode')} cannot be dealt to {config.groups} groups",
            remedy="Take more episodes, or fewer groups",
        )
    if config.groups == 1:
        return [tuple(sorted({*pool.labels.tolist()}))]
    return deal_classes(pool.labels.tolist(), folds=config.groups, seed=config.seed)


def draw_tasks(pool: Pool, groups: Groups, config: FewShotConfig) -> tuple[Task, ...]:
    """Draw every list; whatever cannot be drawn is told before anything long begins."""
    return tuple(
        Task(
            ways=ways,
            shots=shots,
            lists=tuple(
                _drawn(pool, groups, number, config, ways=ways, shots=shots)
                for number in range(len(groups))
            ),
        )
        for ways, shots in config.sizes
    )


def check_training(pool: Pool, groups: Groups, config: FewShotConfig) -> None:
    """Refuse methods that have too few other classes to learn from."""
    for text in config.methods:
        method = parse_method(text)
        if len(groups) == 1 and method.learns:
            raise UserError(
                f"{text!r} learns from other classes, and with one group there are none",
                remedy="Take two groups or more (`--groups`)",
            )
        if not isinstance(method, ProtoNetOptions):
            continue
        for group in groups:
            base = pool.take(~pool.of_classes(group))
            quick = method.model_copy(update={"steps": 1})
            training_list(
                base.labels.tolist(), base.subjects.tolist(), options=quick, seed=config.seed
            )


def _drawn(
    pool: Pool, groups: Groups, number: int, config: FewShotConfig, *, ways: int, shots: int
) -> Episodes:
    own = pool.of_classes(groups[number])
    share = len(range(number, config.episodes, len(groups)))  # of the episodes, as even as can be
    try:
        return draw(
            pool.labels[own].tolist(),
            pool.subjects[own].tolist(),
            pool.images[own].tolist(),
            ways=ways,
            shots=shots,
            queries=config.queries,
            episodes=share,
            seed=config.seed,
        )
    except UserError as error:
        raise UserError(
            f"No {ways}-way {shots}-shot episodes for group {number + 1} of {len(groups)}:"
            f" {error.problem}",
            remedy="Take fewer ways, shots or groups, or people of the calibration part, too"
            " (`--calibration`)",
        ) from None
