"""Bayes by hand, what the image has said already, and answers that cannot be."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from raredx.diagnosis.risk.answers import Sign, checked, spoken_for
from raredx.diagnosis.risk.course import gain, questions, weigh
from raredx.diagnosis.risk.frequencies import (
    DENIED,
    NOT_NOTED,
    Candidate,
    frequencies,
    signs_of,
)
from raredx.diagnosis.risk.priors import by_table, given, uniform
from raredx.errors import NotFoundError, UserError
from raredx.ontology import body

CORNELIA = Candidate(name="Cornelia de Lange syndrome", code="ORPHA:199")
NOONAN = Candidate(name="Noonan syndrome", code="ORPHA:648")
WILLIAMS = Candidate(name="Williams syndrome", code="ORPHA:904")
THREE = (CORNELIA, NOONAN, WILLIAMS)
SYNOPHRYS, BROWS, HYPERTELORISM = "HP:0000664", "HP:0000534", "HP:0000316"
HEART, SEIZURE, TONIC = "HP:0001627", "HP:0001250", "HP:0032792"
P, A = Sign.PRESENT, Sign.ABSENT


def test_signs_are_weighed_as_by_hand():
    often = [frequencies(term, THREE) for term in (SYNOPHRYS, HYPERTELORISM)]
    prior = np.array([0.2, 0.3, 0.5])
    wanted = prior * often[0] * (1 - often[1])
    found = weigh(THREE, prior, answers={SYNOPHRYS: P, HYPERTELORISM: A})
    np.testing.assert_allclose(found.posterior, wanted / wanted.sum())
    assert [one.kind for one in found.steps] == ["prior", "sign", "sign"]
    np.testing.assert_allclose(found.steps[0].posterior, prior)


def test_contributions_add_up_from_the_prior_to_the_end():
    found = weigh(
        THREE,
        np.array([1, 1, 2]),
        image=np.array([0.7, 0.2, 0.1]),
        trained=np.array([0.5, 0.25, 0.25]),
        answers={SYNOPHRYS: P, HYPERTELORISM: A},
    )
    odds = [np.log10(one.posterior / (1 - one.posterior)) for one in found.steps]
    moved = sum(one.ratios for one in found.steps)
    np.testing.assert_allclose(odds[-1] - odds[0], moved)


def test_the_order_of_answers_is_no_matter():
    answers = {SYNOPHRYS: P, HYPERTELORISM: A, "HP:0000508": P}
    ways = [
        weigh(THREE, uniform(THREE), answers=dict(way)).posterior
        for way in itertools.permutations(answers.items())
    ]
    for way in ways[1:]:
        np.testing.assert_allclose(way, ways[0])


def test_an_absent_hallmark_lowers_the_risk_and_a_present_one_raises_it():
    before = weigh(THREE, uniform(THREE)).posterior[0]
    assert weigh(THREE, uniform(THREE), answers={SYNOPHRYS: A}).posterior[0] < before
    assert weigh(THREE, uniform(THREE), answers={SYNOPHRYS: P}).posterior[0] > before


def test_the_image_counts_as_its_posterior_less_its_training():
    trained, said = np.array([0.8, 0.1, 0.1]), np.array([0.8, 0.1, 0.1])
    found = weigh(THREE, uniform(THREE), image=said, trained=trained)
    np.testing.assert_allclose(found.posterior, uniform(THREE), err_msg="it says nothing new")
    rare = np.array([1e-6, 0.5, 0.5])
    found = weigh(THREE, rare, image=np.array([0.9, 0.05, 0.05]), trained=uniform(THREE))
    assert found.posterior[0] < 1e-4, "a rare condition stays rare"
    with pytest.raises(UserError, match="how frequent conditions were in training"):
        weigh(THREE, uniform(THREE), image=said)


def test_what_the_image_has_spoken_for_is_not_counted_again():
    seen = [SYNOPHRYS]
    told = weigh(
        THREE,
        uniform(THREE),
        image=uniform(THREE),
        trained=uniform(THREE),
        answers={SYNOPHRYS: P},
        seen=seen,
    )
    assert not told.steps[-1].counted
    assert "not counted again" in told.steps[-1].note
    np.testing.assert_allclose(told.posterior, uniform(THREE))
    assert weigh(THREE, uniform(THREE), answers={SYNOPHRYS: P}, seen=seen).steps[-1].counted
    assert spoken_for(BROWS, seen), "what is above it was seen, too"
    assert not spoken_for("HP:0000508", seen)


def test_signs_of_other_organs_count_though_the_image_has_spoken():
    found = weigh(
        THREE,
        uniform(THREE),
        image=uniform(THREE),
        trained=uniform(THREE),
        answers={SYNOPHRYS: P, HEART: P},
        seen=[SYNOPHRYS, "HP:0000252"],  # microcephaly, which HPO files under the brain, too
    )
    counted = {one.title: one.counted for one in found.steps if one.kind == "sign"}
    assert counted == {"Synophrys: present": False, "Abnormal heart morphology: present": True}
    assert not spoken_for("HP:0012443", ["HP:0000252"]), "abnormal brain: more than the head's size"
    wanted = frequencies(HEART, THREE)
    np.testing.assert_allclose(found.posterior, wanted / wanted.sum())


def test_a_sign_of_another_organ_is_as_frequent_as_it_is_annotated():
    cornelia = Candidate(name="Cornelia de Lange syndrome 1", code="OMIM:122470")
    short = frequencies("HP:0004322", [cornelia])[0]
    assert short == pytest.approx((33 + 0.5) / (38 + 1))  # 33 of 38 were short
    growth = frequencies("HP:0001507", [cornelia])[0]
    assert growth >= short, "what is above it"


def test_what_a_source_denies_is_denied_of_its_special_cases():
    disease = body.disease("OMIM:122470")
    noted = set(signs_of("OMIM:122470"))
    denied = next(
        one.term_id
        for one in disease.absent
        if body.descendants(one.term_id) and not body.descendants(one.term_id) & noted
    )
    one = [Candidate(name="Cornelia de Lange syndrome 1", code="OMIM:122470")]
    assert frequencies(denied, one) == DENIED
    assert {float(frequencies(id, one)[0]) for id in body.descendants(denied)} == {DENIED}


def test_nothing_is_certain_and_what_nobody_noted_is_rare():
    often = frequencies(SYNOPHRYS, THREE)
    assert 0.5 < often[0] < 1
    assert (often > 0).all()
    assert {float(one) for one in often[1:]} <= {NOT_NOTED, DENIED} | {
        *signs_of("ORPHA:648").values()
    }
    unknown = Candidate(name="Nobody has annotated it")
    both = frequencies(SYNOPHRYS, (*THREE, unknown))
    assert both[3] == pytest.approx(both[:3].mean())


def test_a_general_sign_is_as_frequent_as_its_most_frequent_special_case():
    assert frequencies(BROWS, THREE)[0] >= frequencies(SYNOPHRYS, THREE)[0]


def test_the_next_question_tells_most():
    course = weigh(THREE, uniform(THREE))
    asked = questions(course, most=5)
    gains = [bits for _, bits in asked]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 0
    every = {term for one in THREE for term in signs_of(one.code)}
    best = max(gain(course.posterior, frequencies(term, THREE)) for term in every)
    assert gains[0] == best
    first = asked[0][0]
    after = weigh(THREE, uniform(THREE), answers={first: A})
    left = {term for term, _ in questions(after, most=1000)}
    assert first not in left
    assert not body.descendants(first) & left, "what it rules out is not asked"


def test_questions_are_of_all_organs_and_leave_out_what_would_not_count():
    image = {"image": uniform(THREE), "trained": uniform(THREE)}
    every = {term for term, _ in questions(weigh(THREE, uniform(THREE), **image), most=1000)}
    assert any(body.term(id).visible for id in every)
    assert any(not body.term(id).visible for id in every)
    groups = {id for one in THREE for id in signs_of(one.code) if body.term(id).children} - every
    assert any(body.term(id).name.startswith("Abnormal ") for id in groups)
    assert not any(body.term(id).name.startswith(("Abnormal ", "Abnormality ")) for id in every)
    seen = next(iter(sorted(id for id in every if body.term(id).visible)))
    after = weigh(THREE, uniform(THREE), **image, seen=[seen])
    assert every - {term for term, _ in questions(after, most=1000)} >= {seen}


def test_answers_that_contradict_each_other_are_one_line():
    with pytest.raises(UserError, match="special case, is absent"):
        checked({SYNOPHRYS: P, BROWS: A})
    assert checked({SYNOPHRYS: A, BROWS: P})
    with pytest.raises(UserError, match="said to be present and absent"):
        checked({"HP:0000316": P, "HP:0000578": A})  # one is another id of the other
    assert checked({SYNOPHRYS: Sign.UNKNOWN}) == {}


def test_what_is_not_known_contradicts_nothing():
    assert checked({"HP:0000316": Sign.UNKNOWN, "HP:0000578": P}) == {"HP:0000316": P}
    assert checked({SYNOPHRYS: P, BROWS: Sign.UNKNOWN}) == {SYNOPHRYS: P}


def test_of_several_contradictions_the_nearest_is_named():
    answers = {TONIC: P, SEIZURE: A, "HP:0000707": A}  # the last: the nervous system
    with pytest.raises(UserError) as error:
        weigh(THREE, uniform(THREE), answers=answers)
    line = str(error.value)
    assert "HP:0032792) is present, and " in line
    assert line.count("\n") == 0
    assert "nervous system (HP:0000707)" not in line


def test_a_term_that_is_not_in_this_release_is_one_line():
    for answers, seen in (({"HP:9999999": P}, ()), ({}, ["HP:9999999"])):
        with pytest.raises(NotFoundError, match=r"'HP:9999999' is no sign .* in HPO 2025-01-16"):
            weigh(
                THREE,
                uniform(THREE),
                image=uniform(THREE),
                trained=uniform(THREE),
                answers=answers,
                seen=seen,
            )


def test_an_obsolete_term_is_led_to_its_successor_or_told_what_to_take():
    assert checked({"HP:0000057": P}) == {"HP:0008665": P}
    with pytest.raises(
        NotFoundError, match=r"is obsolete, and no one term replaces it\. HPO advises"
    ):
        checked({"HP:0001726": P})


def test_priors_are_alike_or_given_or_of_a_table():
    np.testing.assert_allclose(uniform(THREE), 1 / 3)
    np.testing.assert_allclose(
        given(THREE, {"noonan  SYNDROME": 1, "ORPHA:904": 3}), [0, 0.25, 0.75]
    )
    table = "\ufeffcondition,prevalence,source\nORPHA:648,1e-4,somebody\nWilliams syndrome,3e-4,\n"
    np.testing.assert_allclose(by_table(THREE, table), [0, 0.25, 0.75])


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("condition;prevalence\n", "no column 'condition'"),
        ("condition,prevalence\nMeasles,1\n", "none of the conditions"),
        ("condition,prevalence\nORPHA:648,many\n", "no prevalence of 'ORPHA:648' (line 2)"),
        ("condition,prevalence\nORPHA:648,-1\n", "no prevalence"),
        ("condition,prevalence\nORPHA:648,nan\n", "no prevalence"),
        ("condition,prevalence\nORPHA:648,1\nORPHA:648,2\n", "twice"),
        ("condition,prevalence\nORPHA:648,0\n", "0 for all"),
        ("condition,prevalence\n", "0 for all"),
    ],
)
def test_a_table_that_says_nothing_is_one_line(table, says):
    with pytest.raises(UserError) as error:
        by_table(THREE, table)
    assert says in str(error.value)


@pytest.mark.parametrize("prior", [[1, 2], [1, -1, 1], [0, 0, 0], [1, np.nan, 1]])
def test_a_prior_that_is_none_is_refused(prior):
    with pytest.raises(UserError, match="prior"):
        weigh(THREE, np.array(prior, float))


def test_what_cannot_be_with_any_condition_is_said():
    sure = np.array([1.0, 0, 0])
    with pytest.raises(UserError, match="cannot be with any"):
        weigh(THREE, sure, image=np.array([0.0, 0.5, 0.5]), trained=uniform(THREE))
