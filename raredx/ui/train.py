"""A new experiment on a page: what is tried, what it will cost, and the button that starts it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from pydantic import BaseModel, create_model

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import load_split, split_folders
from raredx.errors import UserError
from raredx.jobs import Config, Job, Status
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.store import experiment_folder, list_experiments
from raredx.learning.kept import RECORD
from raredx.ui.choices import choice
from raredx.ui.forms import config_form
from raredx.ui.shell import as_text, plain_errors
from raredx.ui.starting import free_name, start
from raredx.ui.train_choices import choose_arms, choose_backbones, choose_heads
from raredx.ui.train_cost import draw_cost, draw_folds, draw_synthetic
from raredx.ui.train_synthetic import choose_synthetic
from raredx.ui.train_test_part import reason_to_open

KIND = "experiment"
_FOLDED = ("conditions", "without", "judged", "draws", "repeats", "base", "seed", "replace")


def split_or_way(cohort: Cohort, name: str) -> str | None:
    """The split to judge by; without one, the way to it is drawn."""
    names = [folder.name for folder in split_folders(cohort) if _fits(cohort, folder.name)]
    if not names:
        st.info(
            "This cohort has no split: nobody is kept apart to judge by.",
            icon=":material/call_split:",
        )
        st.page_link(
            "app_pages/cohorts.py",
            label=f"Split {name}",
            icon=":material/call_split:",
            query_params={"cohort": name, "view": "splits"},
        )
        return None
    if len(names) == 1:
        return names[0]
    return choice("Split", {name: name for name in names}, key="split", default=names[0])


@st.fragment
def new_experiment(cohort: Cohort, name: str, split: str) -> None:
    """Draw all that is tried, what it will cost, and the button."""
    with plain_errors():
        left, right = st.columns(2, gap="medium")
        with left:
            backbones = choose_backbones()
        with right:
            heads = choose_heads()
        arms = choose_arms(name)
        synthetic = choose_synthetic(arms)
        free = free_name(name[:50], (one.name for one in list_experiments()))
        title = st.text_input("Name", value=free, max_chars=64, key=f"train.name.{name}")
        more = config_form(folded_fields(), key="train")
        because = reason_to_open(cohort, split)
        tried = {"backbones": backbones, "heads": heads, "arms": arms}
        if empty := [what for what, chosen in tried.items() if not chosen]:
            st.warning(f"Choose one or more of the {' and the '.join(empty)}.")
        if more is None or empty or because.unfinished:
            start(KIND, None, _kept_at)
            return
        config = ExperimentConfig(
            name=title,
            cohort=name,
            split=split,
            test_because=because.reason,
            **{what: tuple(chosen) for what, chosen in tried.items()},
            **synthetic,
            **more.model_dump(),
        )
        draw_folds(cohort, config)
        draw_cost(config)
        draw_synthetic(cohort, config)
        start(KIND, config, _kept_at, cost="")


def _kept_at(config: ExperimentConfig) -> Path:
    return experiment_folder(config.name) / RECORD


def _fits(cohort: Cohort, split: str) -> bool:
    """Whether a split is of the cohort as it is now."""
    try:
        load_split(cohort, split)
    except UserError:
        return False
    return True


def folded_fields() -> type[BaseModel]:
    """The fields of the config that stand folded away, in its own words."""
    fields = {name: ExperimentConfig.model_fields[name] for name in _FOLDED}
    made: type[BaseModel] = create_model(
        "Advanced",
        __base__=Config,
        **{name: (field.annotation, field) for name, field in fields.items()},  # type: ignore[call-overload]
    )
    return made


def to_results(job: Job) -> None:
    """Open the results of an experiment that is done."""
    st.switch_page("app_pages/compare.py", query_params=_results(job))


def way_to_results(job: Job) -> None:
    """Draw the way to the results of an experiment, if there are any."""
    if job.status is Status.DONE and job.kind == KIND:
        asked = _results(job)
        st.page_link(
            "app_pages/compare.py",
            label=f"Compare the classifiers of {as_text(asked['experiment'])}",
            icon=":material/leaderboard:",
            query_params=asked,
        )


def _results(job: Job) -> dict[str, str]:
    assert job.result
    return {"experiment": str(job.result.values["name"])}
