"""Synthetic images by condition: what each was drawn with, and the way to more of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.manifest import GENERATED
from raredx.cohorts.store import delete, list_cohorts, open_cohort
from raredx.synthesis.album import PROVENANCE
from raredx.ui.choices import choice
from raredx.ui.gallery import thumbnail
from raredx.ui.generate import go, way_to_draw
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.words import count

_SIDE = 108  # pixels of a picture: three in a row on a phone
_MOST = 24  # images of a condition that are shown at once


def draw_images() -> None:
    """Draw the images of a synthetic cohort, condition by condition."""
    listed = [one for one in list_cohorts() if one.card and one.card.origin == (GENERATED,)]
    names = {one.name: f"{one.name} ({one.card.counts['images']:,})" for one in listed if one.card}
    if not names:
        way_to_draw()
        return
    name = choice("Images", names, key="cohort", default=next(iter(names)))
    cohort = open_cohort(name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(GENERATED, icon=ORIGIN_ICON[GENERATED], color=ORIGIN_COLOUR[GENERATED])  # type: ignore[arg-type]
        st.markdown(as_text(cohort.about.source), width="stretch")
        st.page_link(
            "app_pages/cohorts.py",
            label="As a cohort",
            icon=":material/photo_library:",
            query_params={"cohort": name},
        )
        with st.popover("Discard", icon=":material/delete:"):
            st.button(
                f"Discard {as_text(name)} for good", type="primary", on_click=_discard, args=(name,)
            )
    drawn = _provenance(cohort)
    for label in cohort.counts("label"):
        rows = cohort.select(label=label).rows("image_id", "label").to_pylist()
        st.markdown(f"**{as_text(str(label))}** · {count(len(rows), 'image')}")
        with st.container(horizontal=True, gap="small"):
            for row in rows[:_MOST]:
                _tile(cohort, row, drawn.get(row["image_id"], {}))
        if len(rows) > _MOST:
            st.caption(f"The first {_MOST}; all of them stand on Cohorts.")


def _tile(cohort: Cohort, row: Mapping[str, Any], drawn: Mapping[str, Any]) -> None:
    with st.container(width=_SIDE, gap=None):
        st.image(thumbnail(cohort, row["image_id"]), width=_SIDE)
        with st.popover(f"seed {drawn.get('seed', '?')}", type="tertiary"):
            st.table(_facts(drawn), border="horizontal")
            more = {"generator": str(drawn.get("generator")), "view": "draw"}
            seed = int(drawn.get("seed") or 0)
            st.button(
                "More like this",
                key=f"more.{row['image_id']}",
                icon=":material/add_photo_alternate:",
                help="The same condition, and the seeds that follow",
                on_click=go,
                kwargs={**more, "condition": str(row["label"]), "seed": str(seed + 1)},
            )
            st.button(
                "Same seed, other condition",
                key=f"same.{row['image_id']}",
                icon=":material/swap_horiz:",
                help="The same chance for all conditions: what differs is the condition",
                on_click=go,
                kwargs={**more, "seed": str(seed)},
            )


def _facts(drawn: Mapping[str, Any]) -> dict[str, str]:
    """What an image was drawn with."""
    settings = json.loads(drawn.get("settings") or "{}")
    told = {name: drawn.get(name) for name in ("prompt", "generator", "method", "base", "parent")}
    return {
        name: as_text(str(one))
        for name, one in {**told, **settings}.items()
        if one not in (None, "")
    }


def _provenance(cohort: Cohort) -> dict[str, dict[str, Any]]:
    if PROVENANCE not in cohort.sides:
        return {}
    return {row["image_id"]: row for row in cohort.side(PROVENANCE).to_pylist()}


def _discard(name: str) -> None:
    delete(name)
    go(view="images")
