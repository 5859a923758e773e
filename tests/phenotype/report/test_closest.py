"""The closest conditions are those of the pair by pair reckoning, and say by what they are near."""

from __future__ import annotations

import pytest

from raredx.errors import NotFoundError
from raredx.ontology import store
from raredx.ontology.annotations import annotations_of
from raredx.ontology.similarity import set_similarity, term_similarity
from raredx.phenotype.report.closest import RARE, closest

SIGNS = ["HP:0000664", "HP:0000527", "HP:0000219", "HP:0000463", "HP:0000316"]


def test_all_of_orphanet_s_diseases_with_signs_of_the_head_are_compared():
    found = closest(SIGNS)
    annotated = {
        id for id, row in store.disease_rows().items() if id[:5] == "ORPHA" and row[3] != "0"
    }
    assert {one.of for one in found} == {len(annotated)} == {3018}
    assert len(found) == 10
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("method", ["resnik", "lin"])
def test_scores_are_those_of_the_pair_by_pair_reckoning(method):
    found = closest(SIGNS, method=method, n=3018)
    for one in found[::100]:
        theirs = {sign.term_id for sign in annotations_of(one.disease_id)[0]}
        expected = set_similarity(SIGNS, theirs, method=method)
        assert one.score == pytest.approx(expected, rel=1e-12, abs=1e-12)
        for pair in one.shared:
            best = max(term_similarity(pair.term, id, method=method) for id in theirs)
            assert pair.score == pytest.approx(best, rel=1e-12)
            assert pair.of_disease in theirs


@pytest.mark.parametrize("method", ["resnik", "lin"])
def test_a_disease_is_closest_to_its_own_signs(method):
    for disease in ("ORPHA:199", "ORPHA:904", "ORPHA:648"):
        signs = {sign.term_id for sign in annotations_of(disease)[0]}
        first = closest(signs, method=method, n=1)[0]
        assert first.disease_id == disease
        assert {(pair.term, pair.of_disease) for pair in first.shared} == {(id, id) for id in signs}


def test_rare_signs_can_be_left_out():
    disease, rare = next(
        (id, sign.term_id)
        for id in ("ORPHA:199", "ORPHA:904", "ORPHA:648", "ORPHA:870", "ORPHA:2322")
        for sign in annotations_of(id)[0]
        if sign.frequency is not None and sign.frequency < RARE
    )
    whole = closest([rare], among=[disease])[0]
    without = closest([rare], among=[disease], without_rare=True)[0]
    assert whole.shared[0].of_disease == rare
    assert rare not in {pair.of_disease for pair in without.shared}
    assert without.score != whole.score


def test_a_list_of_diseases_may_be_given_in_any_order_and_any_spelling():
    some = closest(SIGNS, among=["ORPHA:648", "orpha 199", "OMIM:122470"])
    again = closest(reversed(SIGNS), among=["OMIM:122470", "ORPHA:199", "ORPHA:648"])
    assert some == again
    assert {one.of for one in some} == {3}


def test_of_nothing_nothing_is_close():
    assert closest([]) == ()
    assert closest(SIGNS, among=[]) == ()
    unsigned = next(id for id, row in store.disease_rows().items() if row[3] == "0")
    assert closest(SIGNS, among=[unsigned]) == ()


def test_unknown_terms_and_diseases_are_one_line():
    with pytest.raises(NotFoundError, match="HP:9999999"):
        closest(["HP:9999999"])
    with pytest.raises(NotFoundError, match="ORPHA:99999999"):
        closest(SIGNS, among=["ORPHA:99999999"])
