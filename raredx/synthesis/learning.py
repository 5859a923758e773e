"""From a cohort to a generator: who may be learned from, and what is written down of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import fitting_split
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.settings import thread_count
from raredx.synthesis.examples import Examples, examples_of
from raredx.synthesis.fitted import FittedGenerator, Learned
from raredx.synthesis.generator import Generator
from raredx.synthesis.options import Fit
from raredx.synthesis.store import new_folder


def learn(generator: Generator, asked: Fit, progress: Progress) -> FittedGenerator:
    """Let a generator learn conditions of a cohort, and keep it in the workspace."""
    folder = new_folder(asked.name, replace=asked.replace)
    side = side_of(generator, asked.base)
    progress.tick(message="looking for faces")
    examples = chosen_examples(asked, side=side)
    progress.tick(message="learning")
    return generator.fit(examples, folder, base=asked.base, seed=asked.seed, progress=progress)


def chosen_examples(asked: Fit, *, side: int) -> Examples:
    """The examples that a generator is to learn from: of the training part, where there is one."""
    cohort = open_cohort(asked.cohort)
    among, source = may_be_learned(cohort, split=asked.split, fold=asked.fold, repeat=asked.repeat)
    found = examples_of(
        cohort,
        asked.conditions,
        among=among,
        most=asked.images,
        seed=asked.seed,
        side=side,
        workers=thread_count(),
    )
    return replace(found, source={"cohort": asked.cohort, **source})


def may_be_learned(
    cohort: Cohort, *, split: str | None = None, fold: int | None = None, repeat: int = 0
) -> tuple[tuple[str, ...] | None, dict[str, str]]:
    """The images of the training part, and which part that is; None: all, as there is no split."""
    source = {"data_hash": cohort.data_hash}
    found = fitting_split(cohort, split)
    if found is None:
        if fold is not None:
            raise UserError(
                "The cohort has no split, and so no folds",
                remedy="Split it with `raredx cohort split`, or leave the fold out",
            )
        return None, source
    name, parts = found
    source |= {"split": name, "split_hash": parts.hash}
    if fold is None:
        return (*parts.development, *parts.gallery), source
    source |= {"repeat": str(repeat), "fold": str(fold)}
    return parts.training(repeat=repeat, fold=fold), source


def part_of(source: Mapping[str, str]) -> dict[str, Any]:
    """Which part that was, as `may_be_learned` is asked for it again.

    >>> part_of({"cohort": "mine", "split": "standard", "fold": "2", "repeat": "1"})
    {'split': 'standard', 'fold': 2, 'repeat': 1}
    """
    fold = source.get("fold")
    return {
        "split": source.get("split"),
        "fold": None if fold is None else int(fold),
        "repeat": int(source.get("repeat", 0)),
    }


def examples_again(learned: Learned) -> Examples | None:
    """What a generator learned from, if its cohort is still there as it was; else None."""
    try:
        cohort = open_cohort(learned.source.get("cohort", ""))
        ids = [one for some in learned.examples.values() for one in some]
        if cohort.data_hash != learned.source.get("data_hash"):
            return None
        return examples_of(cohort, [*learned.conditions], among=ids, side=learned.side)
    except UserError:
        return None


def side_of(generator: Generator, base: str) -> int:
    """Pixels of the faces that a generator learns from, each way."""
    from raredx.synthesis.framing import SIDE

    if not generator.based:
        return SIDE
    from raredx.synthesis.bases import open_base

    return open_base(base).side
