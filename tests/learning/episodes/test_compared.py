"""Differences on the same episodes: who is equal is not called better, and who is better is."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.learning.episodes.compared import compare_all, telling
from raredx.learning.episodes.few_shot import together
from raredx.learning.episodes.judge import evaluate
from tests.learning.episodes.people import WIDTH, drawn, faces

TASK = "5-way 1-shot"


def apart(ours, theirs, episodes):
    found = {"ours": evaluate(ours, episodes), "theirs": evaluate(theirs, episodes)}
    return compare_all({TASK: found})[0]


def test_equals_are_called_different_as_rarely_as_is_said():
    rng = np.random.default_rng(0)
    called, held = [], []
    for seed in range(250):
        episodes = drawn(20, episodes=100, seed=seed)
        pair = apart(faces(episodes, 20, rng), faces(episodes, 20, rng), episodes)
        called.append(pair.winner is not None)
        held.append(pair.gain.estimate.low <= 0)
    assert 0.01 <= np.mean(called) <= 0.08
    assert np.mean(held) == 1 - np.mean(called)


def test_the_better_one_is_found_and_the_pairing_helps():
    rng = np.random.default_rng(1)
    episodes = drawn(40, episodes=400)
    clear = faces(episodes, 40, rng)
    blurred = clear + rng.normal(size=clear.shape)
    pair = apart(blurred, clear, episodes)
    assert pair.winner == pair.names[0] == "theirs"
    assert str(pair).startswith(f"{TASK}: theirs is better than ours by ")
    alone = [evaluate(one, episodes).accuracy for one in (clear, blurred)]
    widths = [one.high - one.low for one in alone]
    assert pair.gain.estimate.high - pair.gain.estimate.low < np.hypot(*widths)
    assert pair.gain.estimate.value == pytest.approx(alone[0].value - alone[1].value)


def test_what_is_not_decided_says_what_could_have_been_shown():
    rng = np.random.default_rng(2)
    episodes = drawn(8, episodes=40)
    pair = apart(faces(episodes, 8, rng), faces(episodes, 8, rng), episodes)
    assert pair.winner is None
    assert f"could have shown {100 * pair.shown:.1f} points." in str(pair)
    half = pair.gain.estimate.high - pair.gain.estimate.value
    assert half < pair.shown < 2 * half


def test_who_answers_alike_does_not_differ():
    episodes = drawn(8, episodes=40)
    features = faces(episodes, 8, np.random.default_rng(3))
    pair = apart(features, 2 * features, episodes)
    assert (pair.winner, pair.gain.p) == (None, 1.0)
    assert str(pair) == f"{TASK}: not decisive: ours and theirs do not differ in any condition."


def test_many_pairs_make_it_harder():
    rng = np.random.default_rng(4)
    episodes = drawn(12, episodes=60)
    found = {str(number): evaluate(faces(episodes, 12, rng), episodes) for number in range(5)}
    pairs = compare_all({TASK: found, "again": found})
    assert {pair.pairs for pair in pairs} == {20}
    assert all(pair.adjusted >= pair.gain.p for pair in pairs)
    assert min(pair.adjusted for pair in pairs) == pytest.approx(
        min(1, 20 * min(pair.gain.p for pair in pairs))
    )


def test_the_first_is_told_beside_all_and_methods_of_a_backbone_beside_each_other():
    rng = np.random.default_rng(5)
    episodes = drawn(12, episodes=60)
    names = [f"{backbone} / {method}" for backbone in "xyz" for method in ("one", "two")]
    found = {TASK: {name: evaluate(faces(episodes, 12, rng), episodes) for name in names}}
    told = telling(compare_all(found), found)
    assert len(told) == 5 + 2
    first = max(names, key=lambda name: found[TASK][name].accuracy.value)
    assert sum(first in pair.names for pair in told) == 5


def test_other_episodes_are_not_compared_and_not_put_together():
    one, other = (drawn(12, episodes=20, seed=seed) for seed in (0, 1))
    found = [evaluate(np.ones((len(some.images), WIDTH)), some) for some in (one, other)]
    with pytest.raises(UserError, match="answered different episodes"):
        compare_all({TASK: dict(zip("ab", found, strict=True))})
    with pytest.raises(UserError, match="share a class, or differ in size"):
        together(found)
