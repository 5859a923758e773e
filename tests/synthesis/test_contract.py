"""What every generator keeps to: it learns from four images, draws, and draws the same again."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.synthesis import Order, all_generators, get_generator
from raredx.synthesis.fitted import RECORD, opened
from raredx.synthesis.sampling import Sampling
from tests.synthesis.conftest import BLUE, RED

TINY = {
    "lora": {"steps": 3, "batch": 2, "rank": 2},
    "dreambooth": {"steps": 3, "batch": 2},
    "fastgan": {"steps": 3, "batch": 2, "width": 4},
    "augmentation": {},
}
QUICKLY = Sampling(steps=2)
ORDERS = [Order(label=RED, seed=1), Order(label=BLUE, seed=1), Order(label=RED, seed=2)]


@pytest.fixture(params=list(all_generators()))
def fitted(request, base, examples, tmp_path):
    generator = get_generator(request.param)(**TINY[request.param])
    scratch = Progress(scratch=tmp_path / "scratch")
    return generator.fit(examples, tmp_path / "made", base=base, seed=3, progress=scratch)


def pixels(drawn):
    return np.stack([one.pixels for one in drawn])


def test_it_draws_and_draws_the_same_again_from_disk(fitted, examples):
    first = list(fitted.draw(ORDERS, QUICKLY, examples=examples))
    assert [one.order for one in first] == ORDERS
    assert pixels(first).shape == (3, 32, 32, 3)
    assert pixels(first).dtype == np.uint8
    again = opened(fitted.folder)
    assert again.generator == fitted.generator
    assert again.conditions == (RED, BLUE)
    same = list(again.draw(ORDERS, QUICKLY, examples=examples))
    assert np.array_equal(pixels(first), pixels(same))
    assert [one.facts for one in first] == [one.facts for one in same]


def test_another_seed_gives_another_image(fitted, examples):
    one, _, other = pixels(fitted.draw(ORDERS, QUICKLY, examples=examples))
    assert not np.array_equal(one, other)


def test_its_record_says_what_it_has_learned(fitted):
    learned = fitted.learned
    assert learned.examples == {RED: ("a", "b"), BLUE: ("c", "d")}
    assert learned.conditions == {RED: "ORPHA:1", BLUE: None}
    assert learned.lost == {RED: 0, BLUE: 1}
    assert learned.source == {"cohort": "tiny"}
    assert learned.side == 32
    assert (learned.base is not None) == fitted.generator.based


def test_what_it_has_not_learned_is_one_line(fitted):
    with pytest.raises(UserError, match=r"has not learned 'Green'.*It draws: Red syndrome, Blue"):
        list(fitted.draw([Order(label="Green", seed=1)]))


def test_a_record_that_is_damaged_is_one_line(fitted):
    (fitted.folder / RECORD).write_text('{"format": 1}')
    with pytest.raises(UserError, match=r"damaged: generator.json is not what was saved"):
        opened(fitted.folder)


def test_a_folder_without_its_weights_is_one_line(fitted):
    for name in fitted.needs:
        (fitted.folder / name).unlink()
        with pytest.raises(UserError, match=rf"damaged: {name} is missing"):
            opened(fitted.folder)


def test_every_preset_is_of_options_that_it_has():
    for generator in all_generators().values():
        assert "quick" in generator.presets
        for options in generator.presets.values():
            generator.model_validate(options)
