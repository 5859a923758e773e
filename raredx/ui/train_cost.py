"""What an experiment will cost and by whom it will judge, before it starts."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.store import open_cohort
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.store import list_experiments
from raredx.settings import thread_count
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.ui.train_judging import Judging, judging
from raredx.ui.train_laid_out import LaidOut, laid_out
from raredx.ui.train_reading import Reading, readings
from raredx.ui.train_synthetic import draw_learning
from raredx.words import count, duration


def draw_folds(cohort: Cohort, config: ExperimentConfig) -> None:
    """Draw how many people and images of which origin the folds have, and who is never judged."""
    found = laid_out(cohort, config)
    judged = sum(found.judged.values())
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            for origin in found.judged:
                icon, colour = ORIGIN_ICON.get(origin), ORIGIN_COLOUR.get(origin, "gray")
                st.badge(origin, icon=icon, color=colour)  # type: ignore[arg-type]
            st.markdown(
                f"**{_protocol(config, found)}**:"
                f" {count(judged, 'image')} of {count(found.people, 'subject')} are judged, each"
                f" once {'a draw' if config.judged else 'a repeat'}, by what"
                f" {found.training:,.0f} images of others teach;"
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


def draw_synthetic(cohort: Cohort, config: ExperimentConfig) -> None:
    """Draw what generators take that learn for it, where there are any."""
    found = laid_out(cohort, config)
    draw_learning(config, folds=found.folds * found.repeats, conditions=found.conditions)


def _protocol(config: ExperimentConfig, found: LaidOut) -> str:
    if config.judged:
        return f"{count(found.repeats, 'draw')}, judged by {as_text(config.judged)}"
    return f"{found.folds} folds × {count(found.repeats, 'repeat')}"


def draw_cost(config: ExperimentConfig) -> None:
    """Draw how many cells there are, what they have to read first, and how long both take."""
    tried = " × ".join(
        count(len({*chosen}), noun)
        for chosen, noun in (
            (config.arms, "arm"),
            (config.backbones, "backbone"),
            (config.heads, "head"),
        )
    )
    found = laid_out(open_cohort(config.cohort), config)
    records = [one.record for one in list_experiments()]
    folds = found.folds * found.repeats + (config.test_because is not None)
    cells = judging(
        config,
        cells=len(config.arms) * folds,
        training=found.training,
        cores=thread_count(),
        records=records,
    )
    needed = readings(
        config.backbones,
        own=found.own,
        added=found.added,
        mirrored=any(Arm.parse(text).mirrored for text in config.arms),
        records=records,
    )
    every = sum(one.cells for one in cells)
    told = whole_cost(cells, needed)
    st.markdown(f":material/timer: {tried}: **{count(every, 'cell')}, {told}**.")
    st.caption("\n".join(f"- {as_text(str(one))}" for one in needed))


def whole_cost(cells: Sequence[Judging], needed: Sequence[Reading]) -> str:
    """How long an experiment takes, judging and encoding together; what nobody knows is said.

    >>> from raredx.ui.train_reading import Pace
    >>> new = Reading(what="signs", images=604, missing=15, pace=Pace(seconds=0.2))
    >>> quick = Judging(what="ridge by signs", cells=25, seconds=20.0)
    >>> whole_cost([quick], [new])
    'about 23 s: 20 s for classifiers, 3 s for features that are not there yet'
    >>> whole_cost([quick], [])
    'about 20 s'
    >>> slow = Judging(what="tuned by other", cells=25, seconds=None)
    >>> whole_cost([quick, slow], [new, Reading(what="other", images=9, missing=9, pace=None)])
    '23 s or more: nobody measured tuned by other and other here yet'
    """
    judged = sum(one.seconds or 0.0 for one in cells)
    reading = sum(one.seconds or 0.0 for one in needed)
    whole = duration(judged + reading)
    unmeasured = [one.what for one in cells if one.seconds is None]
    unmeasured += [one.what for one in needed if one.seconds is None]
    if unmeasured:
        return f"{whole} or more: nobody measured {' and '.join(unmeasured)} here yet"
    if not reading:
        return f"about {whole}"
    return (
        f"about {whole}: {duration(judged)} for classifiers, {duration(reading)} for features that"
        " are not there yet"
    )
