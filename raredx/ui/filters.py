"""The filter on a page: drawn from the address, written back to it, the same on every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from raredx.evidence.facets import BY_NAME, FACETS, MISSING
from raredx.evidence.filters import Filter, from_address
from raredx.evidence.store import Answer, Store
from raredx.ui.shell import as_text

_KEY = "filter."
_FIRST = ("class", "disease", "modality", "architecture", "validation")
_SLIDER = "filter.years"


def filter_bar(store: Store) -> tuple[Filter, Answer]:
    """Draw the filter that the address asks for; whatever is changed goes into the address."""
    known = store.known
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted, notes = from_address(given, known)
    for note in notes:
        st.warning(as_text(note), icon=":material/link_off:")
    answer = store.ask(wanted, limit=0)
    _text_and_years(wanted, known["year"])
    _facets(wanted, answer, _FIRST)
    rest = [facet.name for facet in FACETS if facet.name not in (*_FIRST, "year")]
    chosen = sum(name in wanted.chosen for name in rest)
    label = f"More filters{f' ({chosen} in use)' if chosen else ''}"
    with st.expander(label, icon=":material/tune:"):
        _facets(wanted, answer, tuple(rest))
    _summary(wanted, answer)
    return wanted, answer


def show(wanted: Filter) -> None:
    """Put a filter into the address, beside what else is there."""
    others = {
        name: st.query_params.get_all(name)
        for name in st.query_params
        if name != "q" and name not in BY_NAME
    }
    st.query_params.from_dict({**others, **wanted.parameters})


def _text_and_years(wanted: Filter, known: tuple[str, ...]) -> None:
    searched, narrowed = st.columns([3, 2], vertical_alignment="bottom")
    st.session_state[f"{_KEY}q"] = wanted.text
    searched.text_input(
        "Search",
        key=f"{_KEY}q",
        placeholder="Words in titles, journals, diseases, PMIDs",
        icon=":material/search:",
        max_chars=200,
        on_change=_read,
        args=(wanted, "q"),
    )
    years = [int(year) for year in known if year != MISSING]
    chosen = [int(year) for year in wanted.chosen.get("year", ()) if year != MISSING] or years
    if min(years) < max(years):
        st.session_state[_SLIDER] = (min(chosen), max(chosen))
        narrowed.slider(
            "Years",
            min(years),
            max(years),
            key=_SLIDER,
            help="Studies without a year are left out as soon as you narrow this",
            on_change=_read,
            args=(wanted, "year", (str(min(years)), str(max(years)))),
        )


def _facets(wanted: Filter, answer: Answer, names: tuple[str, ...]) -> None:
    for start in range(0, len(names), 5):
        row = names[start : start + 5]
        for column, name in zip(st.columns(5), row, strict=False):
            facet, counts = BY_NAME[name], answer.facets[name]
            chosen = list(wanted.chosen.get(name, ()))
            st.session_state[_KEY + name] = chosen
            column.multiselect(
                facet.title,
                [*counts, *(value for value in chosen if value not in counts)],
                key=_KEY + name,
                format_func=_with_count(counts),
                help=f"{facet.help}. The numbers are studies, given all other filters.",
                placeholder=f"any of {len(counts)}",
                on_change=_read,
                args=(wanted, name),
            )


def _with_count(counts: Mapping[str, int]) -> Callable[[str], str]:
    return lambda value: f"{value} · {counts.get(value, 0):,}"


def _summary(wanted: Filter, answer: Answer) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        studies = f"**{answer.rows:,} rows, {answer.distinct:,} studies**"
        st.markdown(f"{studies} · {as_text(str(wanted))}", width="stretch")
        if wanted:
            icon = ":material/close:"
            st.button("Clear", key="filter.clear", icon=icon, on_click=show, args=(Filter(),))


def _read(wanted: Filter, name: str, whole: tuple[str, str] | None = None) -> None:
    """Take over what was changed in one widget."""
    if name == "q":
        show(Filter(st.session_state[f"{_KEY}q"], wanted.chosen))
    elif name == "year":
        first, last = (str(year) for year in st.session_state[_SLIDER])
        years = [str(year) for year in range(int(first), int(last) + 1)]
        show(wanted.without("year") if (first, last) == whole else _with(wanted, "year", years))
    else:
        show(_with(wanted, name, st.session_state[_KEY + name]))


def _with(wanted: Filter, name: str, values: list[str]) -> Filter:
    return Filter(wanted.text, {**wanted.chosen, name: tuple(values)})
