"""What if a region were hidden: named or brushed, filled in, and what becomes of the answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from PIL import Image

from raredx.diagnosis.explain.hiding import PARTS, SMOOTH, Hidden, hide, part
from raredx.diagnosis.explain.sight import Sight
from raredx.ui.predict import Asked
from raredx.ui.predict_answer import shown_name
from raredx.ui.predict_brush import Drag, brush
from raredx.ui.predict_map import sight_of
from raredx.ui.shell import as_text
from raredx.ui.visit import kept

_BRUSHES = {"select": "A box", "lasso": "Free hand"}
_ICONS = {"select": ":material/select:", "lasso": ":material/gesture:"}
_ROWS = 8


def draw_what_if(asked: Asked, place: Any) -> None:
    """Draw the choice of a region, the picture without it in its place, and the new answer."""
    who = asked.subject.image_id, asked.bundle.digest
    sight = kept("sight", who, lambda: sight_of(asked))
    mask = _region(sight, f"hide.{'.'.join(who)}")
    if not mask.any():
        place.image(sight.picture, "As the model sees it", width="stretch")
        st.caption("Drag over the picture to mark what is to be hidden.")
        return

    def hidden() -> Hidden:
        with st.spinner("Hiding it, and other places like it…"):
            return hide(sight, mask)

    found = kept("hidden", (*who, np.packbits(mask).tobytes()), hidden)
    place.image(found.picture, f"Without {found.share:.0%} of it", width="stretch")
    st.markdown(as_text(found.told))
    _draw_table(found)
    st.caption(SMOOTH)


def _region(sight: Sight, key: str) -> Any:
    """Draw the ways to name a region; gives where it lies."""
    side = len(sight.picture)
    named = PARTS if sight.points is not None else {}
    brushes = {one: f"{_ICONS[one]} {title}" for one, title in _BRUSHES.items()}
    titles = {**named, **brushes}
    way = st.pills(
        "Hide", [*titles], format_func=titles.__getitem__, default=next(iter(titles)),
        required=True, key="hide.way",
    )  # fmt: skip
    if way in named:
        assert sight.points is not None
        return part(sight.points, side, way)
    drag: Drag = "select" if way == "select" else "lasso"
    return brush(Image.fromarray(sight.picture), side, drag=drag, key=f"{key}.{way}")


def _draw_table(found: Hidden) -> None:
    st.dataframe(
        [
            {
                "Condition": shown_name(found.classes[row]),
                "Before": 100 * found.before[row],
                "After": 100 * found.after[row],
                "Change": 100 * (found.after[row] - found.before[row]),
                "Elsewhere": 100 * found.usual[row],
            }
            for row in np.argsort(-np.maximum(found.before, found.after), kind="stable")[:_ROWS]
        ],
        hide_index=True,
        key="hide.table",
        column_config={
            "Condition": st.column_config.TextColumn(width=130, pinned=True),
            "Before": st.column_config.NumberColumn(format="%.1f %%", width=65),
            "After": st.column_config.NumberColumn(format="%.1f %%", width=65),
            "Change": st.column_config.NumberColumn(
                format="%+.1f", width=65, help="In percentage points"
            ),
            "Elsewhere": st.column_config.NumberColumn(
                format="%+.1f",
                width=80,
                help=f"Median change where {len(found.elsewhere)} other places of the same form are"
                " hidden, in percentage points",
            ),
        },
    )
