"""The catalogue in memory: the same answers as reading the tables line by line."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raredx.evidence.facets import BY_NAME, FACETS, MISSING, in_order, values_of
from raredx.evidence.filters import Filter
from raredx.evidence.store import ORDERS, Store, shipped
from tests.evidence.test_filters import filters

VALUES = {facet.name: values_of(facet, shipped().tables) for facet in FACETS}
STUDIES = [row["study_id"] for row in shipped().tables["studies"]]


def keeps(study: str, wanted: Filter, but: str = "") -> bool:
    """Whether a study has what is wanted, read from the tables."""
    return all(
        not set(values).isdisjoint(VALUES[name][study])
        for name, values in wanted.chosen.items()
        if name != but
    )


@settings(max_examples=40, deadline=None)
@given(filters())
def test_every_count_is_that_of_the_tables(wanted):
    wanted = Filter("", wanted.chosen)
    answer = shipped().ask(wanted, limit=0)
    assert answer.rows == sum(keeps(study, wanted) for study in STUDIES)
    for name in BY_NAME:
        expected = Counter(
            value
            for study in STUDIES
            if keeps(study, wanted, but=name)
            for value in VALUES[name][study]
        )
        assert answer.facets[name] == dict(expected), name


@settings(max_examples=25, deadline=None)
@given(filters(), st.sampled_from([*BY_NAME]), st.sampled_from([*BY_NAME]))
def test_a_crossing_counts_every_pair(wanted, down, across):
    wanted = Filter("", wanted.chosen)
    expected = Counter(
        (one, other)
        for study in STUDIES
        if keeps(study, wanted)
        for one in VALUES[down][study]
        for other in VALUES[across][study]
    )
    assert shipped().cross(wanted, down, across) == dict(expected)


def test_the_three_repeated_studies_are_rows_but_not_studies():
    answer = shipped().ask(Filter())
    assert (answer.rows, answer.distinct) == (772, 769)
    one_of_two = shipped().ask(Filter("s744"))
    assert (one_of_two.rows, one_of_two.distinct) == (1, 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("KABUKI", {"S122"}),
        ("orpha:2322", {"S122"}),
        ("s122", {"S122"}),
        ("kabuki nothing-like-this", set()),
    ],
)
def test_words_are_found_whatever_their_case(words, expected):
    assert {row["study_id"] for row in shipped().rows(Filter(words))} == expected


@pytest.mark.parametrize("words", ["%", "_", "'; drop table study; --", "\\", "(", '"'])
def test_signs_of_other_languages_are_only_signs(words):
    rows = shipped().rows(Filter(words))
    assert all(words.split()[0].casefold() in str(row).casefold() for row in rows)
    assert shipped().ask(Filter()).rows == 772


@pytest.mark.parametrize("order", ORDERS)
def test_a_page_is_a_part_of_all_rows_in_their_order(order):
    wanted = Filter("", {"modality": ("MRI",)})
    rows = shipped().rows(wanted, order=order)
    page = shipped().ask(wanted, limit=20, offset=30, order=order).page
    assert page == rows[30:50]
    assert len(rows) == 168


def test_orders_are_what_they_say():
    newest = [row["year"] for row in shipped().rows(Filter(), order="newest")]
    known = [year for year in newest if year is not None]
    assert known == sorted(known, reverse=True)
    assert newest[len(known) :] == [None] * 43
    cited = [row["citations"] for row in shipped().rows(Filter(), order="most cited")]
    assert cited[0] == 755


def test_what_is_not_stated_is_not_a_value():
    row = next(row for row in shipped().rows(Filter("s740")))
    assert row["year"] is None
    assert row["pmid"] in ("", row["pmid"])
    assert all(MISSING not in values for values in row.values() if isinstance(values, list))


def test_threads_ask_at_once_and_get_their_own_answers():
    values = [value for value in shipped().known["modality"] if value != MISSING]
    with ThreadPoolExecutor(8) as several:
        found = list(
            several.map(lambda v: shipped().ask(Filter("", {"modality": (v,)})).rows, values * 5)
        )
    counts = shipped().ask(Filter()).facets["modality"]
    assert found == [counts[value] for value in values] * 5


def test_the_data_base_reaches_nothing_outside_itself():
    with pytest.raises(duckdb.Error, match="disabled by configuration"):
        shipped()._cursor.execute("select * from read_csv('/etc/passwd')")


def test_a_value_that_no_study_has_keeps_none():
    assert shipped().ask(Filter("", {"modality": ("Crystal ball",)})).rows == 0


def test_the_version_follows_the_content():
    tables = dict(shipped().tables)
    same = Store(tables).version
    changed = [{**row, "journal": "Another"} for row in tables["studies"]]
    assert same == shipped().version
    assert Store({**tables, "studies": changed}).version != same


def test_sizes_stand_in_their_own_order():
    sizes = [size for size in shipped().known["sample"] if size != MISSING]
    assert sizes[0] == "below 50"
    assert sizes[-1] == "10,000 and more"
    assert [*in_order(BY_NAME["year"], {"2021": 9, MISSING: 99, "2020": 1})] == [
        "2020",
        "2021",
        MISSING,
    ]
