"""What a training will cost: as it was measured with the base that is shipped, or not known."""

from __future__ import annotations

import pytest

from raredx.jobs import get_kind
from raredx.synthesis import DreamBooth, FastGAN, LoRA, all_generators
from raredx.synthesis.cost import cost_of, paces

THREE = ("Williams syndrome", "Down syndrome", "Apert syndrome")


def cost(kind, **asked):
    config = get_kind(f"generate-{kind.method}").parse({"name": "n", "conditions": THREE, **asked})
    return cost_of(kind, config)


def test_every_method_was_measured():
    assert {*all_generators()} | {"on"} == {*paces()}


def test_steps_of_each_condition_are_counted_and_paid_for():
    together, each = (cost(LoRA, steps=100, adapters=how) for how in ("together", "each"))
    assert (together.steps, each.steps) == (100, 300)
    start = paces()["lora"]["start"]
    assert each.seconds - start == pytest.approx(3 * (together.seconds - start))
    assert each.disk == 3 * together.disk
    assert each.memory == together.memory
    assert cost(FastGAN, steps=100).steps == 100


def test_a_larger_batch_takes_longer():
    small, large = (cost(DreamBooth, batch=many) for many in (4, 8))
    assert small.seconds < large.seconds


def test_of_another_base_nothing_is_known():
    said = str(cost(LoRA, steps=7, base="some/other", adapters="together"))
    assert said == "7 steps, the time is not known before the first run on this machine."
