"""Records that a search has found, on a page: screened, shown by verdict, kept as CSV."""

from __future__ import annotations

import streamlit as st

from raredx.evidence.imported import current
from raredx.evidence.search.config import Search
from raredx.evidence.search.records import Fault
from raredx.evidence.search.results import read_results
from raredx.evidence.search.rows import row, rows_as_csv
from raredx.evidence.search.screen import Screened, screen, summary
from raredx.ui.shell import plain_errors
from raredx.words import count


@st.cache_data(
    hash_funcs={Search: Search.model_dump_json},
    scope="session",
    max_entries=4,
    show_spinner="Looking through the records…",
)
def _screened(
    files: list[tuple[str, bytes]], search: Search, catalogue: str
) -> tuple[list[Screened], list[Fault]]:
    """What some files hold, screened against the catalogue of that version."""
    results = [read_results(data, file=name) for name, data in files]
    records = [record for one in results for record in one.records]
    screened = screen(records, search=search, tables=current().tables)
    return screened, [fault for one in results for fault in one.faults]


@st.fragment
def draw_screened(files: list[tuple[str, bytes]], search: Search) -> None:
    """Draw the records of some files: to read or not, by verdict, and to keep."""
    with plain_errors():
        _draw(*_screened(files, search, current().version))


def _draw(found: list[Screened], faults: list[Fault]) -> None:
    verdicts = {verdict: number for verdict, number in summary(found).items() if number}
    shown = st.pills(
        "Verdict",
        list(verdicts),
        selection_mode="multi",
        format_func=lambda verdict: f"{verdict} {verdicts[verdict]:,}",
        key="verdict",
    )
    chosen = [one for one in found if not shown or one.verdict in shown]
    st.dataframe(
        [
            {
                "Verdict": one["verdict"],
                "PubMed": f"https://pubmed.ncbi.nlm.nih.gov/{one['pmid']}/",
                "Title": one["title"],
                "Year": one["year"],
                "Diseases": one["diseases"],
                "Found by": one["steps"],
                "Vision terms": one["vision"],
                "Study": one["study_id"] and f"studies?study={one['study_id']}",
                "Repeats": one["repeats"],
            }
            for one in map(row, chosen)
        ],
        hide_index=True,
        column_config={
            "PubMed": st.column_config.LinkColumn(display_text=r"(\d+)/$", width="small"),
            "Study": st.column_config.LinkColumn(display_text=r"study=(\w+)$", width="small"),
            "Title": st.column_config.TextColumn(width="large"),
        },
    )
    st.download_button(
        f"{count(len(chosen), 'record')} (CSV)",
        rows_as_csv(chosen),
        "screened.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
    if faults:
        with st.expander(f"{count(len(faults), 'place')} could not be read"):
            st.dataframe(
                [{"File": f.file, "Line": f.line, "What is wrong": f.says} for f in faults],
                hide_index=True,
            )
