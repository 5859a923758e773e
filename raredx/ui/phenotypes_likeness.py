"""Images that are picked by hand against each other, each pair beside pairs of no relation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.phenotype.overview.kept import Overview
from raredx.phenotype.population.matrix import SimilarityMatrix, similarity_matrix
from raredx.ui.gallery import thumbnail
from raredx.ui.phenotypes import caption, told
from raredx.ui.phenotypes_export import download
from raredx.ui.phenotypes_squares import likeness_matrix
from raredx.ui.shell import as_text

_KEY = "likeness.images"
_MOST = 24  # images in a matrix whose figures can be read
_OF_EACH, _CONDITIONS = 3, 4  # of the example

Row = Mapping[str, Any]


def draw_likeness(overview: Overview, cohort: Cohort) -> None:
    """Draw the choice of images, and how alike they are."""
    if not told(overview.card, "likeness"):
        return
    rows = {row["image_id"]: row for row in overview.tables["images"].drop(["place"]).to_pylist()}
    chosen = _choice(rows)
    if len(chosen) < 2:
        st.info(
            "Pick two images or more: each pair is compared with pairs of different conditions.",
            icon=":material/touch_app:",
        )
        st.button(
            "Take an example",
            key="likeness.example",
            icon=":material/science:",
            on_click=_take_example,
            args=(overview,),
        )
        return
    st.image(
        [thumbnail(cohort, image) for image in chosen],
        [f"{place}: {as_text(_name(rows[image]))}" for place, image in enumerate(chosen, 1)],
        width=96,
    )
    found = _compared(overview, rows, chosen)
    pair = likeness_matrix(found, {image: _name(rows[image]) for image in chosen})
    if pair:
        _pair(cohort, rows, pair, found)
    with st.container(horizontal=True, vertical_alignment="center"):
        download(found.table(), overview.card, "likeness")
        st.caption("Click a square for the pair.")
    caption(
        overview.card,
        "The figure is the share, in per cent, of pairs of different conditions that are less"
        f" alike, out of {found.pairs:,} pairs of this cohort. Likeness is the cosine between the"
        " places of two faces in the space of shapes, each axis counted as far as conditions differ"
        " along it. Images of one person are no evidence for a condition.",
    )


def _choice(rows: Mapping[str, Row]) -> list[str]:
    asked = list(dict.fromkeys(st.query_params.get_all("image")))
    if unknown := [image for image in asked if image not in rows]:
        st.warning(
            f"{len(unknown):,} of the images in the address were not looked at: they are in the"
            " test part, without a clear face, or not in this cohort.",
            icon=":material/link_off:",
        )
    st.session_state[_KEY] = [image for image in asked if image in rows][:_MOST]
    chosen: list[str] = st.multiselect(
        "Images",
        sorted(rows, key=lambda image: (rows[image]["condition"], image)),
        key=_KEY,
        format_func=lambda image: f"{_name(rows[image])} · {image[:8]}",
        placeholder="Type a condition, or the beginning of an image's id",
        max_selections=_MOST,
        on_change=lambda: st.query_params.update(image=st.session_state[_KEY]),
    )
    return chosen


def _compared(
    overview: Overview, rows: Mapping[str, Row], chosen: Sequence[str]
) -> SimilarityMatrix:
    table = overview.tables["images"]
    places = np.stack(table["place"].to_numpy()).astype(float)  # (n, axes)
    where = {image: number for number, image in enumerate(table["image_id"].to_pylist())}
    return similarity_matrix(
        places[[where[image] for image in chosen]],
        chosen,
        reference=places,
        labels=[row["condition"] for row in rows.values()],
    )


def _pair(
    cohort: Cohort, rows: Mapping[str, Row], pair: tuple[str, ...], found: SimilarityMatrix
) -> None:
    names = found.names.tolist()
    if not {*pair} <= {*names}:
        return
    one, other = (names.index(image) for image in pair)
    with st.container(border=True):
        st.markdown(
            f"More alike than **{found.quantile[one, other]:.1%}** of pairs of different"
            f" conditions (cosine {found.likeness[one, other]:.2f})."
        )
        st.image(
            [thumbnail(cohort, image) for image in pair],
            [as_text(f"{_name(rows[image])}, {image}") for image in pair],
            width=200,
        )


def _take_example(overview: Overview) -> None:
    """A few images of the conditions that are told best."""
    told_best = sorted(overview.conditions.to_pylist(), key=lambda row: -(row["auc"] or 0))
    rows = overview.tables["images"].drop(["place"]).to_pylist()
    images: list[str] = []
    for one in told_best[:_CONDITIONS]:
        own = [row["image_id"] for row in rows if row["condition"] == one["condition"]]
        images += own[:_OF_EACH]
    st.query_params["image"] = images


def _name(row: Row) -> str:
    years = "" if row["age"] is None else f", {row['age']:.0f} y"
    return f"{row['condition']}{years}"
