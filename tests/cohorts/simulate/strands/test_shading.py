"""Light on and through hair."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Build, Head
from raredx.cohorts.simulate.strands.opacity import light_on, opacity_of
from raredx.cohorts.simulate.strands.shading import light_strands, shade_strands
from raredx.cohorts.simulate.strands.strands import HAIR, Strands, grow
from tests.cohorts.simulate.strands.people import Floats, light, wearing

ABOVE = np.array([0.0, -0.5, 0.9])


@pytest.fixture(scope="module")
def vertices() -> Floats:
    return Head.shipped().shape(Build(years=20))


@pytest.fixture(scope="module")
def bob(vertices) -> Strands:
    return grow(vertices, wearing("bob", eumelanin=0.4), seed=1)


def shades(strands: Strands) -> Floats:
    wanted = np.ones(strands.points.shape[:2], bool)
    lighting = light_strands(strands, **light())  # type: ignore[arg-type]
    return shade_strands(strands.points, strands.colour, strands.kind, wanted, lighting)


def test_a_fringe_shades_the_forehead_and_not_the_chin(vertices, bob):
    hair = bob.kind == HAIR
    opacity = opacity_of(bob.points[hair], bob.width[hair], bob.centre, ABOVE)
    marks = Head.shipped().landmarks
    forehead, chin = light_on(opacity, vertices[[marks["metopion"], marks["pogonion"]]])
    assert forehead < 0.5
    assert chin > 0.7


def test_nothing_is_shaded_without_hair(vertices):
    none = np.zeros((0, 13, 3), np.float32)
    opacity = opacity_of(none, none[:, 0, 0], np.zeros(3, np.float32), ABOVE)
    assert (light_on(opacity, vertices) == 1).all()


def test_hair_within_is_darker_than_on_top(bob):
    shade = shades(bob)
    own = bob.kind == HAIR
    away = np.linalg.norm(bob.points - bob.centre, axis=2)[own]
    lit = shade[own].mean(2) / bob.colour[own].mean(1, keepdims=True)
    ahead = bob.points[own][..., 1] < bob.centre[1]
    top = (bob.points[own][..., 2] > bob.centre[2] + 0.05) & ahead
    inner, outer = np.percentile(away[top], [20, 80])
    assert lit[top & (away < inner)].mean() < 0.85 * lit[top & (away > outer)].mean()


def test_shades_are_finite_and_darker_hair_is_darker(vertices, bob):
    dark = shades(grow(vertices, wearing("bob", eumelanin=6.0), seed=1))
    fair = shades(bob)
    own = bob.kind == HAIR
    assert np.isfinite(fair).all()
    assert fair.min() >= 0
    assert dark[own].mean() < 0.4 * fair[own].mean()


def test_light_from_behind_makes_a_rim(bob):
    lamps = light()["lamps"]
    assert isinstance(lamps, list)
    means = []
    for behind in ([lamps[0]], lamps):
        lighting = light_strands(bob, **{**light(), "lamps": behind})  # type: ignore[arg-type]
        wanted = np.ones(bob.points.shape[:2], bool)
        lit = shade_strands(bob.points, bob.colour, bob.kind, wanted, lighting)
        means.append(lit[bob.points[..., 1] > bob.centre[1]].mean())
    assert means[1] > 1.2 * means[0]
