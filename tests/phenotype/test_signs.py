"""Signs: one source for each term, and what none can judge is unseen."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from raredx.phenotype.signs import confidences_of, findings_of, sources_of
from raredx.phenotype.traits.logistic import probability
from raredx.phenotype.traits.measures import all_measures
from raredx.phenotype.traits.picture import PictureModel
from raredx.phenotype.traits.rules import Rules
from tests.phenotype.drawn import CHANCE, LOCK, RARE, draw_faces, views_of

PLACES = {name: place for place, name in enumerate(all_measures())}
WIDE, PLACE = CHANCE, PLACES["intercanthal_index"]
SILENT = "HP:0000400"  # of the ears
FACES = views_of(draw_faces(6, seed=3)[0])


@pytest.fixture(scope="module")
def rules() -> Rules:
    """A rule for wide-set eyes by one measure, and none for the ears."""
    rng = np.random.default_rng(0)
    z = rng.normal(size=(1500, len(PLACES)))
    has = rng.random(1500) < probability(2.5 * z[:, PLACE] - 2)
    present = np.stack([has, rng.random(1500) < 0.2], 1)
    return Rules.fit(z, present, terms=[WIDE, SILENT], groups=[str(row) for row in range(1500)])


@pytest.fixture
def z() -> np.ndarray:
    """Of six faces: the first has wide-set eyes, the last has no z-scores."""
    found = np.zeros((6, len(PLACES)))
    found[0, PLACE], found[5] = 3.2, np.nan
    return found


def with_area(seer: PictureModel, area: float) -> PictureModel:
    """An image model that tells wide-set eyes, too, so well."""
    lock = seer.answers[LOCK]
    also = replace(lock, auc=lock.auc._replace(value=area))
    left = {term: why for term, why in seer.undecided.items() if term != WIDE}
    return replace(seer, answers=MappingProxyType({LOCK: lock, WIDE: also}), undecided=left)


def test_each_term_has_one_source(rules, seer):
    assert sources_of(rules, seer) == {LOCK: "picture", WIDE: "measure"}
    assert sources_of(None, seer) == {LOCK: "picture"}
    assert sources_of(rules, None) == {WIDE: "measure"}
    assert sources_of(None, None) == {}


def test_the_better_source_judges_and_a_rule_that_is_nearly_as_good(rules, seer):
    area = rules.rules[WIDE].auc.value
    for better, source in ((-0.1, "measure"), (0.015, "measure"), (0.03, "picture")):
        assert sources_of(rules, with_area(seer, area + better))[WIDE] == source


def test_confidences_and_thresholds_are_those_of_the_source(rules, seer, z):
    terms, found, thresholds = confidences_of(z, FACES, rules=rules, picture=seer)
    assert terms == tuple(sorted([LOCK, WIDE]))
    place = {term: column for column, term in enumerate(terms)}
    np.testing.assert_array_equal(found[:, place[WIDE]], rules.confidence(z)[:, 0])
    np.testing.assert_array_equal(found[:, place[LOCK]], seer.confidence(FACES)[:, 0])
    assert thresholds[place[WIDE]] == rules.rules[WIDE].threshold
    assert thresholds[place[LOCK]] == seer.answers[LOCK].threshold


def test_the_source_that_does_not_judge_is_not_heard(rules, seer, z):
    seeing = with_area(seer, 1.0)
    terms, found, thresholds = confidences_of(z, FACES, rules=rules, picture=seeing)
    column = terms.index(WIDE)
    np.testing.assert_array_equal(found[:, column], seeing.confidence(FACES)[:, 1])
    assert thresholds[column] == seeing.answers[WIDE].threshold


def test_nothing_to_judge_by_gives_nothing(z):
    terms, found, thresholds = confidences_of(z, FACES, rules=None, picture=None)
    assert (terms, found.shape, len(thresholds)) == ((), (6, 0), 0)
    assert findings_of(z, FACES, rules=None, picture=None)[0].judged == ()


def test_a_finding_says_why(rules, seer, z):
    found = findings_of(z, FACES, rules=rules, picture=seer)
    first = {one.term: one for one in found[0].judged}
    assert first[WIDE].source == "measure"
    assert first[WIDE].why.startswith("Intercanthal index 3.2 SD high")
    assert first[WIDE].confidence > 0.9
    assert (first[LOCK].source, first[LOCK].why) == ("picture", "")
    (plain,) = [one for one in found[1].judged if one.term == WIDE]
    assert plain.why == "no measure stands out"


def test_what_no_source_can_judge_is_unseen_and_never_absent(rules, seer, z):
    found = findings_of(z, FACES, rules=rules, picture=seer)
    for one in found:
        assert {SILENT, RARE} <= set(one.unseen)
        assert not {SILENT, RARE} & {sign.term for sign in one.absent}
    assert WIDE not in found[0].unseen  # undecided for the image model, but measured
    without = found[5]
    assert WIDE in without.unseen
    assert [sign.term for sign in without.judged] == [LOCK]
