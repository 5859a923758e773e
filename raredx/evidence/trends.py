"""What changes over the years, how far the diseases are covered, and on which few the studies are.

Every share comes with its number of studies and an interval, and says how many studies do not say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from statistics import quantiles

from raredx.evidence.diseases import is_about
from raredx.evidence.facets import MISSING
from raredx.evidence.filters import Filter
from raredx.evidence.store import Store
from raredx.ontology.orphanet import disease_names
from raredx.statistics.shares import Share, share


@dataclass(frozen=True)
class Yearly:
    """A value's share of the studies of each year."""

    value: str
    years: dict[int, Share]
    without_year: int

    @property
    def studies(self) -> int:
        """Studies with the value, in all years."""
        return sum(one.part for one in self.years.values())


@dataclass(frozen=True)
class Sizes:
    """Sample sizes of the studies of one year: of how many they are known, and the quartiles."""

    year: int
    known: int
    of: int
    quartiles: tuple[float, float, float]


@dataclass(frozen=True)
class Covered:
    """A category of Orphanet: diseases in it, those that have a study, and their studies."""

    category: str
    diseases: Share
    studies: int


@dataclass(frozen=True)
class Concentration:
    """On how few diseases the studies are."""

    studies: int
    diseases: int
    top_ten: Share
    single: int  # diseases with one study


def growth(store: Store, wanted: Filter) -> dict[str, int]:
    """Studies by year, a year without any included; those without a year last."""
    counts = store.ask(wanted, limit=0).facets["year"]
    years = [int(year) for year in counts if year != MISSING]
    if not years:
        return counts
    filled = {str(year): counts.get(str(year), 0) for year in range(min(years), max(years) + 1)}
    return filled | ({MISSING: counts[MISSING]} if MISSING in counts else {})


def yearly(store: Store, wanted: Filter, facet: str, *, most: int = 8) -> list[Yearly]:
    """The shares of a facet's most frequent values in each year."""
    counts = growth(store, wanted)
    pairs = store.cross(wanted, facet, "year")
    totals = {value: 0 for value, _ in pairs}
    for (value, _), times in pairs.items():
        totals[value] += times
    frequent = sorted((v for v in totals if v != MISSING), key=lambda v: (-totals[v], v))[:most]
    years = [year for year, studies in counts.items() if year != MISSING and studies]
    return [
        Yearly(
            value,
            {int(year): share(pairs.get((value, year), 0), counts[year]) for year in years},
            pairs.get((value, MISSING), 0),
        )
        for value in frequent
    ]


def sample_sizes(store: Store, wanted: Filter, *, fewest: int = 5) -> list[Sizes]:
    """Quartiles of the sample sizes by year, for years that state at least a few."""
    rows = [row for row in store.rows(wanted) if row["year"]]
    of = Counter(row["year"] for row in rows)
    known: dict[int, list[int]] = {}
    for row in rows:
        if row["sample_total"]:
            known.setdefault(row["year"], []).append(row["sample_total"])
    return [
        Sizes(year, len(sizes), of[year], _quartiles(sizes))
        for year, sizes in sorted(known.items())
        if len(sizes) >= fewest
    ]


def coverage(store: Store, wanted: Filter) -> list[Covered]:
    """Each category of Orphanet: how many of its diseases have a study, the emptiest last."""
    kept = {row["study_id"] for row in store.rows(wanted)}
    links = [
        link
        for link in store.tables["study_diseases"]
        if link["study_id"] in kept and is_about(link)
    ]
    studies = {(link["category"], link["study_id"]) for link in links if link["category"]}
    codes = {(link["category"], link["orpha_code"]) for link in links if link["category"]}
    by_studies = Counter(category for category, _ in studies)
    by_codes = Counter(category for category, _ in codes)
    found = [
        Covered(category, share(by_codes[category], known), by_studies[category])
        for category, known in _known().items()
    ]
    return sorted(found, key=lambda one: (-one.studies, -one.diseases.of, one.category))


def concentration(store: Store, wanted: Filter) -> Concentration:
    """How many studies are on the ten most studied diseases, and how many diseases have but one."""
    kept = {row["study_id"] for row in store.rows(wanted)}
    linked: dict[str, set[str]] = {}
    for link in store.tables["study_diseases"]:
        if link["orpha_code"] and link["study_id"] in kept and is_about(link):
            linked.setdefault(link["orpha_code"], set()).add(link["study_id"])
    most = sorted(linked.values(), key=len, reverse=True)
    studies = set().union(*most) if most else set()
    top = set().union(*most[:10]) if most else set()
    return Concentration(
        len(studies),
        len(linked),
        share(len(top), len(studies)),
        sum(len(found) == 1 for found in most),
    )


@cache
def _known() -> dict[str, int]:
    """Diseases of each category in Orphanet's nomenclature, as the search lists them."""
    return dict(Counter(one.category for one in disease_names() if one.category))


def _quartiles(sizes: list[int]) -> tuple[float, float, float]:
    low, median, high = quantiles(sizes, n=4, method="inclusive")
    return low, median, high
