"""Forms of models: one that trains a new one, and one that takes a model to other people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import streamlit as st
from pydantic import BaseModel

from raredx.assets.cards import CARD
from raredx.cohorts.store import list_cohorts
from raredx.jobs import estimate, get_kind, submit
from raredx.learning.backbones import all_backbones
from raredx.learning.bundle.card import BundleCard
from raredx.learning.bundle.config import TrainConfig
from raredx.learning.bundle.store import bundle_folder, list_bundles
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.store import external_folder
from raredx.learning.heads import all_heads
from raredx.learning.kept import RECORD
from raredx.ui.forms import config_form, fields_without
from raredx.ui.shell import as_text, plain_errors

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
        rest = config_form(
            fields_without(TrainConfig, given),
            key=f"model.new.{cohort}",
            initial={"name": proposed(cohort)},
        )
        _start("train", given, rest, lambda config: bundle_folder(config.name) / CARD)


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
        _start("external", given, rest, lambda config: external_folder(config.title) / RECORD)


def proposed(cohort: str) -> str:
    """A name that no model has yet."""
    known = {one.name for one in list_bundles()}
    stem = cohort[:50].replace(".", "-")
    number = next(n for n in range(1, len(known) + 2) if f"{stem}-{n}" not in known)
    return f"{stem}-{number}"


def _start(
    kind: str, given: dict[str, str], rest: BaseModel | None, kept_at: Callable[[Any], Path]
) -> None:
    """Draw the cost and the button; what is started is watched on this page.

    Parameters
    ----------
    kept_at
        Where what a config asks for would lie.
    """
    config: Any = rest and get_kind(kind).parse({**given, **rest.model_dump()})
    ready = config is not None
    if config is not None:
        st.caption(f":material/timer: {estimate(kind, config)}.")
        kept = kept_at(config)
        if kept.exists() and not config.replace:
            ready = False
            st.warning(
                as_text(
                    f"There is one called {kept.parent.name!r} already. Choose another name, or"
                    " Replace, below Advanced."
                ),
                icon=":material/label:",
            )
    if st.button(get_kind(kind).title, type="primary", key=f"start.{kind}", disabled=not ready):
        st.query_params["job"] = str(submit(kind, config).id)
        st.rerun()


def _one(label: str, options: Iterable[str], default: str, *, key: str, more: bool = False) -> str:
    names = list(options)
    first = names.index(default) if default in names else 0
    chosen = st.selectbox(label, names, index=first, key=key, accept_new_options=more)
    return chosen or default
