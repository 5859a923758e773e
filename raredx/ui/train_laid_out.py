"""Who trains and who judges in an experiment that has not begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import open_cohort
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.material import Added
from raredx.learning.experiment.run import lay_out


@dataclass(frozen=True, kw_only=True)
class LaidOut:
    """Who trains and who judges, as far as it can be said without opening the test part."""

    folds: int
    repeats: int
    judged: Mapping[str, int]
    """Images by their origin."""
    people: int
    conditions: int
    training: float
    """Images of a fold, on average."""
    calibration: int
    never_judged: tuple[str, ...]
    own: tuple[str, ...]
    """Images of the cohort that need features."""
    added: tuple[str, ...]
    """Those of the cohorts that arms add."""


def laid_out(cohort: Cohort, config: ExperimentConfig) -> LaidOut:
    """An experiment on a cohort, worked out once for each split and each choice of arms."""
    split = load_split(cohort, config.split or "")
    named = sorted({arm.added for arm in map(Arm.parse, config.arms) if arm.added})
    return _laid_out(
        split.hash,
        config.cohort,
        config.split,
        config.without,
        config.repeats,
        config.conditions,
        config.judged,
        config.draws,
        tuple((name, open_cohort(name).data_hash) for name in named),
    )


@st.cache_data(max_entries=24, show_spinner="Laying out the folds …")
def _laid_out(
    split_hash: str,
    cohort: str,
    split: str | None,
    without: tuple[str, ...],
    repeats: int | None,
    conditions: tuple[str, ...],
    judged: str | None,
    draws: int,
    added: tuple[tuple[str, str], ...],
) -> LaidOut:
    config = ExperimentConfig(
        name="plan",
        cohort=cohort,
        split=split,
        without=without,
        repeats=repeats,
        conditions=conditions,
        judged=judged,
        draws=draws,
    )
    study, _ = lay_out(config)
    others = [Added.of(name, open_cohort(name), study) for name, _ in added]
    images = sorted({one for fold in study.folds for one in fold.judged})
    origins = study.whole.select(image_id=images).counts("origin")
    return LaidOut(
        folds=1 if judged else study.split.plan.folds,
        repeats=len({fold.repeat for fold in study.folds}),
        judged={origin or "unknown": many for origin, many in origins.items()},
        people=len({study.subjects[one] for one in images}),
        conditions=len(study.classes),
        training=sum(len(fold.training) for fold in study.folds) / len(study.folds),
        calibration=len(study.calibration),
        never_judged=study.never_judged,
        own=study.images,
        added=tuple(image for other in others for image in other.ids),
    )
