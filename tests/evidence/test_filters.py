"""One filter: to an address and back, in words, and what is unknown is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raredx.evidence.facets import FACETS, MISSING
from raredx.evidence.filters import Filter, from_address
from raredx.evidence.store import shipped

KNOWN = shipped().known


@st.composite
def filters(draw):
    names = draw(st.lists(st.sampled_from([facet.name for facet in FACETS]), max_size=4))
    chosen = {
        name: tuple(draw(st.lists(st.sampled_from(KNOWN[name]), unique=True, max_size=3)))
        for name in names
    }
    return Filter(draw(st.text(max_size=40)), chosen)


@given(filters())
def test_an_address_leads_back_to_the_same_filter(wanted):
    found, notes = from_address(wanted.address, KNOWN)
    assert notes == []
    assert found.text == wanted.text
    assert {n: set(v) for n, v in found.chosen.items()} == {
        n: set(v) for n, v in wanted.chosen.items()
    }


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=3)))
def test_no_address_is_an_error(parameters):
    found, _ = from_address(parameters, KNOWN)
    assert set(found.chosen) <= set(KNOWN)


def test_a_value_that_is_not_known_is_left_out_and_told():
    found, notes = from_address("modality=MRI&modality=MRT&class=Nothing", KNOWN)
    assert found.chosen == {"modality": ("MRI",)}
    assert notes == ["Class has no 'Nothing': left out", "Modality has no 'MRT': left out"]


@pytest.mark.parametrize("asked", ["2020..2022", "2020..9999", "0000..2015"])
def test_a_range_of_years_takes_the_years_that_are_known(asked):
    found, notes = from_address({"year": [asked]}, KNOWN)
    assert notes == []
    assert set(found.chosen["year"]) < set(KNOWN["year"]) - {MISSING}


def test_a_range_without_any_known_year_is_told():
    assert from_address({"year": ["1900..1910"]}, KNOWN)[1] == [
        "Year has no '1900..1910': left out"
    ]


def test_a_filter_reads_as_words():
    wanted = Filter(
        "  kabuki   face ", {"year": ("2021", "2020"), "modality": ("MRI", "CT", "OCT")}
    )
    assert str(wanted) == (
        "contains 'kabuki face'; Modality is MRI, CT or OCT; Year is 2020 to 2021"
    )
    assert str(Filter()) == "all studies"
    assert not Filter(" ", {"class": ()})


def test_narrowing_and_widening_leave_the_rest_alone():
    wanted = Filter("a", {"class": ("x", "y")})
    assert wanted.also(**{"class": "x", "year": "2020"}).chosen == {
        "class": ("x",),
        "year": ("2020",),
    }
    assert wanted.without("class") == Filter("a")
