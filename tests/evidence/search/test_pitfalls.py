"""The pitfalls of a search: counted for that search, told with examples, mended or left."""

from __future__ import annotations

import pytest

from raredx.evidence.search.config import Search
from raredx.evidence.search.pitfalls import pitfalls

COUNTS = {
    "prefixed": (1120, 11074),
    "heads": (31, 11074),
    "long": (2570, 11074),
    "spellings": (1412, 11074),
    "operators": (217, 11074),
    "capitals": (8, 11074),
    "synonyms": (11074, 11074),
    "headings": (11074, 11074),
    "ambiguous": (3, 30),
    "wildcards": (1, 30),
    "versions": (8, 30),
    "not-a-type": (1, 7),
    "case-study": (1, 7),
    "trials": (1, 7),
    "dates": (1, 1),
    "length": (11, 11),
}


def test_the_pitfalls_of_the_published_search():
    assert {one.key: (one.count, one.of) for one in pitfalls(Search())} == COUNTS


def test_each_is_told_in_words_with_up_to_three_examples():
    for one in pitfalls(Search()):
        assert one.why.rstrip(")").endswith(".")
        assert one.remedy.endswith(".")
        assert len(one.examples) == min(one.count, 3)


def test_the_corrected_form_leaves_what_is_not_mended():
    left = {one.key for one in pitfalls(Search(form="corrected"))}
    assert left == {one.key for one in pitfalls(Search()) if not one.mended}


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        ("synonyms", {"synonyms": {"58": ("AxD",)}}),
        ("trials", {"exclude": ("review",)}),
        ("dates", {"date_of": "entry"}),
        ("ambiguous", {"vision": ("YOLO",)}),
        ("length", {}),
    ],
)
def test_a_choice_takes_a_pitfall_away(key, choice):
    assert key in {one.key for one in pitfalls(Search())}
    assert key not in {one.key for one in pitfalls(Search(diseases=("58",), **choice))}
