"""Synthetic images side by side, with their landmarks on demand; some are turned away by hand."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pyarrow as pa
import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.errors import UserError
from raredx.phenotype.landmarks import find_landmarks
from raredx.synthesis.curation.config import Verdict
from raredx.synthesis.curation.filter import LIKENESS
from raredx.synthesis.curation.store import Curation
from raredx.ui.face_overlay import overlay
from raredx.ui.filter_face import look_closer
from raredx.ui.gallery import thumbnail
from raredx.ui.shell import as_text

_SIDE = 108  # pixels of a picture: three in a row on a phone
_HOVER = """<style>.drawn{position:relative}.drawn img{width:100%;border-radius:.3rem;display:block}
.drawn .over{position:absolute;inset:0;opacity:0}.drawn:hover .over{opacity:1}</style>"""
"""Landmarks are there when one rests on a picture."""


def turned_away(curation: Curation, table: pa.Table) -> tuple[str, ...]:
    """Images that were turned away by hand, whichever of them are shown now."""
    kept: set[str] = st.session_state.get(f"filter.away.{curation.name}", set())
    return tuple(one for one in table["image_id"].to_pylist() if one in kept)


def draw_tiles(
    cohort: Cohort, rows: Sequence[Mapping[str, Any]], shown: Verdict, curation: Curation
) -> None:
    """Draw images that have the verdict which is shown, and what can be done to them."""
    by_hand = _by_hand(rows, shown, curation)
    st.html(_HOVER)
    with st.container(horizontal=True, gap="small"):
        for row in rows:
            _tile(cohort, row, curation, by_hand=by_hand)


def _by_hand(rows: Sequence[Mapping[str, Any]], shown: Verdict, curation: Curation) -> bool:
    """Draw the way to turn images away, or take them back, one by one or all that are shown."""
    ids = [row["image_id"] for row in rows]
    with st.container(horizontal=True, vertical_alignment="center"):
        choose = st.toggle(
            "Choose by hand",
            key=f"filter.choose.{curation.name}",
            help="Turn images away that you would not show to anybody; it is written down with the"
            " cohort that is kept",
        )
        can = choose and shown in (Verdict.ACCEPTED, Verdict.BY_HAND)
        if can:
            away = shown == Verdict.ACCEPTED
            st.button(
                "Turn away all that are shown" if away else "Take back all that are shown",
                key="filter.batch",
                on_click=_turn,
                args=(curation.name, ids),
                kwargs={"away": away},
            )
    return can


def _turn(name: str, ids: Sequence[str], *, away: bool) -> None:
    """Turn images away, or take them back."""
    kept: set[str] = st.session_state.setdefault(f"filter.away.{name}", set())
    kept.update(ids) if away else kept.difference_update(ids)


@st.cache_data(max_entries=2_000, show_spinner=False)
def _picture(image_id: str, _cohort: Cohort) -> str:
    """A picture, and above it the same with its landmarks, where there are any."""
    plain = base64.b64encode(thumbnail(_cohort, image_id)).decode()
    shown = f'<img src="data:image/webp;base64,{plain}" alt="synthetic image {image_id[:8]}">'
    found = find_landmarks([image_id], _cohort.image)
    if not found.usable[0]:
        return shown
    over = overlay(_cohort.image(image_id), found.points[0], drawn="outlines")
    lines = base64.b64encode(over.encode()).decode()
    return f'{shown}<img class="over" src="data:image/svg+xml;base64,{lines}" alt="">'


def _tile(cohort: Cohort, row: Mapping[str, Any], curation: Curation, *, by_hand: bool) -> None:
    with st.container(width=_SIDE, gap=None):
        try:
            picture = _picture(row["image_id"], cohort)
        except UserError as error:
            st.error(as_text(error.problem), icon=":material/broken_image:")
        else:
            st.html(f'<div class="drawn" title="{escape(_regions(row))}">{picture}</div>')
        if by_hand:
            away = row["verdict"] != Verdict.BY_HAND.value
            st.button(
                "Turn away" if away else "Take back",
                key=f"hand.{row['image_id']}",
                type="tertiary",
                on_click=_turn,
                args=(curation.name, [row["image_id"]]),
                kwargs={"away": away},
            )
        st.button(
            _short(row),
            key=f"closer.{row['image_id']}",
            type="tertiary",
            help=as_text(f"{row['label']}: {row['reason']}"),
            on_click=look_closer,
            args=(cohort, row, curation),
        )


def _regions(row: Mapping[str, Any]) -> str:
    """How like its condition each region is, for whoever rests on the picture."""
    told = [
        f"{name.removeprefix(f'{LIKENESS}_')} {value:.0%}"
        for name, value in row.items()
        if name.startswith(f"{LIKENESS}_") and value is not None
    ]
    return f"{row['label']}: {', '.join(told)}" if told else str(row["label"])


def _short(row: Mapping[str, Any]) -> str:
    return "unlike anything" if row["likeness"] is None else f"like {row['likeness']:.0%}"
