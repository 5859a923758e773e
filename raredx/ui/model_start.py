"""Forms of models: one that trains a new one, and one that takes a model to other people."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from raredx.assets.cards import CARD
from raredx.cohorts.store import list_cohorts
from raredx.diagnosis.training.config import TrainConfig
from raredx.jobs import Job, get_kind
from raredx.learning.backbones import all_backbones
from raredx.learning.bundle.card import BundleCard
from raredx.learning.bundle.store import bundle_folder, list_bundles
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.store import External, external_folder
from raredx.learning.heads import all_heads
from raredx.learning.kept import RECORD
from raredx.ui.forms import config_form, fields_without
from raredx.ui.shell import plain_errors
from raredx.ui.starting import free_name, start

KINDS = ("train", "external")
"""The jobs that make a model or take it elsewhere."""
_DEFAULTS = TrainConfig(name="new")


@st.fragment
def training() -> None:
    """Draw what a new model is made of, what it costs, and the button."""
    with plain_errors():
        st.subheader("Train a model")
        st.caption(
            "One classifier, fitted on all development images; the calibration part gives its"
            " confidence, and the test part stays closed. Which backbone and head: see Compare."
        )
        cohorts = [one.name for one in list_cohorts() if not one.fault]
        first, second, third = st.columns(3)
        with first:
            cohort = _one("Cohort", cohorts, _DEFAULTS.cohort, key="model.cohort")
        with second:
            backbone = _one(
                "Backbone", all_backbones(), _DEFAULTS.backbone, key="model.backbone", more=True
            )
        with third:
            head = _one("Head", all_heads(), _DEFAULTS.head, key="model.head", more=True)
        given = {"cohort": cohort, "backbone": backbone, "head": head}
        taken = [one.name for one in list_bundles()]
        rest = config_form(
            fields_without(TrainConfig, given),
            key=f"model.new.{cohort}",
            initial={"name": free_name(cohort[:50].replace(".", "-"), taken)},
        )
        config = rest and get_kind("train").parse({**given, **rest.model_dump()})
        start("train", config, lambda config: bundle_folder(config.name) / CARD)


@st.fragment
def validation(name: str, card: BundleCard) -> None:
    """Draw which cohort a model is taken to, what it costs, and the button."""
    with plain_errors():
        others = [one.name for one in list_cohorts() if not one.fault and one.name != card.cohort]
        if not others:
            st.markdown("There is no other cohort. Import or draw one of other people.")
            st.page_link("app_pages/cohorts.py", label="Cohorts", icon=":material/photo_library:")
            return
        cohort = _one("Other people", others, others[0], key=f"model.other.{name}")
        given = {"bundle": name, "cohort": cohort}
        rest = config_form(fields_without(ExternalConfig, given), key=f"model.elsewhere.{name}")
        config = rest and get_kind("external").parse({**given, **rest.model_dump()})
        start("external", config, lambda config: external_folder(config.title) / RECORD)


def made(job: Job) -> None:
    """Open what a job made."""
    assert job.result
    name = str(job.result.values["name"])
    asked = {"model": name}
    if job.kind == "external":
        model = External.open(name).record.bundle
        asked = {"model": model, "view": "elsewhere", "external": name}
    st.query_params.from_dict(asked)
    st.rerun()


def _one(label: str, options: Iterable[str], default: str, *, key: str, more: bool = False) -> str:
    names = list(options)
    first = names.index(default) if default in names else 0
    chosen = st.selectbox(label, names, index=first, key=key, accept_new_options=more)
    return chosen or default
