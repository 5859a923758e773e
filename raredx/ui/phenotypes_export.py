"""Tables of an overview as files that say where they come from."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

import raredx
from raredx.evidence.export.safety import safe_cell
from raredx.phenotype.overview.kept import OverviewCard
from raredx.words import count


def download(rows: Sequence[Mapping[str, Any]], card: OverviewCard, what: str) -> None:
    """Offer rows as a table of their own, which says where it comes from."""
    st.download_button(
        f"{what.capitalize()} (CSV)",
        data=lambda: as_csv(rows, card),
        file_name=f"{card.cohort}-{what}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"csv.{what}",
        on_click="ignore",
        help=f"{count(len(rows), 'row')}, each with cohort, origin and hashes",
    )


def as_csv(rows: Sequence[Mapping[str, Any]], card: OverviewCard) -> bytes:
    """Rows as CSV; from what they were made stands in the last columns of each."""
    origin = {
        "cohort": card.cohort,
        "origin": card.origin,
        "split": card.split or "none",
        "data_hash": card.data_hash,
        "split_hash": card.split_hash or "",
        "reference_hash": card.reference_hash or "",
        "notice": raredx.NOT_A_DEVICE,
    }
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(rows[0] if rows else ()), *origin])
    for row in rows:
        values = (
            "" if value is None else str(value) for value in (*row.values(), *origin.values())
        )
        writer.writerow(safe_cell(value) for value in values)
    return ("\ufeff" + text.getvalue()).encode()
