"""What a model that reads is told of an example, and of an image that is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from raredx.synthesis.captions import Shown
from raredx.synthesis.examples import Examples
from raredx.synthesis.generator import Order


def shown_of(examples: Examples) -> list[Shown]:
    """What is known of each example."""
    return [
        Shown(condition=label, sex=sex, years=years)
        for label, sex, years in zip(examples.labels, examples.sexes, examples.years, strict=True)
    ]


def prompt_of(order: Order) -> str:
    """The prompt of an order: its own, or what its condition, sex and years give.

    >>> prompt_of(Order(label="Noonan syndrome", sex="female", years=7, seed=1))
    'photo of a girl with noonan syndrome'
    >>> prompt_of(Order(label=None, seed=1)), prompt_of(Order(label="X", seed=1, prompt="a cat"))
    ('photo of a person', 'a cat')
    """
    if order.prompt is not None:
        return order.prompt
    return Shown(condition=order.label, sex=order.sex, years=order.years).caption


def ordinary(examples: Sequence[Shown], many: int, *, seed: int) -> list[Shown]:
    """People without a condition, of the sexes and ages of some examples."""
    chosen = np.random.default_rng([seed, 0]).integers(0, len(examples), many)
    return [replace(examples[row], condition=None) for row in chosen]
