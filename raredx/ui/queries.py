"""A literature search on a page, written out: its queries to open and keep, its pitfalls."""

from __future__ import annotations

import streamlit as st

from raredx.evidence.search.build import Query, build
from raredx.evidence.search.config import Search
from raredx.evidence.search.pitfalls import Pitfall, pitfalls
from raredx.evidence.search.saved import zipped
from raredx.ui.shell import as_text

_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
_cached = st.cache_data(
    hash_funcs={Search: Search.model_dump_json},
    scope="session",
    max_entries=20,
    show_spinner="Writing the queries…",
)


@_cached
def _built(search: Search) -> list[Query]:
    return build(search)


@_cached
def _pitfalls(search: Search) -> list[Pitfall]:
    return pitfalls(search)


@st.fragment
def draw_queries(search: Search) -> None:
    """Draw the queries: how many, how long, each to open or to copy, all to keep."""
    queries = _built(search)
    opening = [query for query in queries if query.url]
    figures = {
        "Queries": f"{len(queries):,}",
        "Diseases": f"{sum(query.diseases for query in queries):,}",
        "Longest": f"{max(query.length for query in queries):,} characters",
        "Open by address": f"{len(opening):,} of {len(queries):,}",
    }
    with st.container(horizontal=True):
        for label, value in figures.items():
            st.metric(label, value, border=True)
    query = queries[0]
    if len(queries) > 1:
        query = st.selectbox("Query", queries, format_func=_described, key=f"query.{len(queries)}")
    with st.container(horizontal=True):
        st.link_button(
            "Open in PubMed",
            query.url or _PUBMED,
            type="primary",
            icon=":material/open_in_new:",
            disabled=query.url is None,
        )
        st.download_button(
            "All queries (ZIP)",
            zipped(queries),
            "queries.zip",
            on_click="ignore",
            icon=":material/download:",
        )
    if query.url is None:
        st.caption(f"{query.hint}.")
    st.code(query.text, language=None, wrap_lines=True, height=380)


def _described(query: Query) -> str:
    return f"{query.number} of {query.of}: {query.diseases:,} diseases, {query.length:,} characters"


def draw_pitfalls(search: Search) -> None:
    """Draw what goes wrong in the published search for these diseases, and what is left to do."""
    as_published = search.model_copy(update={"form": "published"})
    mended = [one for one in _pitfalls(as_published) if one.mended]
    left = [one for one in _pitfalls(search) if not one.mended]
    columns = st.columns(2)
    with columns[0]:
        said = "Mended here" if search.form == "corrected" else "The corrected form mends"
        st.subheader(f"{said}: {len(mended)}")
        for one in mended:
            _draw_pitfall(one, "What the corrected form does")
    with columns[1]:
        st.subheader(f"Left to you: {len(left)}")
        for one in left:
            _draw_pitfall(one, "What helps")


def _draw_pitfall(one: Pitfall, helps: str) -> None:
    with st.expander(f"**{one.title}**: {one.count:,} of {one.of:,}"):
        st.markdown(f"{as_text(one.why)}\n\n**{helps}.** {as_text(one.remedy)}")
        st.markdown("\n".join(f"- {as_text(example)}" for example in one.examples))
