"""Regions: every point in one, and its other side in the same."""

from __future__ import annotations

from raredx.phenotype.landmarks import POINTS
from raredx.phenotype.landmarks.points import mirror
from raredx.phenotype.shape.regions import NOT_SEEN, regions


def test_every_point_is_in_one_region():
    every = [point for points in regions().values() for point in points]
    assert sorted(every) == list(range(POINTS))


def test_the_other_side_of_a_point_is_in_its_region():
    for name, points in regions().items():
        assert {int(mirror()[point]) for point in points} == set(points), name


def test_named_points_are_where_they_belong():
    for name, some in {"eyes": (33, 263, 468), "nose": (1, 4), "mouth": (0, 13, 61)}.items():
        assert set(some) <= set(regions()[name])


def test_what_points_do_not_show_is_no_region():
    assert not set(NOT_SEEN) & set(regions())
