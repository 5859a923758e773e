"""What is said of a face is true of it, and says nothing of any condition."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.cohorts.simulate.photograph import sit
from raredx.cohorts.simulate.sittings import plan_sittings
from raredx.cohorts.simulate.strands.style import styles
from raredx.synthesis.captions import Shown
from raredx.synthesis.pocket.captions import _CUT, shown_in, vocabulary


def test_every_word_of_a_caption_is_in_the_vocabulary():
    words = set(vocabulary())
    for one in plan_sittings([], seed=8, unaffected=25):
        taken = sit(one, size=64)
        caption = shown_in(taken).caption
        assert set(caption.replace(",", "").split()) <= words, caption


def test_what_is_said_is_what_is_shown():
    for one in plan_sittings([], seed=9, unaffected=25, turned=0.5):
        taken = sit(one, size=64)
        shown = shown_in(taken)
        eyes = taken.places("exocanthion_right", "exocanthion_left", "pronasale")[:, 0]
        middle = eyes[:2].mean()
        if shown.view != "looking straight":  # the tip of the nose points where somebody looks
            assert (eyes[2] > middle) == (shown.view == "looking right")
        assert shown.sex == taken.patient.identity.sex
        darker = taken.look.melanin > 0.75
        assert (shown.skin == "dark") == darker


def test_every_style_of_hair_has_a_word():
    assert set(styles()) == set(_CUT)


def test_no_phenotype_and_no_condition_is_said():
    said = set(vocabulary()) - {"face", "hair", "skin", "long", "short", "fair", "curly", "grey"}
    signs = {word for term in all_terms().values() for word in term.name.lower().split()}
    assert not {"syndrome", "palpebral", "philtrum", "eyes", "nose"} & said
    assert said & signs <= {"of", "the", "and", "to", "a", "brown", "red", "back", "very", "dark"}


@pytest.mark.parametrize(
    ("shown", "caption"),
    [
        (Shown(years=0.5, sex="male"), "photo of a baby boy"),
        (Shown(years=75), "photo of an old person"),
        (Shown(years=30), "photo of a young adult"),
        (Shown(sex="female", hair="bald", smile=True), "photo of a female person, bald, smiling"),
        (Shown(sex="unknown"), "photo of a person"),
    ],
)
def test_what_is_not_known_is_not_said(shown, caption):
    assert shown.caption == caption


def test_some_things_are_left_unsaid_by_chance():
    whole = Shown(years=7, sex="female", skin="fair", hair="bald", view="v", light="l")
    told = [whole.told_partly(np.random.default_rng(n), left_out=0.3) for n in range(400)]
    share = np.mean([one.skin is None for one in told])
    assert 0.23 < share < 0.37
    assert {one.years for one in told} == {7, None}
