"""How arms with synthetic images draw them: generators that learn anew in every fold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from raredx.errors import UserError
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_generator
from raredx.learning.experiment.config import ExperimentConfig
from raredx.synthesis.cost import seconds_of
from raredx.synthesis.generator import all_generators
from raredx.ui.shell import as_text
from raredx.words import count, duration

_FIELDS = ExperimentConfig.model_fields


def choose_synthetic(arms: Sequence[str]) -> dict[str, Any]:
    """Draw what is asked of generators, where an arm has synthetic images; what was chosen."""
    methods = dict.fromkeys(
        arm.drawn.method for arm in map(Arm.parse, arms) if arm.drawn is not None
    )
    if not methods:
        return {}
    there = all_generators()
    usual = [_usual(name) for name in methods if name in there]
    with st.container(border=True):
        chosen: list[str] = st.multiselect(
            "Generators",
            [_usual(name) for name in there],
            default=usual,
            key=f"train.generators.{'.'.join(methods)}",
            accept_new_options=True,
            help="\n".join(f"- **{name}**: {one.when}" for name, one in there.items()),
        )
        left, right = st.columns(2)
        times = left.number_input(
            "Synthetic for each own image",
            1,
            1000,
            _FIELDS["times"].default,
            key="train.times",
        )
        pool = right.number_input(
            "Times as many are drawn", 1, 100, _FIELDS["pool"].default, key="train.pool"
        )
        st.caption(
            "Each generator learns anew in every fold, from the images that its arm may see there;"
            " the filter does so, too. Generators, images, judgements and audits stay in the"
            " workspace under the experiment's name."
        )
    return {"generators": tuple(chosen), "times": int(times), "pool": int(pool)}


def draw_learning(config: ExperimentConfig, *, folds: int, conditions: int) -> None:
    """Draw how many generators learn before anything is judged, and how long that takes."""
    known = {one.method: one for one in map(parse_generator, config.generators)}
    wanted = {
        (arm.drawn.method, arm.images, arm.drawn.leaking)
        for arm in map(Arm.parse, config.arms)
        if arm.drawn
    }
    if not wanted:
        return
    if missing := [method for method, *_ in wanted if method not in known]:
        raise UserError(
            f"No generator {missing[0]!r} is chosen", remedy=f"Add {_usual(missing[0])}"
        )
    times = [seconds_of(known[method], conditions, base=config.base) for method, *_ in wanted]
    long = None if None in times else sum(one or 0.0 for one in times) * folds
    told = f", about {duration(long)}" if long is not None else ""
    st.markdown(
        f":material/auto_awesome: Before that **{count(len(wanted) * folds, 'generator')}"
        f" {'learns' if len(wanted) * folds == 1 else 'learn'}**{as_text(told)}, and each draws."
    )


def _usual(method: str) -> str:
    """A generator as it is written, with the preset for a laptop where it has one."""
    return f"{method}:preset=quick" if all_generators()[method].presets.get("quick") else method
