"""Terms and diseases found by what people type."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raredx.errors import UserError
from raredx.ontology import facts, store


@pytest.mark.parametrize(
    ("text", "id", "why"),
    [
        ("hypertelorism", "HP:0000316", "name"),
        ("HYPERTELORISM ", "HP:0000316", "name"),
        ("wide set eyes", "HP:0000316", "synonym 'Wide-set eyes'"),
        ("wideset eyes", "HP:0000316", "synonym 'Wide-set eyes'"),
        ("wide eyes", "HP:0000316", "words of 'Wide-set eyes'"),
        ("hyperteloris", "HP:0000316", "begins 'Hypertelorism'"),
        ("hypertelorim", "HP:0000316", "spelt nearly as 'Hypertelorism'"),
        ("smoth philtrum", "HP:0000319", "spelt nearly as 'Smooth philtrum'"),
        ("HP:0000316", "HP:0000316", "id 'HP:0000316'"),
        ("316", "HP:0000316", "id 'HP:0000316'"),
        ("HP:0000578", "HP:0000316", "id 'HP:0000578'"),
        ("big ears", "HP:0000400", "words of 'Large ears'"),
        ("droopy upper eyelid", "HP:0000508", "words of 'Drooping upper eyelid'"),
        ("eyebrows bushy", "HP:0000574", "words of 'Bushy eyebrows'"),
    ],
)
def test_a_term_is_found_and_says_why(text, id, why):
    first = facts.find_terms(text, 5)[0]
    assert (first.id, first.why) == (id, why)
    assert first.name == facts.term(id).name


@pytest.mark.parametrize(
    ("text", "id", "why"),
    [
        ("Cornelia", "ORPHA:199", "begins 'Cornelia de Lange syndrome'"),
        ("cornela de lange", "ORPHA:199", "spelt nearly as 'Cornelia de Lange syndrome'"),
        ("CdLS", "ORPHA:199", "synonym 'CdLS'"),
        ("ORPHA:199", "ORPHA:199", "id 'ORPHA:199'"),
        ("199", "ORPHA:199", "id 'ORPHA:199'"),
        ("MIM 122470", "OMIM:122470", "id 'OMIM:122470'"),
        ("122470", "OMIM:122470", "id 'OMIM:122470'"),
        ("#122470", "OMIM:122470", "id 'OMIM:122470'"),
        ("down", "ORPHA:870", "begins 'Down syndrome'"),
        ("syndrome noonan", "ORPHA:648", "words of 'Noonan syndrome'"),
        ("behcet", "ORPHA:117", "begins 'Behçet disease'"),
        ("noonan syndrome 7", "OMIM:613706", "name"),
    ],
)
def test_a_disease_is_found_and_says_why(text, id, why):
    first = facts.find_diseases(text, 5)[0]
    assert (first.id, first.why) == (id, why)


@pytest.mark.parametrize("find", [facts.find_terms, facts.find_diseases])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" \t ", "empty"),
        ("x" * 201, "201 characters"),
        ("wide\x00eyes", "control characters"),
        ("wide\neyes", "control characters"),
    ],
)
def test_what_cannot_be_searched_is_one_line(find, text, says):
    with pytest.raises(UserError, match=says) as raised:
        find(text)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", ["zzqqy", "?!", "🙂", "9999999", ".*", "(", "\\"])
def test_what_nothing_matches_finds_nothing(text):
    assert facts.find_terms(text) == []


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_any_text_gives_ordered_matches_each_thing_once(text):
    for find in (facts.find_terms, facts.find_diseases):
        matches = find(text, 5)
        assert len(matches) <= 5
        assert len({match.id for match in matches}) == len(matches)
        assert all(0 < match.score <= 1 and match.why for match in matches)
        scores = [round(match.score, 3) for match in matches]
        assert scores == sorted(scores, reverse=True)


def test_every_name_and_synonym_finds_its_own_term():
    index = store.term_index()
    for id, row in store.term_rows().items():
        assert id in {match.id for match in index.named(row.name)}
        for synonym in store.synonyms().get(id, ()):
            assert id in {match.id for match in index.named(synonym.name)} or not any(
                c.isalnum() for c in synonym.name
            )


def test_the_more_usual_of_equal_matches_comes_first():
    found = facts.find_diseases("noonan", 10)
    assert found[0].id == "ORPHA:648"
    assert {match.id for match in found} >= {"OMIM:163950", "OMIM:605275"}
