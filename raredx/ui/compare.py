"""What is compared on a page: experiments, classifiers, a part and a measure, by the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from raredx.learning.board import MOST
from raredx.learning.experiment.store import Experiment, list_experiments
from raredx.learning.metrics import get_metric, prepare
from raredx.ui.choices import choice
from raredx.ui.compare_loaded import QUICK, Compared, kept, short_names
from raredx.ui.shell import as_text
from raredx.words import count

MEASURES = {
    "top-1": "First answer right (top-1)",
    "top-5": "Among the first 5 (top-5)",
    "top-10": "Among the first 10 (top-10)",
    "log-loss": "Log loss: lower is better",
    "own-probability": "Probability of the true one",
}
_PARTS = {"validation": "Validation folds", "test": "Locked test part"}
_OF_A_CHOICE = ("classifier", "one", "other", "truth", "answer", "image")
"""What an address says of the experiments that it names, and of no others."""


def choose() -> Compared | None:
    """Draw what can be chosen; without an experiment, the way to the first one."""
    listed = {one.name: one for one in list_experiments()}
    if not listed:
        st.info(
            "No experiment is here yet. One trains classifiers on every fold, judges them by people"
            " they have not seen, and then stands here with its intervals.",
            icon=":material/leaderboard:",
        )
        st.page_link("app_pages/train.py", label="Train", icon=":material/model_training:")
        return None
    first, second, third, fourth = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    with first:
        asked = several(
            "Experiments",
            {name: f"{name} ({one.record.cohort})" for name, one in listed.items()},
            key="experiment",
            default=[next(iter(listed))],
        )
    experiments = tuple(kept(listed[name]) for name in asked)
    with second:
        names = _classifiers(experiments)
    parts = [set(one.table["part"].unique().to_pylist()) for one in experiments]
    with fourth:
        offered = {part: title for part, title in _PARTS.items() if all(part in p for p in parts)}
        part = choice("Judged on", offered, key="part", default="validation")
    compared = Compared(experiments=experiments, names=names, part=part, measure="top-1")
    with third:
        measure = choice("Judged by", _measures(compared), key="measure", default="top-1")
    return Compared(experiments=experiments, names=names, part=part, measure=measure)


def several(
    label: str, options: Mapping[str, str], *, key: str, default: Sequence[str], most: int = MOST
) -> list[str]:
    """Draw a choice of several, kept in the address; nothing chosen is the default."""
    asked = list(dict.fromkeys(st.query_params.get_all(key)))
    if unknown := [one for one in asked if one not in options]:
        st.warning(
            as_text(f"{label}: the address names {unknown[0][:60]!r}, which is not here."),
            icon=":material/link_off:",
        )
    widget = f"choice.{key}"
    st.session_state[widget] = [one for one in asked if one in options][:most] or list(default)
    chosen: list[str] = st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        key=widget,
        max_selections=most,
        on_change=_keep,
        args=(key, list(default)),
    )
    return chosen or list(default)


def choose_one(compared: Compared) -> str:
    """Draw the choice of a single classifier; the best one is the default."""
    board = compared.board(QUICK)
    titles = {name: compared.short[name] for name in board.scores}
    return choice("Classifier", titles, key="one", default=board.best)


def _keep(key: str, default: list[str]) -> None:
    chosen = st.session_state[f"choice.{key}"]
    if key == "experiment":
        for name in _OF_A_CHOICE:
            st.query_params.pop(name, None)
    if chosen and chosen != default:
        st.query_params[key] = chosen
    else:
        st.query_params.pop(key, None)


def _classifiers(experiments: Sequence[Experiment]) -> tuple[str, ...]:
    every = [f"{one.name}:{title}" for one in experiments for title in one.names]
    short = short_names(every)
    default = every[:MOST]
    asked = [name for name in st.query_params.get_all("classifier") if name in short]
    held = len(dict.fromkeys(asked)) or len(default)
    with st.popover(f"{held} of {count(len(every), 'classifier')}", width="stretch"):
        chosen = several("Classifiers", short, key="classifier", default=default)
        if len(every) > MOST:
            st.caption(f"{MOST} at most: of more, hardly any difference could be decided.")
    return tuple(name for name in every if name in chosen)


def _measures(compared: Compared) -> dict[str, str]:
    """Those that say something of so many classes and images."""
    sizes = prepare(compared.said(compared.names[0])).sizes
    return {
        name: title
        for name, title in MEASURES.items()
        if not name.startswith("top-") or name == "top-1" or get_metric(name).refusal(sizes) is None
    }
