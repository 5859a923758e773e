"""What a model is worth elsewhere: what it loses there, why it might, for whom, how sure it is."""

from __future__ import annotations

import streamlit as st

from raredx import NOT_A_DEVICE
from raredx.learning.bundle.card import UNKNOWN, BundleCard
from raredx.learning.external.store import External, Record, list_externals
from raredx.ui.choices import choice
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.model import taken_elsewhere
from raredx.ui.model_lost import draw_lost
from raredx.ui.model_slices import draw_slices
from raredx.ui.model_start import validation
from raredx.ui.reliability import found_there, reliability_diagram
from raredx.ui.shell import as_text
from raredx.words import count

_MET = {
    "label": st.column_config.TextColumn("Label there", width=230, pinned=True),
    "condition": st.column_config.TextColumn("Condition of the model", width=230),
    "how": st.column_config.TextColumn("Matched by", width=110),
    "images": st.column_config.NumberColumn("Images", width=70),
    "people": st.column_config.NumberColumn("People", width=70),
}


def draw_elsewhere(name: str, card: BundleCard) -> None:
    """Draw the external validations of a model, and the way to one more."""
    own = {one.name: one for one in taken_elsewhere(card)}
    named = [one for one in list_externals() if one.record.bundle == name]
    if others := sum(one.name not in own for one in named):
        st.caption(
            f"{count(others, 'external validation')} of another model that had this name: not"
            " shown."
        )
    if not own:
        st.info(
            f"How well it does for other people, by sex, age, skin tone and site, is {UNKNOWN}:"
            " nobody has taken it to another cohort.",
            icon=":material/travel_explore:",
        )
    else:
        titles = {key: f"{one.record.cohort} ({key})" for key, one in own.items()}
        shown = choice("Taken to", titles, key="external", default=next(iter(titles)))
        _draw(own[shown])
    with st.expander("Take it to another cohort", icon=":material/add:", expanded=not own):
        validation(name, card)


def _draw(one: External) -> None:
    record = one.record
    _headline(record)
    told = [line for line in record.sentences if line != NOT_A_DEVICE]
    st.markdown("\n".join(f"- {as_text(line)}" for line in told))
    draw_lost(one.name, record)
    draw_slices(one.name, record)
    _confidence(one.name, record)
    _pictures(record)
    _matched(record)
    st.caption(
        as_text(
            f"{one.name}, {record.created}. Data {record.data_hash[:12]}, weights"
            f" {record.weights[:12]}. {NOT_A_DEVICE}"
        )
    )


def _headline(record: Record) -> None:
    chance = next(one["chance"] for one in record.scores if one["metric"] == "top-1")
    asked = len({met.condition for met in record.met if met.condition})
    with st.container(horizontal=True, vertical_alignment="center"):
        for origin in record.origins:
            icon, colour = ORIGIN_ICON.get(origin), ORIGIN_COLOUR.get(origin, "gray")
            st.badge(origin, icon=icon, color=colour)  # type: ignore[arg-type]
        beyond = [f"{count(record.unknown, 'image')} of other conditions not judged"]
        if record.closed:
            beyond.append(f"{count(record.closed, 'image')} of its test part left closed")
        by_chance = "" if chance is None else f" · by chance **{chance:.1%}**"
        st.markdown(
            f"**{count(record.images, 'image')} of {record.people:,} people**, {asked:,} conditions"
            f" of the {len(record.classes):,} that can be answered{by_chance} ·"
            f" {'; '.join(beyond)}",
            width="stretch",
        )


def _confidence(name: str, record: Record) -> None:
    st.subheader("Whether its confidence holds there")
    found = found_there(record.calibration)
    first, second = st.columns(2)
    first.metric("ECE", f"{found.error:.1%}", border=True)
    second.metric("Even if exactly right", f"{found.floor:.1%}", border=True)
    reliability_diagram(
        found, key=f"reliability-{name}", alt="How often answers there were right, by confidence"
    )
    st.caption(
        "On the dashed line confidence is exactly right; below it answers are too sure. Bars are"
        f" 95 % intervals over people; {count(record.images, 'image')} of {record.people:,} people."
    )


def _pictures(record: Record) -> None:
    st.subheader("Whether its pictures differ")
    if record.shift is None:
        st.markdown("No condition has usable pictures in both places, so nothing can be compared.")
        return
    found = record.shift
    first, second, third = st.columns(3)
    first.metric("Distance of the places", f"{found.distance:.3f}", border=True)
    second.metric("By chance", f"{found.by_chance:.3f}", border=True)
    third.metric("p", f"{found.p:.2g}", border=True)
    here, there = found.people
    st.caption(
        f"Maximum mean discrepancy of the features, an image of each of {here:,} people that it"
        f" learned from and of {there:,} there; chance deals people to the places anew within each"
        " condition. No shift shown is no proof that there is none."
    )


def _matched(record: Record) -> None:
    with st.expander("Which conditions met", icon=":material/join_inner:"):
        st.dataframe(
            [
                {**one.model_dump(), "condition": one.condition or "not judged"}
                for one in record.met
            ],
            hide_index=True,
            key="model.met",
            column_config=_MET,
            column_order=list(_MET),
        )
        if record.never_seen:
            st.caption(as_text(f"Of the model, and not there: {', '.join(record.never_seen)}."))
