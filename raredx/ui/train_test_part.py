"""The locked test part: opened for a reason in words and after a tick, and written down."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.locked import openings
from raredx.cohorts.splits.run import split_folder
from raredx.ui.shell import as_text
from raredx.words import count

_SHORTEST = 10  # characters of a reason


@dataclass(frozen=True, kw_only=True)
class Because:
    """Why the test part is opened, if it is."""

    reason: str | None
    unfinished: bool
    """Whether only one of reason and tick is there."""


def reason_to_open(cohort: Cohort, split: str) -> Because:
    """Draw what it takes to judge by the test part, too."""
    read = openings(split_folder(cohort, split))
    with st.expander("Judge by the locked test part, too", icon=":material/lock:"):
        st.markdown(
            "The test part is for the end, and for once: for classifiers that were chosen on"
            " validation folds. **Each opening is written down** with its date and reason for"
            " everybody who reads the results, and cannot be taken back."
        )
        last = f", last {read[-1].when:%Y-%m-%d}: “{read[-1].why}”" if read else ""
        st.caption(as_text(f"It was opened {count(len(read), 'time')} so far{last}."))
        reason = st.text_area(
            "For which result, and why now?", key="train.because", max_chars=500, height=70
        ).strip()
        agreed = st.checkbox(
            "Open it with the next start. I know that this is written down.", key="train.open"
        )
        if agreed and len(reason) < _SHORTEST:
            st.warning("Say in a few words for which result it is opened.")
        elif reason and not agreed:
            st.warning("Without the tick it stays closed: tick it, or clear the reason.")
    sound = agreed and len(reason) >= _SHORTEST
    return Because(
        reason=reason if sound else None, unfinished=not sound and bool(agreed or reason)
    )
