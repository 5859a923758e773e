"""What an experiment will cost and by whom it will judge, before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import load_split
from raredx.encoders.cache import FeatureCache
from raredx.jobs import estimate
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import lay_out
from raredx.phenotype.landmarks.detect import space as landmark_space
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.words import count


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
    images: tuple[str, ...]
    """All that need features."""


def draw_folds(cohort: Cohort, config: ExperimentConfig) -> None:
    """Draw how many people and images of which origin the folds have, and who is never judged."""
    split = load_split(cohort, config.split or "")
    found = _laid_out(split.hash, config.cohort, config.split, config.without, config.repeats)
    judged = sum(found.judged.values())
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            for origin in found.judged:
                icon, colour = ORIGIN_ICON.get(origin), ORIGIN_COLOUR.get(origin, "gray")
                st.badge(origin, icon=icon, color=colour)  # type: ignore[arg-type]
            st.markdown(
                f"**{found.folds} folds × {count(found.repeats, 'repeat')}**:"
                f" {count(judged, 'image')} of {count(found.people, 'subject')} are judged, each"
                f" once a repeat, by what {found.training:,.0f} images of others teach;"
                f" {found.conditions:,} conditions can be answered, so chance is"
                f" **{1 / found.conditions:.1%}**. Confidence is fitted on"
                f" {count(found.calibration, 'image')} of yet others.",
                width="stretch",
            )
        if found.never_judged:
            with st.expander(
                f"{count(len(found.never_judged), 'condition')} of one person: never judged",
                icon=":material/person_off:",
            ):
                st.markdown(
                    "They stay in training and can be answered, but nobody is left to ask about: "
                    + as_text("; ".join(found.never_judged))
                )
    _unseen(found)


def draw_cost(config: ExperimentConfig) -> None:
    """Draw how many cells there are, and how long they took last time."""
    tried = " × ".join(
        count(len({*chosen}), noun)
        for chosen, noun in (
            (config.arms, "arm"),
            (config.backbones, "backbone"),
            (config.heads, "head"),
        )
    )
    st.markdown(f":material/timer: {tried}: **{estimate('experiment', config)}**.")


def _unseen(found: LaidOut) -> None:
    known = FeatureCache(landmark_space()).get(found.images)
    left = len(found.images) - len(known)
    st.caption(
        f"Landmarks of all {count(len(found.images), 'image')} are known."
        if not left
        else f"{count(left, 'image')} of {len(found.images):,} have no landmarks yet: they are"
        " looked for once, and kept. So is what each network sees."
    )


@st.cache_data(max_entries=24, show_spinner="Laying out the folds …")
def _laid_out(
    split_hash: str, cohort: str, split: str | None, without: tuple[str, ...], repeats: int | None
) -> LaidOut:
    config = ExperimentConfig(
        name="plan", cohort=cohort, split=split, without=without, repeats=repeats
    )
    study, _ = lay_out(config)
    images = sorted({one for fold in study.folds for one in fold.judged})
    origins = study.cohort.select(image_id=images).counts("origin")
    return LaidOut(
        folds=study.split.plan.folds,
        repeats=len({fold.repeat for fold in study.folds}),
        judged={origin or "unknown": many for origin, many in origins.items()},
        people=len({study.subjects[one] for one in images}),
        conditions=len(study.classes),
        training=sum(len(fold.training) for fold in study.folds) / len(study.folds),
        calibration=len(study.calibration),
        never_judged=study.never_judged,
        images=study.images,
    )
