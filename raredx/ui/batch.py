"""The batches there are: which one is meant, what it asked of which model, and its removal."""

from __future__ import annotations

import streamlit as st

from raredx.diagnosis.batch.store import Batch, list_batches, remove_batch
from raredx.diagnosis.batch.uploads import KIND as KIND
from raredx.jobs import Job
from raredx.ui.choices import choice
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.words import count

OF_A_BATCH = ("batch", "view", "job", "only", "condition", "from", "to", "order", "page", "row")
"""What an address says of the batch that it names."""


def choose_batch() -> Batch | None:
    """Draw the choice of a batch; None while there is none that can be read."""
    listed = list_batches()
    for one in listed:
        if one.card is None:
            st.warning(as_text(one.fault), icon=":material/broken_image:")
            st.button(
                f"Remove {as_text(one.name)}",
                key=f"batch.remove.{one.name}",
                icon=":material/delete:",
                on_click=_remove,
                args=(one.name,),
            )
    whole = {
        one.name: f"{one.name} ({count(one.card.counts['files'], 'file')})"
        for one in listed
        if one.card
    }
    if not whole:
        return None
    return Batch.open(choice("Batch", whole, key="batch", default=next(iter(whole))))


def draw_head(batch: Batch) -> None:
    """Draw what was asked of which model, what became of it, and what it must not be taken for."""
    card = batch.card
    for line in card.notices[1:]:
        st.error(as_text(line), icon=":material/school:")
    counts = ", ".join(
        f"**{many:,}** {name}" for name, many in card.counts.items() if many and name != "files"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        for origin in card.origins:
            st.badge(origin, icon=ORIGIN_ICON.get(origin), color=ORIGIN_COLOUR.get(origin, "gray"))  # type: ignore[arg-type]
        if not card.origins:
            st.badge("origin not known", icon=":material/help:", color="gray")
        asked = as_text(f"{card.config.model} was asked about {card.what}")
        files = count(card.counts["files"], "file")
        st.markdown(f"{asked}: {files}, {counts}.", width="stretch")
    told = "; ".join(f"{name} {value}" for name, value in card.versions.items())
    st.caption(
        as_text(
            f"{told}. Sets hold the truth in {card.config.coverage:.0%}. Kept are this table and"
            " small pictures without metadata; the files themselves are not."
        )
    )


def made(job: Job) -> None:
    """Open the batch that a job made."""
    assert job.result
    st.query_params.from_dict({"batch": str(job.result.values["name"])})
    st.rerun()


def removal(batch: Batch) -> None:
    """Draw the way to remove a batch, which is asked about once more."""
    with st.popover("Remove", icon=":material/delete:"):
        st.markdown("Its table and all its pictures are deleted and do not come back.")
        st.button(
            f"Remove {as_text(batch.name)} for good",
            key="batch.remove",
            type="primary",
            on_click=_remove,
            args=(batch.name,),
        )


def _remove(name: str) -> None:
    remove_batch(name)
    for key in OF_A_BATCH:
        st.query_params.pop(key, None)
