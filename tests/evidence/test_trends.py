"""Trends: counts that add up, shares with what is missing."""

from __future__ import annotations

import pytest

from raredx.evidence.facets import MISSING
from raredx.evidence.filters import Filter
from raredx.evidence.store import shipped
from raredx.evidence.trends import concentration, coverage, growth, sample_sizes, yearly
from raredx.statistics.shares import share

EYES = Filter("", {"class": ("Rare Ophthalmic Disease",)})


def test_growth_is_that_of_the_review():
    counts = growth(shipped(), Filter())
    assert [*counts.values()] == [6, 3, 9, 19, 26, 64, 106, 120, 122, 153, 101, 43]
    assert [*counts][-1] == MISSING


def test_a_year_without_studies_is_a_year_all_the_same():
    counts = growth(shipped(), Filter("pneumoconiosis"))
    years = [int(year) for year in counts if year != MISSING]
    assert years == list(range(min(years), max(years) + 1))
    assert growth(shipped(), Filter("no-such-word")) == {}


def test_a_share_is_of_the_studies_of_its_year():
    (external,) = [s for s in yearly(shipped(), Filter(), "validation") if s.value == "External"]
    assert external.years[2024].of == 153
    assert 0.15 < external.years[2024].value < 0.35
    assert external.studies + external.without_year == 120
    assert all(
        0 <= one.interval[0] <= one.value <= one.interval[1] for one in external.years.values()
    )


def test_no_transformer_before_2021():
    (found,) = [
        s
        for s in yearly(shipped(), Filter(), "architecture", most=50)
        if s.value.startswith("Transformer")
    ]
    assert [found.years[year].part for year in range(2015, 2021)] == [0] * 6
    assert found.years[2025].part >= 15


def test_sizes_say_of_how_many_they_are_known():
    found = sample_sizes(shipped(), Filter())
    assert all(5 <= one.known <= one.of for one in found)
    assert all(one.quartiles[0] <= one.quartiles[1] <= one.quartiles[2] for one in found)
    assert sum(one.known for one in found) < 729


def test_coverage_counts_diseases_against_all_that_are_known():
    found = {one.category: one for one in coverage(shipped(), Filter())}
    assert found["Rare neoplastic disease"].diseases.of == 755
    assert found["Rare neurologic disease"].diseases.of == 1566
    assert found["Rare otorhinolaryngologic disease"].studies == 0
    assert len(found) == 31
    few = {one.category: one for one in coverage(shipped(), EYES)}
    assert few["Rare neurologic disease"].studies < found["Rare neurologic disease"].studies


def test_concentration_counts_a_study_once():
    found = concentration(shipped(), Filter())
    assert found.studies == 727
    assert found.top_ten.of == found.studies
    assert 0.3 < found.top_ten.value < 0.45
    assert 0 < found.single < found.diseases
    assert concentration(shipped(), Filter("no-such-word")).diseases == 0


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_the_interval_is_wilson_s(part, of, low, high):
    assert share(part, of).interval == pytest.approx((low, high), abs=1e-4)
