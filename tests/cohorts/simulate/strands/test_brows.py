"""Brows: where their hairs are, and what traits make of them."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.strands.brows import brow_density_at, brow_of, grow_brows
from raredx.cohorts.simulate.strands.style import Brows
from tests.cohorts.simulate.strands.people import someone

BETWEEN = 0.007
"""Metres from the midline within which lies the bridge of brows that meet."""


def bridging(brows: Brows, head: int = 0) -> int:
    return int((np.abs(grow_brows(brows, someone(head))[0][:, 0, 0]) < BETWEEN).sum())


@pytest.mark.parametrize("head", range(4))
def test_hairs_lie_on_the_brow_ridge(head):
    vertices, marks = someone(head), Head.shipped().landmarks
    points, width = grow_brows(Brows(), vertices)
    for side, name in ((1, "left"), (-1, "right")):
        own = points[points[:, 0, 0] * side > 0]
        assert 150 < len(own) < 400
        ridge = vertices[marks[f"superciliare_{name}"]]
        assert np.abs(own.reshape(-1, 3).mean(0) - ridge).max() < 0.010
        assert own[..., 2].min() > vertices[marks[f"palpebrale_superius_{name}"], 2]
    assert len(width) == len(points)


def test_hairs_turn_from_upwards_to_outwards():
    points, _ = grow_brows(Brows(), someone(0))
    left = points[points[:, 0, 0] > 0]
    way = left[:, -1] - left[:, 0]
    inner = left[:, 0, 0] < np.percentile(left[:, 0, 0], 8)
    outer = left[:, 0, 0] > np.percentile(left[:, 0, 0], 60)
    assert way[inner, 2].mean() > 1.5 * way[inner, 0].mean()
    assert way[outer, 0].mean() > 2 * abs(way[outer, 2].mean())


def test_synophrys_joins_them():
    common, half, full = (
        bridging(Brows().with_traits({"synophrys": amount})) for amount in (0, 0.5, 1)
    )
    assert common < 15
    assert common + 25 < half < full - 25


def test_a_trait_adds_hairs_and_keeps_the_others():
    common, dense = (
        grow_brows(Brows().with_traits({"brow_density": amount}), someone(0))[0]
        for amount in (0, 1)
    )
    assert len(dense) > 1.3 * len(common)
    dense_roots = {tuple(root) for root in dense[:, 0].round(5).tolist()}
    common_roots = {tuple(root) for root in common[:, 0].round(5).tolist()}
    assert len(common_roots & dense_roots) > 0.95 * len(common_roots)


def test_thick_brows_are_higher_and_arched_ones_rise():
    def spread(traits: dict[str, float]) -> tuple[float, float]:
        roots = grow_brows(Brows().with_traits(traits), someone(0))[0][:, 0]
        middle = roots[(np.abs(roots[:, 0]) > 0.022) & (np.abs(roots[:, 0]) < 0.035), 2]
        return float(middle.std()), float(middle.mean())

    assert spread({"brow_thickness": 1})[0] > 1.25 * spread({})[0]
    assert spread({"brow_arch": 1})[1] > spread({})[1] + 0.001


def test_the_skin_is_shaded_where_the_hairs_are():
    brow, joined = brow_of(Brows()), brow_of(Brows(synophrys=1.0))
    points, _ = grow_brows(Brows(), Head.shipped().canonical)
    shades = [brow_density_at(*map(np.float32, point), brow) for point in points[:, 0]]
    assert np.mean(shades) > 0.2
    forehead, root = (0.03, -0.12, 0.47), (0.0, -0.13, 0.4315)
    assert brow_density_at(*map(np.float32, forehead), brow) == 0
    assert brow_density_at(*map(np.float32, root), brow) == 0
    assert brow_density_at(*map(np.float32, root), joined) > 0.2
