"""Hair on many heads: where it starts, where it may not be, and what traits make of it."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Build, Head
from raredx.cohorts.simulate.strands.body import body_of
from raredx.cohorts.simulate.strands.plan import plan_hair
from raredx.cohorts.simulate.strands.scalp import scalp_density
from raredx.cohorts.simulate.strands.sites import skin_without_ears
from raredx.cohorts.simulate.strands.strands import HAIR, Strands, grow
from raredx.cohorts.simulate.strands.style import HairStyle, styles
from tests.cohorts.simulate.strands.people import Floats, Look, someone, wearing

HEADS = range(20)
SUNK = 0.002
"""Metres that a strand may lie below the skin between the vertices of the maps."""
CUTS = sorted(styles())
BARE_FACE = [cut for cut in CUTS if not styles()[cut]["fringe"]]


def hair(cut: str, head: int = 0, **options: float) -> Floats:
    return grow(someone(head), wearing(cut, **options), seed=3).of(HAIR)


def skin_reach(vertices: Floats, centre: Floats, points: Floats) -> Floats:
    """How far from a centre the outermost skin is in the direction of points, by every triangle."""
    triangles = Head.shipped().triangles[skin_without_ears()]
    corners = vertices[triangles[vertices[triangles][:, :, 2].max(1) > centre[2] - 0.12]] - centre
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]  # (t, 3)
    way = points - centre
    way /= np.linalg.norm(way, axis=1, keepdims=True)  # (n, 3)
    area = (a * np.cross(b, c)).sum(1)
    shares = [way @ np.cross(*pair).T for pair in ((b, c), (c, a), (a, b))]  # each (n, t)
    total = sum(shares)
    hit = np.all([share * np.sign(total) >= -1e-9 for share in shares], 0)
    away = np.where(hit & (np.abs(total) > 1e-12), area / np.where(total == 0, 1, total), 0)
    return away.max(1)


def test_the_same_seeds_give_the_same_strands():
    one, other = (grow(someone(1), wearing("long_wavy", seed=5), seed=7) for _ in range(2))
    assert np.array_equal(one.points, other.points)
    assert np.array_equal(one.colour, other.colour)


def test_another_day_moves_the_hair_but_not_its_roots():
    one, other = (grow(someone(1), wearing("bob"), seed=day).of(HAIR) for day in (1, 2))
    assert np.array_equal(one[:, 0], other[:, 0])
    assert np.abs(one[:, -1] - other[:, -1]).max() > 0.002


@pytest.mark.parametrize("head", HEADS)
def test_no_hair_is_inside_a_head(head):
    vertices = someone(head)
    centre = body_of(vertices).centre
    rng = np.random.default_rng(head)
    points = np.concatenate(
        [
            rng.choice(
                grow(vertices, wearing(cut, seed=head), seed=head).of(HAIR).reshape(-1, 3), 40
            )
            for cut in CUTS
        ]
    )
    points = points[points[:, 2] > centre[2] - 0.07]
    away = np.linalg.norm(points - centre, axis=1)
    assert len(points) > 300
    assert (skin_reach(vertices, centre, points) - away).max() < SUNK


@pytest.mark.parametrize("cut", ["buzz", "long_straight", "tail"])
def test_roots_stay_on_the_scalp_whatever_the_head(cut):
    plan = plan_hair(HairStyle(cut=cut))
    for head in (2, 3):
        vertices = someone(head)
        roots = grow(vertices, wearing(cut), seed=0).of(HAIR)[:, 0]
        assert np.abs(roots - plan.roots.on(vertices)).max() < 1e-6
    assert scalp_density(plan.canonical, HairStyle(cut=cut)).min() > 0


@pytest.mark.parametrize("cut", BARE_FACE)
def test_no_hair_without_a_fringe_hangs_before_the_eyes(cut):
    marks = Head.shipped().landmarks
    for head in (4, 5, 6):
        vertices = someone(head)
        points = grow(vertices, wearing(cut), seed=head).of(HAIR).reshape(-1, 3)
        for side in ("left", "right"):
            pupil = vertices[marks[f"pupil_{side}"]]
            beside = np.abs(points[:, [0, 2]] - pupil[[0, 2]]) < [0.014, 0.012]
            assert not (beside.all(1) & (points[:, 1] < pupil[1] + 0.03)).any()


@pytest.mark.parametrize("cut", ["fringe", "bob"])
def test_a_fringe_ends_above_the_eyes(cut):
    vertices = Head.shipped().shape(Build(years=8))
    pupil = vertices[Head.shipped().landmarks["pupil_left"]]
    points = grow(vertices, wearing(cut), seed=1).of(HAIR).reshape(-1, 3)
    ahead = points[(np.abs(points[:, 0]) < 0.03) & (points[:, 1] < pupil[1])]
    assert pupil[2] + 0.004 < ahead[:, 2].min() < pupil[2] + 0.035


def test_a_higher_hairline_bares_the_forehead():
    lowest = [front(grow(someone(0), look, seed=1)) for look in (raised(0), raised(0.015))]
    assert lowest[1] - lowest[0] > 0.008


def raised(hairline: float) -> Look:
    return Look(hair=HairStyle(cut="buzz").with_traits({"hairline": hairline}))


def front(strands: Strands) -> float:
    roots = strands.of(HAIR)[:, 0]
    return float(np.percentile(roots[(np.abs(roots[:, 0]) < 0.02) & (roots[:, 1] < -0.09), 2], 2))


def test_sparse_hair_has_fewer_strands():
    common, sparse = (
        len(grow(someone(0), Look(hair=HairStyle().with_traits(traits)), seed=1).of(HAIR))
        for traits in ({}, {"hair_density": -1.0})
    )
    assert 0.2 < sparse / common < 0.5


def test_who_is_bald_has_no_hair_on_top():
    bald = grow(someone(0), wearing("crop", recession=1.0), seed=1).of(HAIR)
    common = grow(someone(0), wearing("crop"), seed=1).of(HAIR)
    top = someone(0)[Head.shipped().landmarks["vertex"], 2] - 0.02
    assert (bald[:, 0, 2] > top).sum() < 0.1 * (common[:, 0, 2] > top).sum()


def test_a_forelock_is_white_and_ahead():
    strands = grow(someone(0), wearing("side_part", eumelanin=5.0, forelock=1.0), seed=1)
    colour, points = strands.colour[strands.kind == HAIR], strands.of(HAIR)
    white = colour.min(1) > 0.4
    assert 30 < white.sum() < 0.2 * len(white)
    assert np.abs(points[white, 0, 0]).max() < 0.025
    assert points[white, 0, 1].max() < points[:, 0, 1].mean()


def test_albinism_takes_the_colour():
    plain, pale = (
        grow(someone(0), Look(hair=HairStyle(eumelanin=5.0).with_traits(traits)), seed=1)
        for traits in ({}, {"albinism": 1.0})
    )
    assert pale.colour[pale.kind == HAIR].mean() > 5 * plain.colour[plain.kind == HAIR].mean()


def test_less_detail_is_fewer_and_wider_wisps():
    fine, coarse = (grow(someone(0), wearing("bob"), seed=1, detail=d) for d in (1.0, 0.5))
    areas = [(s.width[s.kind == HAIR]).sum() for s in (fine, coarse)]
    assert len(coarse.of(HAIR)) < 0.55 * len(fine.of(HAIR))
    assert areas[1] == pytest.approx(areas[0], rel=0.1)
