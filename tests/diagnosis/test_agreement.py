"""How far two answers about one image agree, where it is known how far they do."""

from __future__ import annotations

import pytest

from raredx.diagnosis.agreement import agreement
from raredx.diagnosis.prediction import Differential
from raredx.learning.bundle.answer import Ranked


def answer(held: str = "", **shares: float) -> Differential:
    order = sorted(shares, key=lambda name: -shares[name])
    return Differential(
        ranked=tuple(
            Ranked(name=name, code=None, probability=shares[name], images=1) for name in order
        ),
        coverage=0.9,
        held=frozenset(held),
        promised=None,
    )


def test_the_same_answer_agrees_wholly():
    one = answer("AB", A=0.6, B=0.3, C=0.1)
    found = agreement(one, one)
    assert found.correlation == pytest.approx(1)
    assert found.same_first
    assert found.both == found.either == {"A", "B"}
    assert "The first answer is the same; over 3 shared conditions" in found.told
    assert "their sets share 2 of 2 conditions" in found.told


def test_the_reverse_does_not():
    found = agreement(answer("A", A=0.6, B=0.3, C=0.1), answer("C", A=0.1, B=0.3, C=0.6))
    assert found.correlation == pytest.approx(-1)
    assert not found.same_first
    assert found.both == frozenset()
    assert found.either == {"A", "C"}


def test_only_what_both_know_is_compared():
    one, other = answer("AD", A=0.6, D=0.3, B=0.1), answer("AE", E=0.5, A=0.3, B=0.2)
    found = agreement(one, other)
    assert found.shared == ("A", "B")
    assert found.correlation is None
    assert found.either == {"A"}
    assert "2 shared conditions are too few to compare an order" in found.told
    strangers = agreement(answer(A=1.0), answer(B=1.0))
    assert strangers.told == "The first answers differ: the models share no condition."
