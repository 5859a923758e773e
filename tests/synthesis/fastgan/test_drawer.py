"""What draws: shapes, chance by seeds alone, conditions that leave chance its place."""

from __future__ import annotations

import pytest
import torch

from raredx.synthesis.fastgan.drawer import Drawer

HALF = torch.tensor([[0.5, 0.5]])


@pytest.fixture
def drawer():
    torch.manual_seed(2)
    return Drawer(side=32, width=4, conditions=2).eval()


@pytest.mark.parametrize("side", [32, 64, 128])
def test_it_draws_every_side(side):
    made = Drawer(side=side, width=4, conditions=0)
    drawn = made(made.chance([1, 2]), torch.empty(2, 0))
    assert drawn.shape == (2, 3, side, side)
    assert float(drawn.detach().abs().max()) <= 1
    drawn.mean().backward()
    assert all(one.grad is not None for one in made.parameters())


def test_large_maps_are_gated_by_those_a_sixteenth_of_them():
    gated = {side: [*Drawer(side=side, width=4, conditions=0).gates] for side in (32, 64, 256)}
    assert gated == {32: [], 64: ["64"], 256: ["64", "128", "256"]}


def test_every_other_map_but_the_largest_takes_noise():
    noisy = {side: Drawer(side=side, width=4, conditions=0).noisy for side in (32, 64, 128)}
    assert noisy == {32: [16], 64: [32, 8], 128: [64, 16]}


def test_chance_is_of_a_seed_alone_whoever_is_drawn_beside_it(drawer):
    together = drawer.chance([5, 6, 7])
    assert [tuple(one.shape) for one in together] == [(3, 256), (3, 1, 16, 16)]
    assert all(
        torch.equal(one[1:2], alone)
        for one, alone in zip(together, drawer.chance([6]), strict=True)
    )
    drawn = drawer(together, HALF.repeat(3, 1))[1:2]
    assert torch.allclose(drawn, drawer(drawer.chance([6]), HALF), atol=1e-5)


def test_noise_counts_for_as_much_as_was_learned(drawer):
    latents, noise = drawer.chance([3])
    before = drawer([latents, noise], HALF)
    assert torch.equal(before, drawer([latents, 0 * noise], HALF))
    torch.nn.init.ones_(drawer.steps["16"].strength)
    assert not torch.allclose(before, drawer([latents, noise], HALF))


def test_conditions_are_alike_until_something_is_learned_of_them(drawer):
    chance, (one, other) = drawer.chance([3]), torch.eye(2)[:, None]
    assert torch.equal(drawer(chance, one), drawer(chance, other))
    torch.nn.init.normal_(drawer.norm.meanings)
    assert not torch.allclose(drawer(chance, one), drawer(chance, other))
