"""Formulas on points whose lengths and angles are known."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.phenotype.traits.formulas import FORMULAS


def point(*left, right=None):
    """A point in the middle, or one of the sides: the right one is its mirror image, or given."""
    at = np.array(left, float)[:, None]
    if left[0] == 0:
        return (at,)
    other = at * [[-1], [1], [1]] if right is None else np.array(right, float)[:, None]
    return at, other


FACE = {
    "inner": point(1, 0, 0),
    "outer": point(3, 2, -1),
    "middle": point(2, 2, 0),
    "nose": point(0, -1, 2),
    "lip": point(0, -3, 1),
    "chin": point(0, -5, 2),
    "low": point(1, -4, 0),
    "lopsided": point(3, 2, -1, right=(-3, 2, 1)),
}


@pytest.mark.parametrize(
    ("formula", "names", "value"),
    [
        ("width", ["outer"], 6),
        ("distance", ["inner", "outer"], 3),
        ("distance", ["lopsided", "inner"], 3),
        ("seen", ["inner", "outer"], np.sqrt(8)),
        ("up", ["outer", "inner"], 2),
        ("up", ["nose", "inner"], -1),
        ("forward", ["nose", "outer"], 3),
        ("area", ["inner", "middle", "outer"], np.sqrt(1)),
        ("slope", ["inner", "outer"], 45),
        ("slope", ["outer", "inner"], -135),
        ("tilt", ["lip", "nose"], np.degrees(np.arctan2(2, 1))),
        ("angle", ["outer", "middle", "inner"], np.degrees(np.arccos(-1 / np.sqrt(10)))),
        ("arch", ["inner", "middle", "outer"], 1 / 4),
        ("arch", ["outer", "middle", "inner"], -1 / 4),
        ("bow", ["chin", "lip", "nose"], -1 / 4),
        ("share", ["middle", "inner", "outer"], 2 / 3),
        ("asymmetry", ["inner", "lopsided"], 1),
        ("unlike", ["lopsided", "low"], 0),
        ("unlike", ["lopsided", "nose"], np.sqrt(27) - np.sqrt(19)),
    ],
)
def test_a_formula_gives_what_geometry_says(formula, names, value):
    assert FORMULAS[formula](FACE, names) == pytest.approx([value])


def test_every_formula_takes_many_faces():
    names = ["inner", "middle", "outer"]
    many = {name: tuple(side.repeat(4, 1) for side in FACE[name]) for name in names}
    for name, formula in FORMULAS.items():
        asked = names[: {"width": 1, "angle": 3, "arch": 3, "bow": 3, "share": 3}.get(name, 2)]
        assert formula(many, asked).shape == (4,)
