"""How experiments were made, in words that a paper can use."""

from __future__ import annotations

import streamlit as st

from raredx.learning.methods import methods
from raredx.ui.compare_loaded import Compared
from raredx.ui.shell import as_text


def draw_method(compared: Compared) -> None:
    """Draw the methods of every experiment that is compared."""
    for name, told in paragraphs(compared).items():
        if len(compared.experiments) > 1:
            st.subheader(as_text(name))
        for heading, text in told.items():
            st.markdown(f"**{heading}.** {as_text(text)}")
    st.download_button(
        "Methods (text)",
        data=lambda: as_plain(compared).encode(),
        file_name=f"raredx-{'-'.join(one.name for one in compared.experiments)}-methods.txt",
        mime="text/plain",
        icon=":material/download:",
        key="export.methods",
        on_click="ignore",
    )


def paragraphs(compared: Compared) -> dict[str, dict[str, str]]:
    """The paragraphs of each experiment by their headings."""
    found = {}
    for one in compared.experiments:
        own = next((name for name in compared.names if compared.experiment(name) is one), None)
        if own is None:
            continue
        found[one.name] = methods(
            one.record,
            compared.said(own),
            part=compared.part,
            origins=compared.origins(),
            compared=len(compared.names),
            measure=compared.measure,
        )
    return found


def as_plain(compared: Compared) -> str:
    """The same as a text file."""
    return "\n\n".join(
        f"{heading}. {text}"
        for told in paragraphs(compared).values()
        for heading, text in told.items()
    )
