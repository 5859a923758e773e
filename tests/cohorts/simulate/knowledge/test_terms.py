"""Terms: on twenty people each, the true vertices move as the term says, and the more the severer.

Geometry only: pairs of the same person with and without the term. What a term does to the surface
is tested where the surface is drawn.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Head, measure
from raredx.cohorts.simulate.head.measures import read_measures
from raredx.cohorts.simulate.knowledge.identity import draw_identity
from raredx.cohorts.simulate.knowledge.terms import (
    TRAIT_LIMIT,
    all_terms,
    effects,
    find_term,
)
from raredx.errors import NotFoundError
from raredx.ontology import facts
from raredx.settings import ROOT

HEAD = Head.shipped()
TERMS = all_terms()
PEOPLE = 20
TRAITS = {
    *("synophrys", "brow_thickness", "brow_density", "brow_arch", "lash_length"),
    *("hairline", "hair_density", "forelock", "blue_iris", "blue_sclera", "albinism", "pallor"),
    *("light_skin", "nasolabial"),
    *("strabismus", "under_eye", "philtrum_depth", "upper_vermilion", "lower_vermilion"),
}
LEAST = {"ratio": 0.03, "slope": 2.0}  # an amount, degrees
LEAST_MILLIMETRES = 0.6
MOVING = [(term.id, name) for term in TERMS.values() for name in term.moves]


@cache
def people():
    return [draw_identity(np.random.default_rng([2026, number])) for number in range(PEOPLE)]


@cache
def points(severities=()):
    """The landmarks of all twenty people with some terms."""
    changes, _ = effects(dict(severities))
    found = []
    for person in people():
        whole = dict(person.changes)
        for name, amount in changes.items():
            whole[name] = whole.get(name, 0.0) + amount
        found.append(HEAD.points(HEAD.shape(person.build, whole)))
    return found


def measured(name, *severities):
    return np.array([measure(name, face) for face in points(severities)])


@pytest.mark.parametrize(("id", "name"), MOVING)
def test_true_vertices_move_the_right_way(id, name):
    sign = TERMS[id].moves[name]
    without, slight, half, full = (
        measured(name, *([(id, severity)] if severity else [])) for severity in (0, 0.25, 0.5, 1)
    )
    moved = sign * (full - without)
    assert (moved > 0).sum() >= PEOPLE - 1
    (kind,) = read_measures()[name]
    assert moved.mean() >= LEAST.get(kind, LEAST_MILLIMETRES)
    levels = [slight, half, full]
    if kind != "asymmetry":  # which a slight one can also make up for
        levels.insert(0, without)
    steps = sign * np.diff(levels, axis=0)  # (steps, people)
    assert (steps > 0).all(0).sum() >= PEOPLE - 3
    assert (steps.mean(1) > 0).all()


@pytest.mark.parametrize(
    ("id", "name", "millimetres"),
    [
        ("HP:0000179", "lower_vermilion", 2.0),
        ("HP:0000215", "upper_vermilion", 2.0),
        ("HP:0000232", "lower_lip_depth", 2.5),
        ("HP:0000324", "face_asymmetry", 2.5),
        ("HP:0000219", "upper_vermilion", -2.0),
        ("HP:0000343", "philtrum_length", 2.0),
        ("HP:0000322", "philtrum_length", -1.5),
    ],
)
def test_what_is_hard_to_see_from_afar_is_plain_in_the_geometry(id, name, millimetres):
    moved = measured(name, (id, 1.0)) - measured(name)
    assert np.sign(millimetres) * moved.mean() >= abs(millimetres)


@pytest.mark.parametrize("id", TERMS)
def test_a_term_is_the_ontologys_and_says_what_it_does(id):
    term = TERMS[id]
    known = facts.term(id)
    assert (known.id, known.name) == (id, term.name)
    assert term.changes or term.traits
    assert term.moves or term.where
    assert set(term.traits) <= TRAITS
    for slider in term.changes:
        assert HEAD.sliders.sides(slider)
    for landmark in term.where:
        assert landmark in HEAD.landmarks or f"{landmark}_left" in HEAD.landmarks
    for narrower in term.not_for:
        assert id in facts.ancestors(narrower)


def test_the_documentation_lists_every_term():
    text = (ROOT / "docs" / "simulator.md").read_text()
    assert [term.name for term in TERMS.values() if term.name not in text] == []


def test_what_lies_in_the_mouth_is_not_a_sign_of_the_face():
    assert "HP:0000218" not in TERMS  # high palate


def test_every_trait_of_the_surface_is_used():
    assert {name for term in TERMS.values() for name in term.traits} == TRAITS


def test_effects_add_and_bend_towards_a_limit():
    lips = ["HP:0012471", "HP:0000179", "HP:0000232", "HP:0000280"]
    alone = [effects({id: 1.0})[1]["lower_vermilion"] for id in lips]
    together = effects(dict.fromkeys(lips, 1.0))[1]["lower_vermilion"]
    assert max(alone) < together < sum(alone)
    assert effects(dict.fromkeys(lips, 100.0))[1]["lower_vermilion"] <= TRAIT_LIMIT


def test_no_term_does_nothing():
    assert effects({}) == ({}, {})
    assert effects({"HP:0000316": 0.0}) == ({}, {})


def test_an_unknown_term_is_refused_with_near_ids():
    with pytest.raises(NotFoundError, match="HP:0000316"):
        find_term("HP:000316")
    with pytest.raises(NotFoundError, match="cannot show"):
        effects({"HP:0000218": 1.0})
