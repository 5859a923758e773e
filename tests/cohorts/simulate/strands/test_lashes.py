"""Lashes: they stand on the lids, follow them, and grow with their trait."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Build, Head
from raredx.cohorts.simulate.strands.lashes import grow_lashes, lid_edges
from raredx.cohorts.simulate.strands.style import Lashes
from tests.cohorts.simulate.strands.people import Floats, someone


def lengths(points: Floats) -> Floats:
    return np.linalg.norm(np.diff(points, axis=1), axis=2).sum(1)


def test_four_lids_each_have_a_root_and_a_tip_edge():
    canonical = Head.shipped().canonical
    edges = lid_edges()
    assert len(edges) == 4
    for root, tip in edges:
        assert len(root) == len(tip)
        assert canonical[root, 1].mean() > canonical[tip, 1].mean()
        assert abs(canonical[root[0], 0]) < abs(canonical[root[-1], 0])
    assert canonical[edges[1][0], 2].mean() > canonical[edges[2][0], 2].mean()


@pytest.mark.parametrize("head", range(4))
def test_they_start_at_the_lid_margins_and_point_forwards(head):
    vertices = someone(head)
    points, _ = grow_lashes(Lashes(), vertices)
    margin = vertices[np.concatenate([root for root, _ in lid_edges()])]
    away = np.linalg.norm(points[:, None, 0] - margin, axis=2).min(1)
    assert away.max() < 0.004
    assert (points[:, -1, 1] < points[:, 0, 1]).mean() > 0.95


def test_upper_ones_turn_up_and_lower_ones_down():
    points, _ = grow_lashes(Lashes(), Head.shipped().canonical)
    upper = points[:, 0, 2] > Head.shipped().canonical[lid_edges()[2][0], 2].max()
    end = points[:, -1, 2] - points[:, -3, 2]
    assert (end[upper] > 0).all()
    assert (end[~upper] < 0.0002).all()


def test_the_trait_lengthens_them():
    short, common, long_ = (
        lengths(grow_lashes(Lashes().with_traits({"lash_length": amount}), someone(1))[0]).mean()
        for amount in (-1, 0, 1)
    )
    assert short < 0.6 * common
    assert long_ > 1.4 * common


def test_no_length_is_no_lashes():
    points, width = grow_lashes(Lashes(length=0.0), someone(1))
    assert len(points) == len(width) == 0


def test_they_follow_the_lids():
    head = Head.shipped()
    opened, closed = (
        grow_lashes(Lashes(), head.shape(Build(years=20), {"fa:eyeBlink": amount}))[0]
        for amount in (0.0, 1.0)
    )
    upper = opened[:, 0, 2] > np.median(opened[:, 0, 2])
    assert (opened[upper, 0, 2] - closed[upper, 0, 2]).max() > 0.005


def test_a_childs_are_shorter():
    head = Head.shipped()
    infant, adult = (
        lengths(grow_lashes(Lashes(), head.shape(Build(years=years)))[0]).mean()
        for years in (0.3, 30)
    )
    assert infant < 0.95 * adult
