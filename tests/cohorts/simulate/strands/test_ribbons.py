"""Drawing: soft, stable over sizes, and true to depth."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Build, Head
from raredx.cohorts.simulate.strands.strands import HAIR, LASH, Strands, grow
from tests.cohorts.simulate.strands.people import Look, draw, seen, wearing


@pytest.fixture(scope="module")
def bob() -> Strands:
    vertices = Head.shipped().shape(Build(years=20))
    return grow(vertices, wearing("bob", eumelanin=0.6), seed=1)


def only(strands: Strands, kind: int) -> Strands:
    own = strands.kind == kind
    return Strands(
        points=strands.points[own],
        width=strands.width[own],
        colour=strands.colour[own],
        kind=strands.kind[own],
        centre=strands.centre,
    )


def one(points: list[list[float]], *, width: float) -> Strands:
    """A single straight strand from one point to another."""
    share = np.linspace(0, 1, 13, dtype=np.float32)[:, None]
    start, end = np.array(points, np.float32)
    return Strands(
        points=(start * (1 - share) + end * share)[None],
        width=np.array([width], np.float32),
        colour=np.full((1, 3), 0.3, np.float32),
        kind=np.zeros(1, np.int32),
        centre=np.array([0, 0, 0.4], np.float32),
    )


def test_a_patch_has_the_same_colour_at_every_size(bob):
    means = []
    for size in (192, 384):
        layer = draw(bob, size).layer
        patch = np.s_[size // 4 : size // 3, size * 3 // 8 : size * 5 // 8]
        means.append(layer.colour[patch].mean((0, 1)))
    assert means[0] == pytest.approx(means[1], rel=0.05)


@pytest.mark.parametrize("kind", [HAIR, LASH])
def test_what_is_covered_is_the_same_at_every_size(bob, kind):
    covered = [(1 - draw(only(bob, kind), size).layer.clear).mean() for size in (192, 256, 384)]
    assert max(covered) < 1.12 * min(covered)


def test_fine_lashes_are_soft(bob):
    clear = draw(only(bob, LASH), 192).layer.clear
    touched = clear < 0.999
    assert touched.sum() > 100
    assert clear[touched].min() > 0.15
    assert len(np.unique(clear[touched].round(2))) > 20


@pytest.mark.parametrize("width", [0.0001, 0.0005, 0.004])
def test_a_strand_covers_its_own_area(width):
    strand = one([[-0.04, 0, 0.40], [0.05, 0, 0.43]], width=width)
    covered = (1 - draw(strand, 256).layer.clear.astype(float)).sum()
    ends = seen(strand.points[0, [0, -1]], 256)
    length = np.linalg.norm(ends[1, :2] - ends[0, :2])
    taper = 1 - 0.75 / 4  # what the tip lacks
    expected = length * width * taper * 256 * 1.2 / 0.34 / 1.3
    assert covered == pytest.approx(expected, rel=0.06)


def test_a_wall_hides_what_is_behind_it(bob):
    assert draw(bob, 128, wall=0.5).layer.clear.min() == 1


def test_the_nearer_strand_hides_the_farther_one():
    near, far = (one([[-0.02, y, 0.42], [0.02, y, 0.42]], width=0.02) for y in (-0.1, 0.1))
    both = Strands(
        points=np.concatenate([far.points, near.points]),
        width=np.concatenate([far.width, near.width]),
        colour=np.array([[0.9, 0, 0], [0, 0.9, 0]], np.float32),
        kind=np.zeros(2, np.int32),
        centre=near.centre,
    )
    red, green, _ = draw(both, 128).layer.colour[64, 64]
    assert green > 3 * red


def test_hair_that_hides_the_surface_is_entered_into_the_samples(bob):
    picture = draw(bob, 128, wall=3.0)
    hidden = picture.layer.clear.repeat(2, 0).repeat(2, 1) <= 0.04
    assert hidden.sum() > 2000
    assert ((picture.ids <= -2) == hidden).mean() > 0.99
    segment = -2 - picture.ids[picture.ids <= -2]
    assert segment.max() < len(bob.points) * 12
    assert (picture.depth[hidden] > 1 / 1.6).mean() > 0.99


def test_over_a_surface(bob):
    layer = draw(bob, 96).layer
    white = np.ones((96, 96, 3), np.float32)
    seen_ = layer.over(white)
    assert np.array_equal(seen_[layer.clear == 1], white[layer.clear == 1])
    assert seen_[24:32, 40:56].mean() < 0.5


def test_no_hair_at_all_draws_nothing_but_brows_and_lashes():
    strands = grow(Head.shipped().canonical, wearing("buzz", density=0.0), seed=1)
    brows = Look()
    assert draw(strands, 96).layer.clear.min() < 1
    assert brows.hair.density == 1


def test_drawing_twice_gives_the_same_picture(bob):
    one_, other = (draw(bob, 128).layer for _ in range(2))
    assert np.array_equal(one_.colour, other.colour)
