"""The table of similarities says what the pair by pair reckoning says."""

from __future__ import annotations

import random

import numpy as np
import pytest

from raredx.errors import NotFoundError, UserError
from raredx.ontology import store
from raredx.ontology.similarity import set_similarity, term_similarity
from raredx.ontology.similarity_matrix import set_similarities, shared_terms, term_sets

WIDE, PTOSIS, SHORT_NOSE = "HP:0000316", "HP:0000508", "HP:0003196"


def some_sets(number: int) -> list[list[str]]:
    """Sets of 1 to 20 terms of any kind: used by a disease or by none, the root included."""
    draw = random.Random(5)
    ids = sorted(store.term_rows())
    return [draw.sample(ids, draw.randint(1, 20)) for _ in range(number)]


@pytest.mark.parametrize("diseases", ["ORPHA", "OMIM"])
@pytest.mark.parametrize("method", ["resnik", "lin"])
def test_sets_are_as_alike_as_pair_by_pair(method, diseases):
    sets = [*some_sets(30), ["HP:0000001"]]
    ready = term_sets(sets, diseases=diseases)
    for left in [*some_sets(8), ["HP:0000001"]]:
        found = set_similarities(left, ready, method=method, diseases=diseases)
        expected = [set_similarity(left, one, method=method, diseases=diseases) for one in sets]
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_two_terms_share_the_same_term_as_pair_by_pair():
    shared = shared_terms()
    draw = np.random.default_rng(1)
    for one, other in draw.choice(shared.ids, (300, 2)):
        at, to = shared.place[one], shared.place[other]
        assert shared.content[shared.above_both[at, to]] == term_similarity(one, other)


def test_alternative_ids_and_repeated_terms_count_once():
    ready = term_sets([[WIDE, "HP:0000578"], [WIDE, PTOSIS]])
    assert ready.sizes.tolist() == [1, 2]
    once, twice = (set_similarities(one, ready) for one in ([WIDE], [WIDE, "HP:0000578"]))
    assert once.tolist() == twice.tolist()


def test_an_empty_set_or_an_unknown_term_is_one_line():
    ready = term_sets([[WIDE]])
    for empty in (lambda: term_sets([]), lambda: term_sets([[WIDE], []])):
        with pytest.raises(UserError, match="A set of terms is empty"):
            empty()
    with pytest.raises(UserError, match="A set of terms is empty"):
        set_similarities([], ready)
    with pytest.raises(NotFoundError, match="HP:9999999"):
        set_similarities(["HP:9999999"], ready)
