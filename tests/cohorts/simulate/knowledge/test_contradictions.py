"""Contradictions: no face is told to be two opposite things."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from raredx.cohorts.simulate.knowledge.contradictions import (
    contradicting,
    without_contradictions,
)
from raredx.cohorts.simulate.knowledge.terms import all_terms

TERMS = all_terms()
IDS = {term.name: term.id for term in TERMS.values()}
SHARES = st.floats(0.01, 1)
TRUE_TOGETHER = {
    ("Hypotelorism", "Telecanthus"),
    ("Deeply set eye", "Underdeveloped supraorbital ridges"),
    ("Proptosis", "Prominent supraorbital ridges"),
    ("Proptosis", "Ptosis"),
    ("Proptosis", "Blepharophimosis"),
    ("Proptosis", "Palpebral edema"),
    ("Proptosis", "Facial edema"),
    ("Ptosis", "Horizontal eyebrow"),
    ("Loss of facial adipose tissue", "Large forehead"),
    ("Loss of facial adipose tissue", "Broad forehead"),
    ("Hypoplasia of the zygomatic bone", "Broad face"),
}
"""Terms that push one measure apart, and can still be true of one face."""


def test_the_more_frequent_stays():
    small, large, ptosis = IDS["Microcephaly"], IDS["Macrocephaly"], IDS["Ptosis"]
    assert without_contradictions({small: 0.5, large: 0.9, ptosis: 0.1}) == (large, ptosis)
    assert without_contradictions({small: 0.9, large: 0.5, ptosis: 0.1}) == (small, ptosis)


def test_a_tie_goes_to_the_one_drawn_first():
    thick, thin = IDS["Thick upper lip vermilion"], IDS["Thin upper lip vermilion"]
    assert without_contradictions({thick: 0.5, thin: 0.5}) == (thick,)
    assert without_contradictions({thin: 0.5, thick: 0.5}) == (thin,)


def test_what_fell_out_does_not_push_others_out():
    long, short, round = IDS["Long face"], IDS["Short face"], IDS["Round face"]
    kept = without_contradictions({round: 0.1, long: 0.2, short: 0.9})
    assert kept == (round, short)


def test_terms_that_push_one_measure_both_ways_contradict_each_other():
    forgotten = set()
    for one, other in combinations(TERMS.values(), 2):
        both = set(one.moves) & set(other.moves)
        against = any(one.moves[name] != other.moves[name] for name in both)
        if against and other.id not in contradicting(one.id):
            forgotten.add((one.name, other.name))
    assert forgotten == TRUE_TOGETHER


def test_contradiction_is_mutual_and_no_term_contradicts_itself():
    for id in TERMS:
        assert id not in contradicting(id)
        assert all(id in contradicting(other) for other in contradicting(id))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(TERMS)), SHARES, max_size=40))
def test_none_is_left_and_nothing_is_lost_without_a_reason(frequencies):
    kept = without_contradictions(frequencies)
    assert [id for id in frequencies if id in kept] == list(kept)
    for one, other in combinations(kept, 2):
        assert other not in contradicting(one)
    for id in set(frequencies) - set(kept):
        assert contradicting(id) & set(kept)
