"""What a term switches shows where it should, the more the stronger, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from tests.cohorts.simulate.portrait.sitters import around, with_traits

SIDES = ("left", "right")
EYES = ["pupil_left", "pupil_right"]
LIPS = ("crista_philtri_left", "crista_philtri_right", "labiale_superius")
LOWER = ("labiale_inferius", "labiale_inferius_lateral_left", "labiale_inferius_lateral_right")
BROWS = [
    f"{name}_{side}"
    for name in ("superciliare", "superciliare_medial", "superciliare_lateral")
    for side in SIDES
]

# trait, strength, landmarks around which it shows, metres, least mean change there (of 255)
LOCAL = [
    ("synophrys", 1, ["glabella", "nasion"], 0.010, 3.0),
    ("brow_thickness", 1, BROWS, 0.012, 1.5),
    ("brow_density", -1.5, BROWS, 0.012, 3.0),
    ("brow_arch", 1, BROWS, 0.016, 1.5),
    ("lash_length", 1, [f"palpebrale_superius_{side}" for side in SIDES], 0.016, 1.0),
    ("blue_iris", 1, EYES, 0.006, 8.0),
    ("blue_sclera", 1, EYES, 0.015, 2.5),
    ("strabismus", 0.3, ["pupil_right"], 0.008, 8.0),
    ("under_eye", 1, [f"palpebrale_inferius_{side}" for side in SIDES], 0.016, 3.0),
    ("philtrum_depth", -1, ["philtrum"], 0.006, 2.5),
    ("philtrum_depth", 1, ["philtrum"], 0.006, 4.0),
    ("upper_vermilion", -1, LIPS, 0.007, 4.0),
    ("upper_vermilion", 1, LIPS, 0.007, 4.0),
    ("lower_vermilion", -1, LOWER, 0.006, 3.0),
    ("lower_vermilion", 1, LOWER, 0.006, 3.0),
]


@pytest.mark.parametrize(("trait", "strength", "where", "reach", "least"), LOCAL)
def test_a_trait_shows_where_it_should_and_nowhere_else(trait, strength, where, reach, least):
    plain = with_traits({})
    inside = around(*where, reach=reach)
    outside = ~around(*where, reach=reach + 0.010)
    half, whole = (np.abs(with_traits({trait: strength * s}) - plain).mean(2) for s in (0.5, 1))
    assert whole[inside].mean() > least
    assert half[inside].mean() < whole[inside].mean()
    assert whole[outside].mean() < 0.25 * least
    assert whole[outside].mean() < 0.9


@pytest.mark.parametrize(
    ("trait", "strength", "where"),
    [
        ("hairline", 0.014, ["trichion"]),
        ("hairline", -0.017, ["metopion", "trichion"]),
        ("hair_density", -1, ["vertex", "trichion"]),
        ("forelock", 1, ["trichion", "vertex"]),
        ("albinism", 1, ["vertex", "glabella", "pronasale"]),
        ("pallor", 1, ["malare_left", "malare_right", "pronasale", "labiale_inferius"]),
    ],
)
def test_traits_of_hair_and_skin_show_there(trait, strength, where):
    plain = with_traits({})
    half, whole = (np.abs(with_traits({trait: strength * s}) - plain).mean(2) for s in (0.5, 1))
    inside = around(*where, reach=0.014)
    assert whole[inside].mean() > 4
    assert half[inside].mean() < whole[inside].mean()


def test_traits_go_the_way_they_are_named():
    sclera = around("pupil_left", "pupil_right", reach=0.014)
    cheeks = around("malare_left", "malare_right", reach=0.010)
    plain, blue, pale = (with_traits(t) for t in ({}, {"blue_sclera": 1}, {"pallor": 1}))
    blueness = [(image[sclera][:, 2] - image[sclera][:, 0]).mean() for image in (plain, blue)]
    redness = [(image[cheeks][:, 0] - image[cheeks][:, 1]).mean() for image in (plain, pale)]
    assert blueness[1] > blueness[0] + 3
    assert redness[1] < redness[0] - 8
    assert with_traits({"albinism": 1})[cheeks].mean() > plain[cheeks].mean() + 4


def test_thick_lips_have_more_red_and_thin_ones_less():
    mouth = around("stomion", reach=0.020)

    def red(traits):
        image = with_traits(traits)
        warmth = image[..., 0] / (image[..., 1] + 1)
        return (warmth[mouth] > np.median(warmth[mouth])).sum(), warmth[mouth].mean()

    for lip in ("upper_vermilion", "lower_vermilion"):
        thin, common, thick = (red({lip: amount})[1] for amount in (-1, 0, 1))
        assert thin < common < thick
