"""Hiding a region: what changes where the model looks, and where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from raredx.diagnosis.explain.checks import ELSEWHERE
from raredx.diagnosis.explain.hiding import CELLS, PARTS, hide, painted, part
from raredx.diagnosis.explain.sight import Sight
from raredx.diagnosis.predict import predict
from raredx.errors import UserError
from raredx.phenotype.landmarks import landmarks_in
from tests.diagnosis.model import HEADS, model, strangers

SIDE = 64
PLACE = np.s_[8:28, 30:56]
"""What the model below looks at."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Looks(Sight):
    """A model of two answers, sure of the first by how much texture there is in one place."""

    def probabilities(self, pictures):
        sure = pictures[(slice(None), *PLACE)].astype(float).std((1, 2, 3)) / 128
        return np.stack([sure, 1 - sure], 1)


@pytest.fixture
def sight():
    picture = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)
    return Looks(bundle=SimpleNamespace(classes=("A", "B")), picture=picture, points=None)


def at(place):
    mask = np.zeros((SIDE, SIDE), bool)
    mask[place] = True
    return mask


def test_hiding_what_the_model_looks_at_takes_more_than_hiding_other_places(sight):
    found = hide(sight, at(PLACE))
    change = found.after - found.before
    assert change[0] < -0.2
    assert abs(found.usual[0]) < abs(change[0]) / 2
    assert found.as_large(0) == 0
    assert found.elsewhere.shape == (ELSEWHERE, 2)
    assert found.share == pytest.approx(20 * 26 / SIDE**2)
    assert f"Hiding {ELSEWHERE} other places of the same form" in found.told
    assert "in 0 of them as much as here" in found.told


def test_hiding_another_place_changes_nothing(sight):
    found = hide(sight, at(np.s_[40:60, 2:28]))
    assert np.array_equal(found.before, found.after)
    assert found.as_large(0) == ELSEWHERE
    assert np.array_equal(found.picture[:30], sight.picture[:30])


def test_the_same_region_has_the_same_result(sight):
    first, again = (hide(sight, at(PLACE)) for _ in range(2))
    assert np.array_equal(first.elsewhere, again.elsewhere)


def test_nothing_and_too_much_cannot_be_hidden(sight):
    with pytest.raises(UserError, match="Nothing is marked"):
        hide(sight, np.zeros((SIDE, SIDE), bool))
    with pytest.raises(UserError, match="100% of the picture is marked"):
        hide(sight, np.ones((SIDE, SIDE), bool))


@pytest.mark.parametrize("name", HEADS)
def test_before_is_what_the_model_predicts(name):
    bundle = model(name)
    image = next(image for image, _ in strangers() if landmarks_in(image).usable[0])
    one = Sight.of(image, landmarks_in(image), bundle)
    found = hide(one, part(one.points, len(one.picture), "nose"))
    told = predict(image, bundle, teaching=True).differential
    expected = {each.name: each.probability for each in told.ranked}
    for condition, probability in zip(bundle.classes, found.before, strict=True):
        assert probability == pytest.approx(expected[condition], abs=1e-4)
    assert found.after.sum() == pytest.approx(1)
    assert not np.array_equal(found.before, found.after)


def test_named_parts_lie_where_they_belong():
    bundle = model()
    image = next(image for image, _ in strangers() if landmarks_in(image).usable[0])
    one = Sight.of(image, landmarks_in(image), bundle)
    side = len(one.picture)
    rows = {name: part(one.points, side, name).nonzero()[0].mean() for name in PARTS}
    assert rows["eyes"] < rows["nose"] < rows["mouth"] < rows["jaw"]


def test_a_brush_marks_whole_places():
    mask = painted([(0, 0), (CELLS - 1, 3)], 208)
    assert mask.sum() == 2 * (208 // CELLS) ** 2
    assert mask[0, 0]
    assert mask[3 * 8, -1]
    assert not mask[100, 100]
    assert not painted([], 208).any()
