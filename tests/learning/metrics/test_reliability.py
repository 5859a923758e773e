"""A reliability diagram holds every answer once, in its place, with its interval."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from raredx.learning.metrics.reliability import reliability
from tests.learning.metrics.sample import sound


@pytest.mark.parametrize("equal", ["width", "mass"])
def test_bins_follow_one_another(equal):
    found = reliability(sound(), equal=equal, bins=5).bins
    assert all(one.high <= other.low for one, other in pairwise(found))
    for one in found:
        assert one.low <= one.confidence <= one.high
        assert one.right.low <= one.right.value <= one.right.high


def test_the_error_is_the_mean_gap_of_its_bins():
    found = reliability(sound(), bins=5)
    gaps = sum(abs(one.confidence - one.right.value) * one.answers for one in found.bins)
    assert found.error == pytest.approx(gaps / 150)


def test_it_goes_into_json():
    found = reliability(sound())
    read = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert read["bins"][0]["right"] == found.bins[0].right.value
    assert read["floor"] == found.floor
