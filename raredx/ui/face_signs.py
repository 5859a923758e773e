"""The signs of a face on a page: which terms, how surely, by what; and what nobody could see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from raredx.phenotype.report.findings import ABSENT, PRESENT, Finding, Findings
from raredx.phenotype.report.sections import said
from raredx.ui.face_images import Subject
from raredx.ui.shell import as_text
from raredx.ui.terms import HPO_PAGE
from raredx.words import count

_BY = {"measure": "measures", "picture": "image model", "reader": "reader"}
_BAR = st.column_config.ProgressColumn(min_value=0, max_value=1, format="%.2f", width="small")
_PAGE = st.column_config.LinkColumn(display_text=r"(HP:\d+)$", width="small")
_NOTED = st.column_config.CheckboxColumn(width="small", help="Whether the image's cohort notes it")


def draw_signs(findings: Findings, subject: Subject) -> None:
    """Draw the terms that are taken as present, then all others that were looked at."""
    present, noted = findings.present(), subject.noted or None
    if not findings.judged:
        st.caption("No sign was looked at.")
        return
    if present:
        st.markdown(f"**{count(len(present), 'sign')}** taken as present, the surest first.")
        sign_table(present, noted=noted, key="face.signs")
    else:
        st.markdown(f"**No sign** reaches a confidence of {PRESENT:g}.")
    if noted:
        _draw_noted(findings, noted)
    undecided = [one for one in findings.surest if ABSENT < one.confidence < PRESENT]
    for title, rows in (
        (f"Undecided: between {ABSENT:g} and {PRESENT:g}", undecided),
        (f"Taken as absent: {ABSENT:g} or less", findings.absent),
    ):
        with st.expander(f"{title} ({len(rows)})"):
            if rows:
                sign_table(rows, noted=noted, key=f"face.signs.{title}")
    draw_unseen(findings.unseen)


def draw_unseen(unseen: Sequence[str]) -> None:
    """Draw the terms that nothing could look at, apart from those that are absent."""
    if not unseen:
        return
    title = f"Unseen: {count(len(unseen), 'sign')} that nothing here can look at"
    with st.expander(title, icon=":material/visibility_off:"):
        st.caption("Unseen does not mean absent: nobody knows.")
        st.markdown(
            " · ".join(f"[{as_text(said(term))}]({HPO_PAGE}{as_text(term)})" for term in unseen)
        )


def sign_table(rows: Sequence[Finding], *, noted: frozenset[str] | None, key: str) -> None:
    """Draw findings as a table that leads to HPO's pages.

    Parameters
    ----------
    noted
        The terms that the image's cohort notes; None where nobody did.
    """
    st.dataframe(
        [_row(one, noted) for one in rows],
        hide_index=True,
        key=key,
        column_config={"HPO": _PAGE, "Confidence": _BAR, "Noted": _NOTED},
    )


def draw_both_signs(findings: Sequence[Findings]) -> None:
    """Draw the terms that are taken as present in one of two faces, with both confidences."""
    sides = [{one.term: one.confidence for one in found.surest} for found in findings]
    terms = {one.term for found in findings for one in found.present()}
    if not terms:
        st.caption("No sign is taken as present in either.")
        return
    ranked = sorted(terms, key=lambda term: (-sum(side.get(term, 0.0) for side in sides), term))
    st.dataframe(
        [
            {
                "Sign": said(term),
                "The first": sides[0].get(term),
                "The other": sides[1].get(term),
                "HPO": HPO_PAGE + term,
            }
            for term in ranked
        ],
        hide_index=True,
        key="face.signs.both",
        column_config={"HPO": _PAGE, "The first": _BAR, "The other": _BAR},
    )


def _row(one: Finding, noted: frozenset[str] | None) -> Mapping[str, Any]:
    known = {} if noted is None else {"Noted": one.term in noted}
    return {
        "Sign": said(one.term),
        "Confidence": one.confidence,
        **known,
        "HPO": HPO_PAGE + one.term,
        "By": _BY[one.source],
        "Why": "" if one.source == "picture" else one.why,
    }


def _draw_noted(findings: Findings, noted: frozenset[str]) -> None:
    """Draw how what is said stands beside what the cohort notes."""
    confident = {one.term: one.confidence for one in findings.surest if one.term in noted}
    present = sum(value >= PRESENT for value in confident.values())
    absent = sum(value <= ABSENT for value in confident.values())
    undecided = len(confident) - present - absent
    unseen = len(noted) - len(confident)
    st.caption(
        f"The cohort notes {count(len(noted), 'sign')} of this image: {present} of them taken as"
        f" present, {undecided} undecided, {absent} taken as absent, {unseen} unseen."
    )
