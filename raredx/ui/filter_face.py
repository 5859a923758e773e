"""One synthetic image from near: its landmarks, its regions, and whom it is nearest to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.phenotype.landmarks import find_landmarks
from raredx.synthesis.curation.filter import LIKENESS
from raredx.synthesis.curation.sight import SPACES
from raredx.synthesis.curation.store import Curation
from raredx.ui.face_overlay import overlay
from raredx.ui.gallery import thumbnail
from raredx.ui.shell import as_text, plain_errors

_SIDE = 256  # pixels of a picture


def look_closer(cohort: Cohort, row: Mapping[str, Any], curation: Curation) -> None:
    """Open an image in a window of its own."""
    st.dialog(as_text(f"{row['label']}: {row['verdict']}"), width="large")(_near)(
        cohort, row, curation
    )


def _near(cohort: Cohort, row: Mapping[str, Any], curation: Curation) -> None:
    with plain_errors():
        st.markdown(as_text(row["reason"]))
        own, other = st.columns(2)
        with own:
            st.caption("As it was drawn, with its landmarks")
            image = cohort.image(row["image_id"])
            found = find_landmarks([row["image_id"]], cohort.image)
            points = found.points[0] if found.usable[0] else None
            st.image(overlay(image, points, drawn="outlines"), width=_SIDE)
        with other:
            _nearest(row, curation)
        regions = {
            name.removeprefix(f"{LIKENESS}_"): f"{value:.0%}"
            for name, value in row.items()
            if name.startswith(f"{LIKENESS}_") and value is not None
        }
        if regions:
            st.caption("How like its condition each region is: the share of people less like it")
            st.table(regions, border="horizontal")


def _nearest(row: Mapping[str, Any], curation: Curation) -> None:
    """Draw the nearest picture that was learned from, and how near it is."""
    near = {
        name: row[f"distance_{name}"] for name in SPACES if row.get(f"distance_{name}") is not None
    }
    if not near:
        st.caption("It cannot be compared with anybody: there is no face.")
        return
    space = min(near, key=near.__getitem__)
    st.caption(f"The nearest one that was learned from, by {SPACES[space]}")
    try:
        source = open_cohort(curation.record.source["cohort"])
        st.image(thumbnail(source, row[f"nearest_{space}"]), width=_SIDE)
    except UserError as error:
        st.error(as_text(str(error)), icon=":material/broken_image:")
    st.table(
        {SPACES[name]: f"{one:.2f} times the limit" for name, one in near.items()},
        border="horizontal",
    )
