"""The contract of every measure: finite, blind to place, size, turn and side, and true."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import NotFoundError
from raredx.ontology import facts
from raredx.phenotype.landmarks.points import mirror
from raredx.phenotype.shape.align import align, upright
from raredx.phenotype.traits.disturbances import DISTURBANCES, POSE, disturbances_of
from raredx.phenotype.traits.measures import all_measures, find_measure, measure

ALL = all_measures()
REGIONS = {"eyes", "brows", "nose", "mouth", "jaw", "cheeks", "face", "forehead"}
ENOUGH = 12  # people with a term


@pytest.fixture(scope="module")
def values(faces):
    return measure(faces.aligned.shapes)


@pytest.fixture(scope="module")
def adjusted(faces, values):
    """Measures with the linear effects of age, sex and disturbances taken out."""
    age, sex = np.log1p(faces.years), np.array(faces.sexes) == "female"
    causes = disturbances_of(faces.aligned.angles, faces.found.expressions)[:, : len(POSE)]
    design = np.column_stack([np.ones(len(age)), age, age**2, sex, causes])
    return values - design @ np.linalg.lstsq(design, values)[0]


def test_there_are_many_in_every_part_of_the_face():
    assert len(ALL) >= 50
    assert {one.region for one in ALL.values()} == REGIONS
    assert len({one.title for one in ALL.values()}) == len(ALL)
    assert len({(one.formula, one.points, one.over) for one in ALL.values()}) == len(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_measure_is_declared_well(name):
    one = ALL[name]
    assert all(facts.term(term).id == term for term in one.says)
    assert set(one.corrected_for) <= set(DISTURBANCES) - set(POSE)
    assert not set(one.corrected_for) & set(one.disturbed_by)
    assert one.numbers
    lengths = {"width", "distance", "seen", "up", "forward", "area", "asymmetry", "unlike"}
    assert (one.over is not None) == (one.formula in lengths)
    assert one.unit == ("°" if one.formula in {"slope", "tilt", "angle"} else "ratio")


def test_every_measure_is_finite_and_differs_between_people(values):
    assert values.shape[1] == len(ALL)
    assert np.isfinite(values).all()
    assert (values.std(0) > 3e-5).all()


def test_nothing_is_measured_where_there_is_no_face(faces):
    some = faces.aligned.shapes[:3].copy()
    some[1] = np.nan
    assert np.isnan(measure(some)).all(1).tolist() == [False, True, False]


def test_place_size_and_turn_of_the_picture_change_nothing(faces, values):
    some = faces.found.points[:20].astype(np.float64)
    turned = np.radians(25.0)
    roll = [[np.cos(turned), -np.sin(turned), 0], [np.sin(turned), np.cos(turned), 0], [0, 0, 1]]
    moved = (2.7 * some + [40, -12, 5]) @ np.array(roll)
    again = measure(align(upright(moved), faces.mean).shapes)
    np.testing.assert_allclose(again, values[:20], atol=1e-6)


def test_a_mirrored_picture_measures_the_same(faces, values):
    points = faces.found.points[:20, mirror()] * np.array([-1, 1, 1])
    again = measure(align(upright(points.astype(np.float64)), faces.mean).shapes)
    np.testing.assert_allclose(again, values[:20], atol=1e-6)


def test_measures_move_with_the_terms_that_they_speak_for(faces, adjusted):
    moved = {}
    for place, one in enumerate(ALL.values()):
        for term, sign in one.says.items():
            there = faces.with_term(term)
            if there.sum() >= ENOUGH:
                own, others = adjusted[there, place], adjusted[~there, place]
                error = np.sqrt(own.var() / len(own) + others.var() / len(others))
                moved[one.name, term] = sign * (own.mean() - others.mean()) / error
    assert len(moved) > 150
    assert {pair for pair, steps in moved.items() if steps < -3} == set()
    assert np.mean([steps > 0 for steps in moved.values()]) > 0.9
    assert np.median(list(moved.values())) > 2.5


def test_an_unknown_measure_names_the_known_ones():
    with pytest.raises(NotFoundError, match="intercanthal_index"):
        find_measure("charm")
    assert find_measure("fissure_slant").unit == "°"
