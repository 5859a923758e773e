"""Drawing looks at random: the range of ages, sexes and colours."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from raredx.cohorts.simulate.strands.colour import hair_colour
from raredx.cohorts.simulate.strands.drawing import draw_brows, draw_hair, draw_lashes
from raredx.cohorts.simulate.strands.style import HairStyle, style_of, styles
from raredx.errors import UserError


def drawn(count: int = 300, **options) -> list[HairStyle]:
    rng = np.random.default_rng(4)
    return [
        draw_hair(rng, **{"years": 30, "sex": "female", "melanin": 0.4} | options)
        for _ in range(count)
    ]


@pytest.mark.parametrize("years", [0, 1, 2, 5, 15, 40, 89])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_every_age_and_sex_wears_something_that_exists(years, sex):
    assert {hair.cut for hair in drawn(60, years=years, sex=sex)} <= set(styles())


def test_the_styles_are_all_worn_by_somebody():
    worn = Counter(
        hair.cut
        for years in (0.5, 8, 30)
        for sex in ("female", "male")
        for melanin in (0.1, 0.9)
        for hair in drawn(150, years=years, sex=sex, melanin=melanin)
    )
    assert set(worn) == set(styles())


def test_grey_and_recession_come_with_age():
    young, old = drawn(years=20, sex="male"), drawn(years=75, sex="male")
    assert max(hair.grey for hair in young) == max(hair.recession for hair in young) == 0
    assert np.mean([hair.grey for hair in old]) > 0.6
    assert np.mean([hair.recession for hair in old]) > 0.4


def test_colours_span_the_human_range():
    fair, dark = drawn(melanin=0.02), drawn(melanin=0.9)
    red = [hair for hair in fair if hair.pheomelanin > 0.6]
    assert 0.03 < len(red) / len(fair) < 0.25
    assert min(hair.eumelanin for hair in fair) < 0.15
    assert min(hair.eumelanin for hair in dark) > 1


def test_red_hair_is_red():
    red, green, blue = hair_colour(0.2, 1.2)
    assert red > 1.7 * green > 1.7 * blue


def test_brows_and_lashes_go_with_the_hair():
    rng = np.random.default_rng(1)
    for hair in drawn(40, melanin=0.05):
        brows = draw_brows(rng, hair=hair, years=30, sex="female")
        lashes = draw_lashes(rng, hair=hair)
        assert hair.eumelanin <= brows.eumelanin <= lashes.eumelanin


def test_the_same_seed_draws_the_same():
    assert drawn(5) == drawn(5)


def test_a_style_that_does_not_exist_is_told():
    with pytest.raises(UserError, match="no hair style 'mullet'"):
        style_of(HairStyle(cut="mullet"))
