"""The conditions that a face comes close to, by its shape and by the meaning of its signs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import streamlit as st
from pandas import DataFrame

from raredx.errors import UserError
from raredx.ontology import facts
from raredx.phenotype.analyse import WHOLE, Match
from raredx.phenotype.report.closest import Closest
from raredx.phenotype.report.sections import said
from raredx.ui.face_lab import Looked
from raredx.ui.shell import as_text
from raredx.ui.signs import ORPHANET
from raredx.words import count

_SHOWN = 10
_CODE = st.column_config.LinkColumn(display_text=r"detail/(\d+)$", width="small")


def draw_conditions(looked: Looked) -> None:
    """Draw both rankings; of an image whose condition is known also where that one stands."""
    _by_shape(looked)
    _by_signs(looked.analysis.by_signs)


def condition_name(condition: str) -> str:
    """The name of a condition; of one that Orphanet's list does not have, what it was called.

    >>> condition_name("ORPHA:648"), condition_name("my own class")
    ('Noonan syndrome', 'my own class')
    """
    try:
        return facts.disease(condition).name
    except UserError:
        return condition


def _by_shape(looked: Looked) -> None:
    matches = looked.analysis.by_shape
    st.subheader("By shape")
    if not matches:
        st.caption("Not said of this face.")
        return
    st.caption(
        f"Of {count(len(matches), 'condition')} the likeliest first. A likeness of 80 means"
        " that 80 % of patients whom the reference had not seen were less like their own condition."
    )
    _own_rank(looked)
    places = list(enumerate(matches, 1))
    every = st.toggle(f"All {len(matches)}", key="face.conditions.every")
    regions = [region for region in matches[0].likeness if region != WHOLE]
    rows = [_row(rank, match, regions) for rank, match in (places if every else places[:_SHOWN])]
    heated: list[Hashable] = [region.capitalize() for region in regions]
    st.dataframe(
        DataFrame(rows).style.map(_heat, subset=heated).format("{:.0f}", subset=heated),
        hide_index=True,
        key="face.by_shape",
        column_config={
            "#": st.column_config.NumberColumn(width=36, pinned=True),
            "Condition": st.column_config.TextColumn(width=190, pinned=True),
            "Evidence": st.column_config.NumberColumn(
                format="%.1f",
                width=72,
                help="Logarithm of how much likelier the face is among the"
                " condition's patients than among all; it ranks",
            ),
            "Face": st.column_config.ProgressColumn(
                format="%.0f", min_value=0, max_value=100, width=90
            ),
            **{str(region): st.column_config.NumberColumn(width=62) for region in heated},
            "People": st.column_config.NumberColumn(
                help="Behind the condition; 0: expected from conditions with like signs alone",
                width=62,
            ),
            "ORPHA": _CODE,
        },
    )


def _heat(percent: Any) -> str:
    """The ground of a cell, which shows on a light page and on a dark one."""
    return f"background-color: rgba(61, 181, 191, {percent / 160:.2f})"


def _row(rank: int, match: Match, regions: Sequence[str]) -> dict[str, object]:
    return {
        "#": rank,
        "Condition": condition_name(match.condition),
        "ORPHA": _link(match.condition),
        "People": match.people,
        "Evidence": match.evidence,
        "Face": 100 * match.likeness[WHOLE],
        **{region.capitalize(): 100 * match.likeness[region] for region in regions},
    }


def _own_rank(looked: Looked) -> None:
    own = looked.subject.label_id or looked.subject.label
    rank = next(
        (at for at, one in enumerate(looked.analysis.by_shape, 1) if one.condition == own), None
    )
    if rank is None:
        return
    rosier = " (it was learned from this image, among others)" if looked.learned else ""
    name = as_text(looked.subject.label or str(own))
    st.markdown(f"The image's own, **{name}**, comes at place **{rank}**{rosier}.")


def _by_signs(found: Sequence[Closest]) -> None:
    st.subheader("By the meaning of the signs")
    if not found:
        st.caption("There are no signs to compare.")
        return
    st.caption(
        f"Of {found[0].of:,} conditions with annotated signs (Resnik's best-match average: it"
        " orders conditions and is no probability)."
    )
    st.dataframe(
        [
            {
                "#": rank,
                "Condition": one.name,
                "Score": one.score,
                "Matches": ", ".join(dict.fromkeys(said(pair.of_disease) for pair in one.shared)),
                "ORPHA": _link(one.disease_id),
            }
            for rank, one in enumerate(found, 1)
        ],
        hide_index=True,
        key="face.by_signs",
        column_config={
            "#": st.column_config.NumberColumn(width=40),
            "Condition": st.column_config.TextColumn(width="medium"),
            "Score": st.column_config.NumberColumn(format="%.2f", width="small"),
            "ORPHA": _CODE,
        },
    )


def _link(condition: str) -> str | None:
    return ORPHANET + condition.removeprefix("ORPHA:") if condition.startswith("ORPHA:") else None
