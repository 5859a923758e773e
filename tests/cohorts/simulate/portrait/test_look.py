"""Looks are drawn over the whole human range, and traits end softly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from raredx.cohorts.simulate.portrait.look import Look, draw_look, soft_end


def looks(count, years, sex):
    return [draw_look(np.random.default_rng(n), years=years, sex=sex) for n in range(count)]


def test_skin_and_eyes_have_every_colour():
    drawn = looks(200, 9, "female")
    melanin = np.array([look.melanin for look in drawn])
    iris = np.array([look.iris for look in drawn])
    assert np.histogram(melanin, 5, (0, 1))[0].min() > 15
    assert (iris[melanin > 0.6] > 0.3).all()
    assert (iris[melanin < 0.3] < 0.3).mean() > 0.2


def test_the_same_generator_gives_the_same_look():
    assert looks(3, 30, "male") == looks(3, 30, "male")


@pytest.mark.parametrize("sex", ["female", "male"])
def test_children_have_neither_lines_nor_beard(sex):
    assert all(look.lines == 0 == look.stubble for look in looks(20, 8, sex))


def test_grown_men_may_have_a_beard_and_the_old_have_lines():
    men = looks(40, 62, "male")
    assert any(look.stubble > 0.2 for look in men)
    assert all(look.lines > 0.2 for look in men)
    assert all(look.stubble == 0 for look in looks(20, 62, "female"))


def test_sums_of_traits_end_softly():
    steps = [soft_end(value) for value in np.linspace(0, 4, 30)]
    assert all(low < high for low, high in pairwise(steps))
    assert steps[-1] < 1.6
    assert soft_end(1) == pytest.approx(1)
    assert soft_end(-0.7) == -soft_end(0.7)


def test_traits_reach_hair_brows_and_lashes():
    changed = Look().with_traits({"hairline": 0.01, "synophrys": 1, "lash_length": 1})
    assert changed.hair.hairline == pytest.approx(0.01)
    assert changed.brows.synophrys == 1
    assert changed.lashes.length > Look().lashes.length


def test_albinism_takes_pigment_from_skin_hair_and_eyes():
    dark = Look(melanin=0.9, iris=0.9, freckles=0.5, lip_dark=0.6)
    without = dark.with_traits({"albinism": 1})
    assert without.melanin < 0.1
    assert without.iris < 0.1
    assert without.freckles == without.lip_dark == 0
    assert without.hair.eumelanin < 0.2 * dark.hair.eumelanin


def test_no_traits_change_nothing():
    look = looks(1, 20, "male")[0]
    assert look.with_traits({}) == look
