"""Data sets on a page: questions that live in the address, and a card for each data set."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from raredx.evidence.datasets import Dataset, Wanted, counts
from raredx.evidence.details import ORPHANET, PUBMED
from raredx.evidence.link_check import Checked
from raredx.evidence.store import Store
from raredx.ui.shell import as_text
from raredx.ui.studies import draw_cells

_KEY = "datasets."
_DEFAULT = {"featured": ("yes",)}
_ALL = "all"


def question_bar(found: list[Dataset], questions: Mapping[str, str]) -> Wanted:
    """Draw the questions that the address asks; those in the paper are shown at first."""
    wanted, notes = _from_address(found, questions)
    for note in notes:
        st.warning(as_text(note), icon=":material/link_off:")
    columns = st.columns([2] + [1] * len(questions), vertical_alignment="bottom")
    st.session_state[f"{_KEY}q"] = wanted.text
    columns[0].text_input(
        "Search",
        key=f"{_KEY}q",
        placeholder="Words in names, diseases, addresses",
        icon=":material/search:",
        max_chars=200,
        on_change=_read,
        args=("q",),
    )
    for column, (name, title) in zip(columns[1:], questions.items(), strict=True):
        numbers = counts(found, wanted, name)
        chosen = list(wanted.chosen.get(name, ()))
        st.session_state[_KEY + name] = chosen
        column.multiselect(
            title,
            [*numbers, *(value for value in chosen if value not in numbers)],
            key=_KEY + name,
            format_func=_with_count(numbers),
            placeholder="any",
            on_change=_read,
            args=(name,),
        )
    return wanted


def dataset_card(one: Dataset, store: Store, checked: Mapping[str, Checked]) -> None:
    """Draw a data set: what it holds, where it is, who brought and used it."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{as_text(one.name)}**")
        volume = f"{one.volume:,} {one.unit}" if one.volume else "volume not stated"
        what = [*one.modalities, volume, one.access or "access not stated"]
        st.markdown(as_text(" · ".join(what)))
        st.markdown(" · ".join(_disease(name, code) for name, code in one.diseases.items()))
        with st.container(horizontal=True, vertical_alignment="center"):
            for link in one.links:
                st.link_button("Open", link, icon=":material/open_in_new:", help=link)
            _studies(one, store)
        for link in one.links:
            if link in checked:
                st.caption(_answer(checked[link]))
        draw_cells(one.dataset_id)
        if one.problems:
            st.caption(f":orange[:material/report:] {as_text(one.problems)}")


def _studies(one: Dataset, store: Store) -> None:
    """The studies that brought or used a data set."""
    titles = {row["study_id"]: row for row in store.tables["studies"]}
    groups = {"Brought by": one.brought_by, "Used by": one.used_by}
    number = len({*one.brought_by, *one.used_by})
    if not number:
        st.caption("In no study of the review")
        return
    with st.popover(f"{number} {'study' if number == 1 else 'studies'}", icon=":material/article:"):
        for title, studies in groups.items():
            if studies:
                st.markdown(f"**{title}**")
                st.markdown("\n".join(f"- {_study(titles[study])}" for study in studies))


def _study(row: Mapping[str, str]) -> str:
    title = as_text(f"{row['study_id']} {row['title']}")
    year = f" ({row['year']})" if row["year"] else ""
    return f"[{title}]({PUBMED}{row['pmid']}/){year}" if row["pmid"] else f"{title}{year}"


def _disease(name: str, code: str) -> str:
    return f"[{as_text(name)}]({ORPHANET}{code})" if code else as_text(name)


def _answer(found: Checked) -> str:
    colour = "green" if found.answers else "red"
    return f":{colour}[{as_text(found.said)}], asked on {found.asked:%d %b %Y}"


def _from_address(found: list[Dataset], questions: Mapping[str, str]) -> tuple[Wanted, list[str]]:
    chosen: dict[str, tuple[str, ...]] = {}
    notes = []
    for name, title in questions.items():
        asked = st.query_params.get_all(name) or list(_DEFAULT.get(name, ()))
        known = {value for one in found for value in one.values(name)}
        chosen[name] = tuple(value for value in asked if value in known)
        unknown = [value for value in asked if value not in known and value != _ALL]
        notes += [f"{title} has no {value[:60]!r}: left out" for value in unknown[:3]]
    return Wanted(st.query_params.get("q", "")[:200], chosen), notes


def _read(name: str) -> None:
    """Take over into the address what was changed in one widget."""
    value = st.session_state[_KEY + name]
    if not value and name in _DEFAULT:
        st.query_params[name] = _ALL  # said, so that it differs from an address that says nothing
    elif not value or tuple(value) == _DEFAULT.get(name):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _with_count(numbers: Mapping[str, int]) -> Callable[[str], str]:
    return lambda value: f"{value} · {numbers.get(value, 0)}"
