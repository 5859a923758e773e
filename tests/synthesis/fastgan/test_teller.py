"""What tells: places that are judged, conditions, and that it must have looked."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.utils.parametrize import is_parametrized

from raredx.synthesis.fastgan.teller import Teller

CORNER = (0, 1)


@pytest.fixture
def pictures():
    return torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(1)) * 2 - 1


@pytest.mark.parametrize("side", [32, 64, 128])
def test_it_judges_every_side_and_all_of_it_learns(side):
    made = Teller(side=side, width=4, conditions=2)
    pictures = torch.rand(2, 3, side, side)
    judged, maps = made(pictures, torch.eye(2))
    assert judged.shape == (2, 1, 5, 5)
    assert sorted(maps)[:2] == [8, 16]
    (judged.mean() + made.missed(maps, pictures, CORNER)).backward()
    assert all(one.grad is not None for one in made.parameters() if one.numel())


def test_small_maps_are_gated_by_those_four_times_as_large():
    gated = {side: [*Teller(side=side, width=4, conditions=0).gates] for side in (32, 64, 128)}
    assert gated == {32: [], 64: ["8"], 128: ["16", "8"]}


def test_the_layers_that_judge_make_nothing_much_larger(pictures):
    made = Teller(side=32, width=4, conditions=2)
    for _ in range(30):
        made(pictures, torch.eye(2))
    judging = [one for name, one in made.named_modules() if not name.startswith(("whole", "part"))]
    layers = [one for one in judging if isinstance(one, nn.Conv2d | nn.Linear)]
    assert len(layers) == 7
    assert all(is_parametrized(one) for one in layers)
    assert all(
        float(torch.linalg.matrix_norm(one.weight.detach().flatten(1), 2))
        == pytest.approx(1, abs=0.1)
        for one in layers
    )


def test_an_image_is_judged_by_its_condition_where_there_are_conditions(pictures):
    made = Teller(side=32, width=4, conditions=2).eval()
    as_one, _ = made(pictures, torch.eye(2)[[0, 0]])
    as_other, _ = made(pictures, torch.eye(2)[[1, 1]])
    assert not torch.allclose(as_one, as_other)
    assert Teller(side=32, width=4, conditions=0).meanings is None


def test_the_whole_and_a_quarter_are_brought_back(pictures):
    made = Teller(side=32, width=4, conditions=0).eval()
    _, maps = made(pictures, torch.empty(2, 0))
    assert made.whole(maps[8]).shape == made.part(maps[16][..., :8, 8:]).shape == (2, 3, 16, 16)
    missed = made.missed(maps, pictures, CORNER)
    elsewhere, there = pictures.clone(), pictures.clone()
    elsewhere[..., 16:, :16] = 5
    there[..., :16, 16:] = 5
    assert missed < made.missed(maps, elsewhere, CORNER) < made.missed(maps, there, CORNER)
