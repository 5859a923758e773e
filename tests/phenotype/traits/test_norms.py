"""Norms: z-scores of people whom they were not fitted on mean what they say, at every age."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.reference.packing import pack, unpack
from raredx.phenotype.traits.basis import BOTH
from raredx.phenotype.traits.disturbances import DISTURBANCES, disturbances_of
from raredx.phenotype.traits.measures import all_measures, measure
from raredx.phenotype.traits.norms import SMALLEST, Norms
from tests.phenotype.traits.planted import People, draw_people

AGES = [(1, 3), (3, 8), (8, 20), (20, 70)]


def fitted(people: People, **changes) -> Norms:
    given = {
        "years": people.years,
        "sexes": list(people.sexes),
        "disturbances": people.disturbances,
    }
    return Norms.fit(people.values, **(given | changes))


def scored(norms: Norms, people: People, **changes) -> np.ndarray:
    given = {
        "years": people.years,
        "sexes": list(people.sexes),
        "disturbances": people.disturbances,
    }
    return norms.z(people.values, **(given | changes))


@pytest.fixture(scope="module")
def norms() -> Norms:
    return fitted(draw_people(1500))


@pytest.fixture(scope="module")
def others() -> People:
    return draw_people(1500, seed=1)


@pytest.mark.parametrize(("youngest", "oldest"), AGES)
@pytest.mark.parametrize("sex", ["female", "male"])
def test_held_out_people_have_mean_0_and_spread_1(norms, others, youngest, oldest, sex):
    rows = (others.years >= youngest) & (others.years < oldest) & (others.sexes == sex)
    z = scored(norms, others)[rows]
    assert np.abs(z.mean(0)).mean() < 0.12
    assert abs(z.mean()) < 0.05
    assert z.std(0).mean() == pytest.approx(1, abs=0.07)


def test_z_scores_are_those_that_were_drawn(norms, others):
    z = scored(norms, others)
    together = [np.corrcoef(z[:, one], others.true_z[:, one])[0, 1] for one in range(z.shape[1])]
    assert min(together) > 0.98


def test_outliers_among_the_reference_change_little(norms, others):
    people = draw_people(1500)
    values = people.values.copy()
    values[::25] *= 5
    z = scored(fitted(replace(people, values=values)), others)
    assert np.abs(z - scored(norms, others)).mean() < 0.15
    assert z.std(0).mean() > 0.85


def test_without_age_or_sex_norms_are_wider_and_say_so(norms, others):
    full = np.abs(scored(norms, others) - others.true_z).mean()
    for missing in ({"years": None}, {"sexes": None}, {"years": None, "sexes": None}):
        z = scored(norms, others, **missing)
        assert z.std(0).mean() == pytest.approx(1, abs=0.07)
        assert np.abs(z - others.true_z).mean() > 1.5 * full
    assert norms.remarks(years=9, sex="female") == ()
    (said,) = norms.remarks(years=None, sex="male")
    assert said.startswith("Age is not known")
    assert len(norms.remarks(years=float("nan"), sex=None)) == 2


def test_each_person_is_compared_by_what_is_known_of_them(norms, others):
    some = others.years.copy()
    some[1::2] = np.nan
    z = scored(norms, others, years=some)
    np.testing.assert_allclose(z[::2], scored(norms, others)[::2])
    np.testing.assert_allclose(z[1::2], scored(norms, others, years=None)[1::2])


def test_an_age_beyond_the_reference_is_told_and_taken_for_its_nearest(norms, others):
    old = scored(norms, others, years=np.full(len(others.years), 120.0))
    oldest = scored(norms, others, years=np.full(len(others.years), norms.oldest))
    np.testing.assert_array_equal(old, oldest)
    (said,) = norms.remarks(years=0.1, sex="male")
    assert "beyond the reference's" in said
    assert "youngest" in said


def test_only_what_a_measure_declares_is_taken_out(norms):
    smile = len(norms.means[BOTH]) - len(DISTURBANCES) + DISTURBANCES.index("smile")
    declared = np.array(["smile" in one.corrected_for for one in all_measures().values()])
    assert ((norms.means[BOTH][smile] != 0) == declared).all()
    assert 0 < declared.sum() < len(declared)


def test_a_reference_that_is_too_small_is_refused():
    few = draw_people(SMALLEST - 1)
    with pytest.raises(UserError, match=r"has 59 people .* need 60.* Add unaffected people"):
        fitted(few)
    several = draw_people(2 * SMALLEST)
    with pytest.raises(UserError, match="has 20 people"):
        fitted(several, subjects=[f"person {row % 20}" for row in range(2 * SMALLEST)])


def test_a_reference_that_tells_no_ages_compares_without_and_says_so(others):
    norms = fitted(draw_people(200), years=None)
    assert norms.remarks(years=9, sex="male") == (
        "The reference says the age of too few people to compare by it",
    )
    assert np.isfinite(scored(norms, others)).all()


def test_a_reference_of_one_sex_and_one_age_serves_and_says_so(others):
    people = draw_people(200)
    alike = replace(
        people,
        years=np.full(200, 9.0),
        sexes=np.full(200, "female"),
        disturbances=np.zeros_like(people.disturbances),
    )
    norms = fitted(alike)
    assert set(norms.people) == {(True, False), (False, False)}
    assert np.isfinite(scored(norms, others)).all()
    told = norms.remarks(years=30, sex="male")
    assert told[0] == "The reference says the sex of too few people to compare by it"
    assert "beyond the reference's 9 to 9 years" in told[1]


def test_a_small_reference_gives_cautious_scores(others):
    z = scored(fitted(draw_people(SMALLEST)), others)
    assert 0.85 < np.median(z.std(0)) < 1.6


def test_no_face_no_score(norms, others):
    values = others.values.copy()
    values[3] = np.nan
    disturbances = others.disturbances.copy()
    disturbances[5] = np.nan
    z = norms.z(values, years=others.years, sexes=others.sexes, disturbances=disturbances)
    assert np.flatnonzero(np.isnan(z).all(1)).tolist() == [3, 5]


def test_norms_are_the_same_after_they_were_kept(norms, others, tmp_path):
    pack(norms, tmp_path)
    again = unpack(tmp_path, [Norms])
    assert again.people == norms.people
    np.testing.assert_allclose(scored(again, others), scored(norms, others), atol=1e-4)
    assert again.remarks(years=99, sex=None) == norms.remarks(years=99, sex=None)


def test_patients_stand_out_from_norms_of_unaffected_people(faces):
    values = measure(faces.aligned.shapes)
    causes = disturbances_of(faces.aligned.angles, faces.found.expressions)
    unaffected = np.flatnonzero(~faces.affected)
    known, rest = unaffected[: SMALLEST + 5], unaffected[SMALLEST + 5 :]
    norms = Norms.fit(
        values[known],
        years=faces.years[known],
        sexes=[faces.sexes[row] for row in known],
        disturbances=causes[known],
    )
    z = norms.z(values, years=faces.years, sexes=faces.sexes, disturbances=causes)
    assert np.isfinite(z).all()
    assert np.median(np.abs(z[rest])) == pytest.approx(0.6745, abs=0.15)
    assert np.median(np.abs(z[faces.affected])) > 1.15 * np.median(np.abs(z[rest]))
