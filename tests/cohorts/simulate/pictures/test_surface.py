"""What a term does to the surface can be seen: on twenty people a picture changes as it says."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from raredx.cohorts.simulate.head.head import TONGUE
from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.cohorts.simulate.photograph import Photograph
from raredx.cohorts.simulate.portrait.mesh import fine_mesh
from raredx.cohorts.simulate.portrait.surface import SAMPLES
from tests.cohorts.simulate.pictures.pairs import calm, someone, with_terms
from tests.cohorts.simulate.pictures.surfaces import MEASURES, Seen

pytestmark = pytest.mark.slow

PEOPLE, LEAST = 20, 18
SIZE = 160
TERMS = all_terms()
# Eyes that lie deeper are in shadow or out of it, as the light comes: no more than that is seen.
OUTSHONE = {("HP:0000490", "under_eye")}
TRAITS = {
    id: {name: amount for name, amount in term.traits.items() if (id, name) not in OUTSHONE}
    for id, term in TERMS.items()
}


@cache
def without(number: int) -> Photograph:
    person = someone(number)
    return with_terms(person, {}, calm(person), size=SIZE)


def shown(id: str, number: int) -> Photograph:
    person = without(number)
    return with_terms(person.patient, {id: 1.0}, person.photo, size=SIZE)


def seen(picture: Photograph, number: int) -> Seen:
    return Seen(image=picture.portrait.image.astype(float), without=without(number))


def measured(trait: str, picture: Seen) -> list[float]:
    return [measure(picture) for measure in MEASURES[trait]]


@cache
def before(trait: str) -> np.ndarray:
    """What is measured without any term: (people, measures)."""
    pictures = [seen(without(number), number) for number in range(PEOPLE)]
    return np.array([measured(trait, picture) for picture in pictures])


def test_every_trait_has_a_measure():
    assert set(MEASURES) == {name for term in TERMS.values() for name in term.traits}


@pytest.mark.parametrize(
    "id", [id for id, traits in TRAITS.items() if traits], ids=lambda id: TERMS[id].name
)
def test_a_picture_changes_the_way_the_term_says(id):
    pictures = [seen(shown(id, number), number) for number in range(PEOPLE)]
    for name, amount in TRAITS[id].items():
        after = [measured(name, picture) for picture in pictures]
        change = np.array(after) - before(name)  # (people, measures)
        assert (np.sign(amount) * change > 0).sum(0).min() >= LEAST, name


@pytest.mark.parametrize("id", ["HP:0010808", "HP:0000158"], ids=lambda id: TERMS[id].name)
def test_a_tongue_that_sticks_out_lies_over_the_lower_lip(id):
    assert sum(tongue_over_lip(shown(id, number)) > 0 for number in range(PEOPLE)) >= LEAST


def tongue_over_lip(taken: Photograph) -> float:
    """By how many pixels the tongue is seen to reach below the free edge of the lower lip."""
    ids = taken.portrait.samples.ids
    rows = np.nonzero((fine_mesh().part[ids] == TONGUE) & (ids >= 0))[0] / SAMPLES
    return float(np.percentile(rows, 98)) - taken.landmarks["stomion_inferius"][1]
