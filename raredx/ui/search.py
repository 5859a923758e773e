"""The choice of a literature search on a page; the address holds it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from raredx.errors import UserError
from raredx.evidence.search.address import from_address, to_address
from raredx.evidence.search.config import FIRST_DAY, LAST_DAY, Search, selected
from raredx.evidence.search.terms import terms
from raredx.ontology.orphanet import categories, disease_names
from raredx.ui.shell import as_text

_FIELDS = (
    *("form", "categories", "diseases", "statuses", "since", "until", "date_of", "vision"),
    "exclude",
)
_FORMS = {"published": "As published", "corrected": "Corrected"}
_STATUSES = {
    "active": "in the classification",
    "obsolete": "obsolete",
    "non_rare": "not rare in Europe",
    "unlinearised": "without a category",
}
_DAYS = {"publication": "of publication", "entry": "of entry into PubMed"}
_MOST_DISEASES = 50


def choose() -> Search | None:
    """Draw the choice of a search; the search, once it is one. The address follows it."""
    if any(f"search.{name}" not in st.session_state for name in _FIELDS):
        _start()
    for note in st.session_state.pop("search.notes", []):
        st.warning(f"In the address: {as_text(note)}", icon=":material/link_off:")
    st.segmented_control(
        "Form",
        list(_FORMS),
        key="search.form",
        format_func=_FORMS.__getitem__,
        required=True,
        help="As published: letter by letter, a thousand names to a query. Corrected: with its"
        " pitfalls mended, and split so that each query opens by its address.",
    )
    named = bool(st.session_state["search.diseases"])
    st.multiselect(
        "Orphanet categories",
        categories(),
        key="search.categories",
        placeholder="None but the diseases below" if named else "All of them",
    )
    st.multiselect(
        "Diseases",
        [one.name for one in disease_names()],
        key="search.diseases",
        placeholder=f"Find one of {len(disease_names()):,} names",
        filter_mode="contains",
        max_selections=_MOST_DISEASES,
    )
    synonyms = {name: _other_names(name) for name in st.session_state["search.diseases"]}
    first, last = st.columns(2)
    days: dict[str, Any] = {"min_value": FIRST_DAY, "max_value": LAST_DAY}
    first.date_input("Since", key="search.since", required=True, **days)
    last.date_input("Until", key="search.until", help="Empty: no last day", **days)
    with st.expander("Vision terms, days, kinds of names, what is left out"):
        _more()
    values = {name: st.session_state[f"search.{name}"] for name in _FIELDS}
    try:
        search = Search.of(
            **values, synonyms={name: some for name, some in synonyms.items() if some}
        )
        selected(search)
    except UserError as error:
        st.error(as_text(str(error)), icon=":material/error:")
        return None
    _to_address(search)
    return search


def _start() -> None:
    """Let the address fill the fields."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    search, notes = from_address(given)
    diseases = list(dict.fromkeys((*search.diseases, *search.synonyms)))
    if len(diseases) > _MOST_DISEASES:
        notes.append(f"{len(diseases):,} diseases, of which the first {_MOST_DISEASES} are taken")
    for name in _FIELDS:
        value = getattr(search, name)
        st.session_state[f"search.{name}"] = list(value) if isinstance(value, tuple) else value
    st.session_state["search.diseases"] = diseases[:_MOST_DISEASES]
    for name, some in search.synonyms.items():
        st.session_state[f"search.names.{name}"] = list(some)
    st.session_state["search.notes"] = notes


def _to_address(search: Search) -> None:
    """Let the address follow the fields."""
    there = to_address(search)
    if there != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(there)


def _other_names(name: str) -> list[str]:
    key = f"search.names.{name}"
    return st.multiselect(
        f"Other names of {as_text(name)}",
        st.session_state.get(key, []),
        key=key,
        accept_new_options=True,
        placeholder="Type a synonym and press Enter",
    )


def _more() -> None:
    groups = {group.name: group for group in terms().groups}
    st.pills(
        "Vision terms",
        list(groups),
        key="search.vision",
        selection_mode="multi",
        format_func=lambda name: (
            name if groups[name].published else f"{name} (corrected form only)"
        ),
    )
    st.segmented_control(
        "Days are those",
        list(_DAYS),
        key="search.date_of",
        format_func=_DAYS.__getitem__,
        required=True,
    )
    st.multiselect(
        "Left out",
        [one.text for one in terms().exclusions],
        key="search.exclude",
        placeholder="None",
    )
    st.pills(
        "Names of a category that count",
        list(_STATUSES),
        key="search.statuses",
        selection_mode="multi",
        format_func=_STATUSES.__getitem__,
        help="None chosen: all of them; in the corrected form, all that are rare",
    )
