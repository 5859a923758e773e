"""How fast the catalogue answers a click, beside plain pandas doing the same work, in one run.

    python -m benchmarks.evidence [ROUNDS]

The work: filter, count every facet, fetch the first fifty rows. It is done for several filters in
turn on the real catalogue and on copies of it, by both ways alternately; medians and their ratio
count. Both must give the same counts, or the run ends. The table goes to docs/results.md.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.tables import keep
from raredx.evidence import catalogue
from raredx.evidence.columns import study_columns
from raredx.evidence.facets import FACETS, values_of
from raredx.evidence.filters import Filter
from raredx.evidence.store import Store
from raredx.evidence.study_tables import Table

SIZES = (1, 130, 1300)  # copies of the 772 rows
FILTERS = (
    Filter(),
    Filter("", {"modality": ("MRI",)}),
    Filter("", {"class": ("Rare Ophthalmic Disease",), "year": ("2022", "2023", "2024")}),
    Filter("deep learning", {"modality": ("OCT", "CT"), "limit": ("Small sample",)}),
)


def main() -> None:
    """Measure both ways at every size and print one table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    tables = catalogue.read()
    measured: dict[str, dict[str, float]] = {}
    for copies in SIZES:
        store, frames = Many(tables, copies), Frames(tables, copies)
        times: dict[str, list[float]] = {"store": [], "pandas": []}
        for _ in range(rounds if copies < 1000 else max(rounds // 3, 1)):
            for wanted in FILTERS:
                answers: dict[str, Any] = {}
                for way, ask in (("store", store.ask), ("pandas", frames.ask)):
                    start = time.perf_counter()
                    answers[way] = ask(wanted)
                    times[way].append(time.perf_counter() - start)
                compare(answers["store"], answers["pandas"])
        name = f"{len(frames.studies):,} rows"
        measured[name] = {way: 1000 * statistics.median(found) for way, found in times.items()}
    keep(
        "evidence",
        {"rounds": rounds, "filters": [str(wanted) for wanted in FILTERS], "ms": measured},
        headings=["median, milliseconds", "workbench", "pandas", "pandas / workbench"],
        rows=[
            [name, *(f"{n:.1f}" for n in (*one.values(), one["pandas"] / one["store"]))]
            for name, one in measured.items()
        ],
    )


class Many(Store):
    """The catalogue so many times over, each copy under names of its own."""

    def __init__(self, tables: Mapping[str, Table], copies: int) -> None:
        super().__init__(tables)
        studies = len(tables["studies"])
        self._connection.execute(
            f"create or replace table study as select n + {studies} * copy::int as n,"
            f" study_id || '.' || copy as study_id, repeat + {studies} * copy::int as repeat,"
            " columns(* exclude (n, study_id, repeat, copy))"
            f" from study, range({copies}) as copies(copy) order by n"
        )
        self._held = self._arrays()


class Frames:
    """The same as pandas would hold it: a frame of studies, and one of values for each facet."""

    def __init__(self, tables: Mapping[str, Table], copies: int) -> None:
        once = study_columns(tables, {})[0].to_pandas()
        self.studies = pd.concat([once] * copies, ignore_index=True)
        self.values = {}
        for facet in FACETS:
            found = values_of(facet, tables).values()
            pairs = [(study, value) for study, values in enumerate(found) for value in values]
            frame = pd.DataFrame(pairs, columns=["study", "value"])
            many = pd.concat([frame] * copies, ignore_index=True)
            many["study"] += np.repeat(np.arange(copies) * len(once), len(frame))
            many["value"] = many["value"].astype("category")
            self.values[facet.name] = many

    def ask(self, wanted: Filter) -> dict[str, Any]:
        """Filter, count every facet without its own choice, and fetch the first rows."""
        kept = pd.Series(True, index=self.studies.index)
        for word in wanted.words:
            kept &= self.studies["text"].str.contains(word, regex=False)
        masks = {}
        for name, values in wanted.chosen.items():
            frame = self.values[name]
            having = frame.loc[frame["value"].isin(values), "study"].unique()
            masks[name] = self.studies.index.isin(having)
        facets = {}
        for name, frame in self.values.items():
            mask = kept.copy()
            for other, found in masks.items():
                if other != name:
                    mask &= found
            studies = self.studies.index[mask]
            counts = frame.loc[frame["study"].isin(studies), "value"].value_counts()
            facets[name] = counts[counts > 0].to_dict()
        for found in masks.values():
            kept &= found
        page = self.studies[kept].nlargest(50, "published")
        return {"rows": int(kept.sum()), "facets": facets, "page": page.to_dict("records")}


def compare(answer: Any, other: dict[str, Any]) -> None:
    """Both ways must say the same."""
    assert answer.rows == other["rows"]
    assert len(answer.page) == len(other["page"])
    for name, counts in answer.facets.items():
        assert counts == other["facets"][name], name


if __name__ == "__main__":
    main()
