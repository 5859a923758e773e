"""Predictions that cannot be scored are refused in one line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.learning.metrics.prepared import prepare
from tests.learning.metrics.sample import sound


def refusal(predictions) -> str:
    with pytest.raises(UserError) as raised:
        prepare(predictions)
    return str(raised.value)


def test_none_at_all():
    assert refusal(sound().take([])) == "There are no predictions. Run the experiment first."


def test_a_score_that_is_no_number():
    predictions = sound()
    predictions.scores[3, 2] = np.nan
    assert refusal(predictions).startswith("1 of 150 predictions hold a score that is not a number")


def test_an_image_twice_in_a_repeat():
    assert "twice in one repeat" in refusal(sound().take([0, 1, 1]))


@pytest.mark.parametrize("column", ["truth", "subjects"])
def test_repeats_that_differ(column):
    both = sound(repeats=2)
    values = getattr(both, column).copy()
    values[200] = values[201]
    message = refusal(replace(both, **{column: values}))
    assert message.startswith("Repeats 1 and 2 are not of the same images")


def test_a_repeat_that_is_not_finished():
    message = refusal(sound(repeats=2).take(np.arange(299)))
    assert message.startswith("Repeats 1 and 2 are not of the same images")


def test_rows_may_come_in_any_order():
    both = sound(repeats=2)
    mixed = both.take(np.random.default_rng(0).permutation(300))
    one, other = prepare(both), prepare(mixed)
    assert one.images.tolist() == other.images.tolist()
    for ours, theirs in zip(one.repeats, other.repeats, strict=True):
        assert ours.scores.tolist() == theirs.scores.tolist()


def test_images_are_independent_if_there_is_one_of_each_subject_and_one_repeat():
    alone = sound()
    assert prepare(alone).independent
    assert not prepare(sound(repeats=2)).independent
    shared = replace(alone, subjects=np.array(["one", "one", *alone.subjects[2:]]))
    assert not prepare(shared).independent
    assert prepare(shared).people == 149
