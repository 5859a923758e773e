"""What became of a file at the door, drawn: the image that came in, or why none did."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import streamlit as st

from raredx.cohorts.archive import admit_archive
from raredx.cohorts.intake import Admitted, Refused, admit
from raredx.ui.shell import as_text
from raredx.words import count

_ZIP = b"PK\x03\x04"
_SHOWN = 500  # entries of an archive that are listed
_GALLERY = 12


def draw_verdict(data: bytes) -> None:
    """Draw what comes in of a file, and what is left behind."""
    if data.startswith(_ZIP):
        _draw_archive(data)
        return
    try:
        admitted = admit(data)
    except Refused as refused:
        st.error(as_text(str(refused)), icon=":material/block:")
        st.caption(f"Reason in short: `{refused.code}`")
        return
    _draw_image(admitted)


def _draw_image(admitted: Admitted) -> None:
    st.success("This file comes in.", icon=":material/check_circle:")
    picture, learned = st.columns([2, 3])
    with picture:
        st.image(admitted.image)
        st.caption(f"{admitted.width} × {admitted.height} pixels, from {admitted.format}")
    with learned:
        for warning in admitted.warnings:
            st.warning(as_text(warning), icon=":material/warning:")
        st.subheader("What was done")
        st.markdown("\n".join(f"- {as_text(note)}" for note in admitted.notes) or "Nothing.")
        if admitted.technical:
            st.subheader("How it was taken")
            st.table(
                {name: as_text(str(value)) for name, value in admitted.technical.items()},
                border="horizontal",
            )
        st.subheader("How it is known")
        st.table(
            {"image id": f"`{admitted.image_id}`", "SHA-256 of the file": f"`{admitted.sha256}`"},
            border="horizontal",
        )


def _draw_archive(data: bytes) -> None:
    entries = list(islice(admit_archive(data), _SHOWN + 1))
    cut = len(entries) > _SHOWN
    entries = entries[:_SHOWN]
    came_in = [entry for entry in entries if isinstance(entry.outcome, Admitted)]
    reasons = Counter(e.outcome.code for e in entries if isinstance(e.outcome, Refused))
    summary = f"{count(len(came_in), 'image')} of {count(len(entries), 'file')} would come in"
    if reasons:
        summary += "; refused: " + ", ".join(f"{n} {code}" for code, n in reasons.most_common())
    if cut:
        summary += f". Only the first {_SHOWN:,} were looked at."
    (st.success if came_in else st.error)(summary)
    shown = [
        (e.name, e.outcome.image) for e in came_in[:_GALLERY] if isinstance(e.outcome, Admitted)
    ]
    if shown:
        st.image([image for _, image in shown], [as_text(name) for name, _ in shown], width=150)
    st.dataframe(
        [
            {
                "File": entry.name,
                "Comes in": isinstance(entry.outcome, Admitted),
                "Says": "; ".join(entry.outcome.notes)
                if isinstance(entry.outcome, Admitted)
                else str(entry.outcome),
            }
            for entry in entries
        ],
        hide_index=True,
    )
