"""Judgements of synthetic images on a page: which one is meant, and the way to a new one."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from raredx.cohorts.manifest import GENERATED
from raredx.cohorts.store import list_cohorts
from raredx.jobs import Job, get_kind
from raredx.synthesis.curation.config import Curate, Policy
from raredx.synthesis.curation.store import RECORD, Curation, curations_folder, list_curations
from raredx.ui.choices import choice
from raredx.ui.forms import config_form, fields_without
from raredx.ui.shell import as_text, plain_errors
from raredx.ui.starting import free_name, start

JUDGE, KEEP = "curate", "curate-keep"
KINDS = (JUDGE, KEEP)
_CHOSEN_LATER = (*Policy.model_fields, "cohort", "save_as")


def choose_curation() -> Curation | None:
    """Draw the choice of a judgement; None while there is none."""
    names = list_curations()
    if not names:
        return None
    return Curation.open(
        choice("Judgement", {name: name for name in names}, key="curation", default=names[0])
    )


@st.fragment
def judging() -> None:
    """Draw which images are to be judged, what that costs, and the button."""
    with plain_errors():
        listed = [one for one in list_cohorts() if one.card and one.card.origin == (GENERATED,)]
        names = [one.name for one in listed]
        if not names:
            st.info(
                "There are no synthetic images yet. Train a generator and draw some first.",
                icon=":material/auto_awesome:",
            )
            st.page_link("app_pages/generate.py", label="Generate", icon=":material/auto_awesome:")
            return
        st.caption(
            "Each image is judged by the people of the part that its generator learned from: is"
            " there a face, is it sharp, is it like its condition, and is it nearer to somebody"
            " who was learned from than people are to each other? Limits are chosen afterwards."
        )
        cohort = choice("Images", {name: name for name in names}, key="judged", default=names[0])
        known = list_curations()
        rest = config_form(
            fields_without(Curate, _CHOSEN_LATER),
            key=f"filter.new.{cohort}",
            initial={"name": free_name(cohort[:50], known) if cohort in known else cohort[:50]},
        )
        config = get_kind(JUDGE).parse({"cohort": cohort, **rest.model_dump()}) if rest else None
        start(JUDGE, config, _kept_at)


def way_to_judge() -> None:
    """Draw what to do while nothing was judged."""
    st.info("No synthetic images were judged yet.", icon=":material/filter_alt:")
    st.page_link("app_pages/filter.py", label="Filter", icon=":material/filter_alt:")


def made(job: Job) -> None:
    """Open what a job made: a judgement, or the cohort of what was accepted."""
    assert job.result
    name = str(job.result.values["name"])
    if job.kind == KEEP:
        st.switch_page("app_pages/cohorts.py", query_params={"cohort": name})
    st.query_params.from_dict({"curation": name})
    st.rerun()


def draw_remarks(curation: Curation) -> None:
    """Draw by whom images were judged, and what has to be said of it."""
    record = curation.record
    source = record.source
    part = f", training part of {source['split']}" if "split" in source else ""
    part += f", fold {source['fold']}" if "fold" in source else ""
    st.caption(
        as_text(
            f"{record.cohort}, judged by {record.people:,} people of {source['cohort']}{part};"
            f" faces are ranked among {record.conditions:,} conditions, and compared with the"
            f" {record.learned_from:,} pictures that were learned from."
        )
    )
    for remark in record.remarks:
        st.warning(as_text(remark), icon=":material/info:")


def _kept_at(config: Curate) -> Path:
    return curations_folder() / config.name / RECORD
