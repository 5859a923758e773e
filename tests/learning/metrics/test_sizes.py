"""Thirds of classes by training size: ties stay together, and names decide nothing."""

from __future__ import annotations

import numpy as np

from raredx.learning.metrics.sizes import THIRDS, Sizes


def thirds(trained, scored=None):
    scored = np.full(len(trained), 3) if scored is None else np.array(scored)
    sizes = Sizes(scored=scored, trained=np.array(trained, np.float64))
    return [np.flatnonzero(sizes.third(name)).tolist() for name in THIRDS]


def test_nine_sizes_are_three_thirds():
    assert thirds([5, 9, 1, 8, 2, 7, 3, 6, 4]) == [[1, 3, 5], [0, 7, 8], [2, 4, 6]]


def test_equal_sizes_stay_together_and_a_third_may_be_empty():
    assert thirds([4, 4, 4, 4, 2, 2, 2]) == [[0, 1, 2, 3], [], [4, 5, 6]]


def test_sizes_that_differ_by_rounding_are_equal():
    assert thirds([4, 4 + 1e-9, 2, 2 - 1e-9]) == [[0, 1], [], [2, 3]]


def test_equal_sizes_throughout_have_no_thirds():
    assert thirds([4, 4, 4]) == [[], [], []]


def test_a_class_without_images_is_in_no_third():
    assert thirds([9, 8, 7, 6, 5], scored=[2, 0, 2, 2, 0]) == [[0], [2], [3]]
