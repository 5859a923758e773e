"""Two models asked about one image: their answers, sets and maps, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from raredx.diagnosis.agreement import ONE_IMAGE, Agreement, agreement
from raredx.errors import UserError
from raredx.learning.bundle.store import list_bundles
from raredx.ui.choices import choice
from raredx.ui.predict import Asked, ask
from raredx.ui.predict_answer import headline, shown_name
from raredx.ui.predict_map import checked_map, draw_checks
from raredx.ui.shell import as_text
from raredx.words import count

_ROWS = 10
_OFFERED = 8


def others(name: str) -> dict[str, str]:
    """The whole models beside one, by name, with what a list calls them."""
    return {
        one.name: f"{one.name}: {one.card.title}"
        for one in list_bundles()
        if one.card and one.name != name
    }


def draw_pair(asked: Asked) -> None:
    """Draw the choice of another model, and both models' answers about the image."""
    listed = others(asked.bundle.name)
    name = choice("Beside it", listed, key="other", default=next(iter(listed)))
    other = ask(asked.subject, name, coverage=asked.coverage, teaching=asked.teaching)
    both = (asked, other)
    for column, one in zip(st.columns(2), both, strict=True):
        with column:
            _draw_short(one)
    _draw_table(both)
    found = None
    if asked.told.differential and other.told.differential:
        found = agreement(asked.told.differential, other.told.differential)
        st.markdown(as_text(found.told))
        _draw_maps(both, found)
    st.caption(ONE_IMAGE)
    st.page_link("app_pages/compare.py", label="Compare", icon=":material/leaderboard:")


def _draw_short(one: Asked) -> None:
    told = one.told
    st.markdown(f"**{as_text(told.model)}**  \n{as_text(headline(one))}")
    if told.withheld:
        st.caption(as_text(f"Withheld: {told.withheld}"))
    if told.differential:
        held = len(told.differential.held)
        of = f"{held:,} of {count(len(told.differential.ranked), 'condition')}"
        st.caption(f"In the set: {of}" if held else "Nobody can say how many answers it takes.")


def _draw_table(both: Sequence[Asked]) -> None:
    """Draw the likeliest conditions of both in one table; nothing where a model knows none such."""
    found = [one.told.differential for one in both]
    sides = [{each.name: each.probability for each in one.ranked} if one else {} for one in found]
    names = {name for side in sides for name in list(side)[:_ROWS]}
    if not names:
        return
    ranked = sorted(names, key=lambda name: (-max(side.get(name, 0) for side in sides), name))
    titles = [one.bundle.name for one in both]
    st.dataframe(
        [
            {"Condition": shown_name(name)}
            | {
                key: None if name not in side else 100 * side[name]
                for key, side in zip("AB", sides, strict=True)
            }
            for name in ranked[:_ROWS]
        ],
        hide_index=True,
        key="pair.table",
        column_config={
            "Condition": st.column_config.TextColumn(width=130, pinned=True),
            **{
                key: st.column_config.ProgressColumn(
                    title, format="%.1f %%", min_value=0, max_value=100, width=110
                )
                for key, title in zip("AB", titles, strict=True)
            },
        },
    )


def _draw_maps(both: Sequence[Asked], found: Agreement) -> None:
    """Draw both maps of a condition beside each other, each with its own verdict."""
    if not found.shared:
        return
    condition = st.selectbox(
        "What speaks for", found.shared[:_OFFERED], format_func=shown_name, key="pair.condition"
    )
    for column, one in zip(st.columns(2), both, strict=True):
        with column:
            try:
                drawn = checked_map(one, condition)
            except UserError as error:
                st.caption(as_text(f"{one.bundle.name}: {error}"))
                continue
            st.image(drawn.overlay(), as_text(one.bundle.name), width="stretch")
            draw_checks(drawn)
