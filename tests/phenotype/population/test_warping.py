"""Every pixel of the window belongs to one triangle, and knows where it comes from."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.phenotype.population.warping import Window, sample
from tests.phenotype.population.planted import face

SHAPE = face(40)


@pytest.fixture(scope="module")
def window():
    return Window.on(SHAPE, size=64)


def test_a_pixel_is_the_weighted_mean_of_its_triangle(window):
    rows, columns = np.indices((64, 64)).reshape(2, -1) + 0.5
    where = np.einsum("nc,ncd->nd", window.shares, window.places[window.corners])
    np.testing.assert_allclose(where, np.stack([columns, rows], 1), atol=1e-9)
    assert window.shares.min() > -1e-9


def test_the_face_stands_upright_in_the_middle(window):
    inside = window.places[:40]
    assert (inside.min(0) > 0).all()
    assert (inside.max(0) < 64).all()
    top = SHAPE[:, 1].argmax()
    assert inside[top, 1] == inside[:, 1].min()


def test_a_picture_of_the_window_itself_comes_from_where_it_goes(window):
    fit = window.fit(window.places[:40])
    assert fit.off == pytest.approx(0, abs=1e-9)
    assert fit.scale == pytest.approx(1)
    rows, columns = np.indices((64, 64)).reshape(2, -1) + 0.5
    where = window.sources(window.places[:40], fit)
    np.testing.assert_allclose(where, np.stack([columns, rows], 1), atol=1e-9)


def test_size_place_and_turn_are_taken_out(window):
    turn = 1.5 * np.array([[np.cos(0.4), np.sin(0.4)], [-np.sin(0.4), np.cos(0.4)]])
    moved = window.places[:40] @ turn + [30, -7]
    fit = window.fit(moved)
    assert (fit.scale, fit.off) == (pytest.approx(1.5), pytest.approx(0, abs=1e-9))
    np.testing.assert_allclose(fit.turn, turn)
    np.testing.assert_allclose(fit.shift, [30, -7])
    moved[3] += [12, 0]
    assert window.fit(moved).off > 0.1


def test_colours_between_pixels_are_mixed():
    rng = np.random.default_rng(0)
    picture = rng.random((5, 7, 3)).astype(np.float32)
    rows, columns = np.indices((5, 7)).reshape(2, -1) + 0.5
    colours, inside = sample(picture, np.stack([columns, rows], 1))
    np.testing.assert_allclose(colours.reshape(5, 7, 3), picture, rtol=1e-6)
    assert inside.all()
    middle, _ = sample(picture, np.array([[3.0, 2.0]]))
    np.testing.assert_allclose(middle[0], picture[1:3, 2:4].mean((0, 1)), rtol=1e-5)
