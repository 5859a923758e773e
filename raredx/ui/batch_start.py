"""Asking a model about many images: which model, which images, what it costs, and the button."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import streamlit as st

from raredx.assets.cards import CARD
from raredx.cohorts.splits.run import split_folders
from raredx.cohorts.store import list_cohorts, open_cohort
from raredx.diagnosis.batch.config import BatchConfig, Part
from raredx.diagnosis.batch.store import batch_folder, list_batches
from raredx.diagnosis.batch.uploads import KIND, keep_upload, left_behind, remove_left_behind
from raredx.jobs import get_kind, submit
from raredx.learning.bundle.store import list_bundles
from raredx.ui.forms import config_form, fields_without
from raredx.ui.shell import as_text, plain_errors
from raredx.ui.starting import start
from raredx.words import count

_SOURCES = ("A cohort", "A ZIP", "A folder")
_GIVEN = ("model", "cohort", "path", "part", "test_because")


@st.fragment
def asking() -> None:
    """Draw what is asked of which model, and what it costs."""
    with plain_errors():
        models = {one.name: one.card for one in list_bundles() if one.card}
        if not list_batches():
            _first_step(models)
        left, right = st.columns(2, vertical_alignment="bottom")
        model = left.selectbox("Model", list(models), key="batch.model")
        source = right.segmented_control(
            "Images from", _SOURCES, default=_SOURCES[0], required=True, key="batch.source"
        )
        given = {"model": model, **_source(source)}
        rest = config_form(fields_without(BatchConfig, _GIVEN), key="batch.new")
        whole = rest is not None and (given.get("cohort") or given.get("path"))
        waits = given.get("part") == "test" and not given.get("test_because")
        config = None
        if whole and rest is not None and not waits:
            config = get_kind(KIND).parse({**given, **rest.model_dump()})
        st.caption(
            "Files come in one by one, without what cameras and scanners put beside the pixels. Of"
            " each a small picture is kept with the answers, and nothing else; it goes with them."
        )
        start(KIND, config, _kept_at)
        _leftovers()


def _first_step(models: dict[str, Any]) -> None:
    """Draw a batch that can be started with one click: people whom a model was not fitted on."""
    known = {one.name for one in list_cohorts() if not one.fault}
    found = next(((name, card) for name, card in models.items() if card.cohort in known), None)
    if found is None:
        return
    name, card = found
    config = BatchConfig(model=name, cohort=card.cohort, split=card.split, part="calibration")
    st.info(
        as_text(
            f"No batch is here yet. To begin, {name} can be asked about the calibration part of"
            f" {card.cohort}: people on whom it was not fitted."
        ),
        icon=":material/grid_view:",
    )
    if st.button("Ask about them", key="batch.first", type="primary", icon=":material/play_arrow:"):
        st.query_params["job"] = str(submit(KIND, config).id)
        st.rerun()


def _source(source: str) -> dict[str, Any]:
    """Draw which images of that kind of source; empty while they are not chosen."""
    if source == "A ZIP":
        dropped = st.file_uploader("Drop a ZIP of images", type="zip", key="batch.zip")
        st.caption(
            "Folders in it that are named by condition tell the truth. It waits in the workspace"
            " and is removed when its batch is done."
        )
        return {"path": str(keep_upload(dropped.name, dropped.getvalue()))} if dropped else {}
    if source == "A folder":
        path = st.text_input(
            "Folder, ZIP or table on this machine", key="batch.path", placeholder="/data/faces"
        )
        return {"path": str(Path(path.strip()))} if path.strip() else {}
    return _of_cohort()


def _of_cohort() -> dict[str, Any]:
    names = [one.name for one in list_cohorts() if not one.fault]
    if not names:
        st.markdown("There is no cohort yet. Import one, or drop a ZIP here.")
        return {}
    left, right = st.columns(2)
    name = left.selectbox("Cohort", names, key="batch.cohort")
    if not split_folders(open_cohort(name)):
        return {"cohort": name}
    part = right.selectbox(
        "Part",
        get_args(Part),
        key="batch.part",
        help="All but the locked test part, or one part of its split",
    )
    given = {"cohort": name, "part": part}
    if part == "test":
        why = st.text_input(
            "Why the test part is opened", key="batch.because", help="It is written down"
        )
        given["test_because"] = why.strip()
    return given


def _leftovers() -> None:
    """Draw the way to remove what batches left that did not end."""
    left = left_behind()
    if not left:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{count(len(left), 'batch')} left files or answers behind and did not end.")
        st.button(
            "Remove them",
            key="batch.leftovers",
            icon=":material/delete:",
            on_click=remove_left_behind,
            help="Such a batch can then only be started over",
        )


def _kept_at(config: BatchConfig) -> Path:
    return batch_folder(config.title) / CARD
