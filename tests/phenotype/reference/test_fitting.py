"""Fitting a reference on people of one's own: what can be fitted is, and the rest is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.errors import UserError
from raredx.phenotype.reference.fitting import fit_reference, people_of
from raredx.phenotype.traits.measures import all_measures
from raredx.phenotype.traits.rule import FEWEST
from tests.phenotype.conftest import UNAFFECTED


def fit(world, **changes):
    given = {"title": "mine", "origin": "simulated", "data": "a hash"} | changes
    return fit_reference(world.people, world.signs, world.image, **given)


def test_the_people_of_a_cohort_have_codes_or_names_and_their_signs(known, tmp_path):
    rows = known.cohort.rows().to_pylist()
    with building(tmp_path / "own", About(title="own", licence="CC0-1.0")) as new:
        for row, code in zip(rows[:3], ("ORPHA:199", None, None), strict=True):
            new.add(
                known.cohort.image(row["image_id"]),
                origin="simulated",
                subject_id=row["subject_id"],
                label="healthy" if row is rows[2] else "My syndrome",
                label_id=code,
                age=row["age"],
                phenotypes=["HP:0000316"] if code else None,
            )
        new.add(Image.new("RGB", (64, 64)), origin="simulated", subject_id="nobody", label="x")
    own = Cohort.open(tmp_path / "own")
    people, ids, signs = people_of(own, unaffected="healthy")
    labels = dict(zip(ids, people.labels, strict=True))
    assert len(people) == 3  # the black card has no face
    assert set(labels.values()) == {"ORPHA:199", "My syndrome", None}
    assert sorted(signs, key=len) == [set(), set(), {"HP:0000316"}]
    assert set(people.sexes) == {None}
    assert set(people.years) == {row["age"] for row in rows[:3]}


def test_too_few_unaffected_people_give_no_norms_and_the_reason(small, few):
    assert small.norms is None
    assert small.rules is None
    (norms, picture) = small.missing
    assert norms.startswith("No z-scores and no signs by measures: The reference has 8 people")
    assert "z-scores need 60" in norms
    assert picture == "No image model: signs that points cannot show stay unseen"
    assert small.people == len(set(few.people.subjects))
    assert small.measures == tuple(all_measures())
    assert small.domain.pictures == len(few.people)


def test_its_conditions_are_those_of_the_people(small, few):
    assert set(small.shape.names) == {label for label in few.people.labels if label}


def test_too_few_conditions_are_told(few):
    labels = ["one" if label else None for label in few.people.labels]
    alike = replace(few, people=replace(few.people, labels=labels))
    with pytest.raises(UserError, match="1 conditions have two images or more"):
        fit(alike)


def test_enough_people_give_norms_and_rules(fitted, known):
    assert fitted.norms
    assert fitted.norms.people[False, False] == UNAFFECTED
    assert len(fitted.missing) == 1
    told = {term: sum(term in own for own in known.signs) for term in set().union(*known.signs)}
    assert fitted.rules
    assert fitted.rules.terms
    assert all(told[term] >= FEWEST for term in fitted.rules.terms)
    assert {*fitted.rules.terms, *fitted.rules.undecided} == set(told)
