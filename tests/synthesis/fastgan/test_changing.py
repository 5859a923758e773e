"""Changes before an image is judged: of light, colour, place; what is learned goes through."""

from __future__ import annotations

import numpy as np
import torch

from raredx.synthesis.fastgan.changing import changed, coloured, contrasted, moved


def chance(seed=1):
    return np.random.default_rng(seed)


def pictures(many=3):
    return torch.rand(many, 3, 32, 32, generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_what_is_learned_flows_back_through_them():
    given = pictures().requires_grad_()
    changed(given, chance()).square().sum().backward()
    assert torch.isfinite(given.grad).all()
    assert float((given.grad != 0).float().mean()) > 0.7  # all but what has left the frame


def test_the_same_chance_is_the_same_change_and_each_image_has_its_own():
    same = pictures(1).repeat(3, 1, 1, 1)
    one, other = changed(same, chance(1)), changed(same, chance(2))
    assert torch.equal(one, changed(same, chance(1)))
    assert not torch.equal(one, other)
    assert not torch.equal(one[0], one[1])


def test_light_is_moved_by_half_of_the_range_at_most():
    flat = torch.zeros(200, 3, 16, 16)
    middles = changed(flat, chance())[..., 8, 8].mean(1)
    assert -0.5 <= float(middles.min()) < -0.4
    assert 0.4 < float(middles.max()) <= 0.5


def test_without_colour_all_is_grey_and_with_all_of_it_as_before():
    given, none = pictures(), torch.zeros(3, 1, 1, 1)
    grey = coloured(given, none)
    assert torch.allclose(grey[:, 0], grey[:, 2])
    assert torch.allclose(coloured(given, none + 1), given, atol=1e-6)


def test_contrast_leaves_the_middle_where_it_is():
    found = contrasted(pictures(), torch.full((3, 1, 1, 1), 0.5))
    assert torch.allclose(found.mean((1, 2, 3)), pictures().mean((1, 2, 3)), atol=1e-6)
    assert torch.allclose(found.std((1, 2, 3)), pictures().std((1, 2, 3)) / 2)


def test_images_move_by_an_eighth_at_most_each_on_its_own():
    places = np.array([[2, -3], [0, 0], [-4, 4]])
    one, still, other = moved(pictures(), places, most=4)
    assert torch.equal(one[:, 2:, :-3], pictures()[0, :, :-2, 3:])
    assert torch.equal(still, pictures()[1])
    assert torch.equal(other[:, :-4, 4:], pictures()[2, :, 4:, :-4])
    lone = torch.zeros(300, 1, 16, 16).expand(-1, 3, -1, -1).clone()
    lone[..., 8, 8] = 1
    rows = changed(lone, chance()).mean(1).flatten(1).argmax(1) // 16
    assert set(rows.tolist()) == {6, 7, 8, 9, 10}
