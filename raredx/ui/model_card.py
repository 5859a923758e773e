"""A model's card on a page: in sentences, by heading, with what nobody knows plainly visible."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from raredx.learning.bundle.card import UNKNOWN, BundleCard
from raredx.learning.external.store import External
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.model import draw_usable, taken_elsewhere
from raredx.ui.model_files import card_menu
from raredx.ui.model_judged import draw_judged, first_answer
from raredx.ui.shell import as_text
from raredx.words import count

_NOBODY_KNOWS = re.compile(rf"(\\:|\bis) {UNKNOWN}\b")
_HOW_WELL, _FOR_WHOM = "How well", "For whom"


def draw_card(name: str, card: BundleCard) -> None:
    """Draw the card, the figures of the experiment that judged it, and its files."""
    draw_usable(name)
    with st.container(horizontal=True, vertical_alignment="center"):
        for origin, many in card.origins.items():
            icon, colour = ORIGIN_ICON.get(origin), ORIGIN_COLOUR.get(origin, "gray")
            st.badge(f"{origin} · {many:,}", icon=icon, color=colour)  # type: ignore[arg-type]
        st.markdown(f"**{as_text(card.title)}**", width="stretch")
        card_menu(name, card)
    _numbers(card)
    for heading, sentences in card.words().items():
        if heading == _FOR_WHOM and (elsewhere := taken_elsewhere(card)):
            _for_whom(name, elsewhere)
            continue
        _section(heading, sentences)
        if heading == _HOW_WELL and card.judged:
            draw_judged(name, card.judged)
    _versions(card)


def plainly(text: str) -> str:
    r"""A sentence of a card as markdown, in which what nobody knows stands out.

    >>> print(plainly("Licence of the images: unknown."))
    Licence of the images\: :orange-background[unknown].
    """
    return _NOBODY_KNOWS.sub(rf"\1 :orange-background[{UNKNOWN}]", as_text(text))


def _section(heading: str, sentences: tuple[str, ...]) -> None:
    told = [plainly(one) for one in sentences]
    left, right = st.columns([1, 4])
    with left.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{heading}**", width="content")
        if any(_NOBODY_KNOWS.search(as_text(one)) for one in sentences):
            st.badge(UNKNOWN, icon=":material/help:", color="orange")
    listed = heading == _HOW_WELL and len(told) > 1
    right.markdown("\n".join(f"- {one}" for one in told) if listed else " ".join(told))


def _for_whom(name: str, elsewhere: Sequence[External]) -> None:
    left, right = st.columns([1, 4])
    left.markdown(f"**{_FOR_WHOM}**")
    with right:
        st.markdown("By sex, age, skin tone and site, as far as those are known there:")
        for one in elsewhere:
            st.button(
                f"{as_text(one.record.cohort)} · {count(one.record.images, 'image')} of"
                f" {one.record.people:,} people",
                icon=":material/travel_explore:",
                type="tertiary",
                key=f"model.to.{one.name}",
                on_click=st.query_params.update,
                args=({"model": name, "view": "elsewhere", "external": one.name},),
            )


def _numbers(card: BundleCard) -> None:
    conditions, people, well, confidence = st.columns(4)
    conditions.metric(
        "Conditions",
        f"{len(card.conditions):,}",
        f"{len(card.alone):,} never judged" if card.alone else "each of two people or more",
        delta_color="off",
        delta_arrow="off",
        border=True,
    )
    people.metric(
        "Fitted on",
        f"{card.counts['people']:,} people",
        f"{card.counts['images']:,} images",
        delta_color="off",
        delta_arrow="off",
        border=True,
    )
    value, beside = first_answer(card.judged)
    well.metric(
        "First answer right",
        value,
        beside,
        delta_color="off",
        delta_arrow="off",
        border=True,
    )
    calibrated = not card.confidence.note
    confidence.metric(
        "Temperature",
        f"{card.confidence.temperature:.2f}" if calibrated else "none",
        f"on {card.confidence.images:,} images" if calibrated else "not calibrated",
        delta_color="off",
        delta_arrow="off",
        border=True,
    )


def _versions(card: BundleCard) -> None:
    with st.expander("Versions and hashes", icon=":material/tag:"):
        facts = {
            "Made by": f"{card.made_by}, {card.created}, seed {card.seed}",
            "Left out": ", ".join(card.without) or "nothing",
            "Data": card.data_hash,
            "Split": f"{card.split}, {card.split_hash}",
            "Features": card.space,
            **card.files,
            "Versions": ", ".join(f"{what} {which}" for what, which in card.versions.items()),
            "Format": str(card.format),
        }
        told = (f"- **{as_text(what)}** {as_text(said)}" for what, said in facts.items())
        st.markdown("\n".join(told))
