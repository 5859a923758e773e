"""Which rows are meant."""

from __future__ import annotations

import pyarrow as pa

from raredx.diagnosis.batch.shown import Shown

ROWS = pa.table(
    {
        "file": ["right", "wrong", "withheld", "refused"],
        "answer": ["A", "B", None, None],
        "truth": ["A", "A", "C", None],
        "probability": [0.9, 0.4, None, None],
        "rank": [1, 2, None, None],
        "refused": ["", "", "", "The file is empty."],
        "held": [["A"], ["A", "B"], None, None],
    }
)


def files(**asked) -> list[str]:
    return Shown(**asked).take(ROWS)["file"].to_pylist()


def test_each_kind_of_row_is_found():
    assert files() == ["right", "wrong", "withheld", "refused"]
    assert files(only="answered") == ["right", "wrong"]
    for kind in ("right", "wrong", "withheld", "refused"):
        assert files(only=kind) == [kind]


def test_a_condition_is_looked_for_in_answers_and_truths():
    assert files(conditions=("A",)) == ["right", "wrong"]
    assert files(conditions=("C",)) == ["withheld"]
    assert files(conditions=("A",), only="wrong") == ["wrong"]


def test_a_probability_leaves_out_who_has_none():
    assert files(least=0.5) == ["right"]
    assert files(most=0.5) == ["wrong"]


def test_orders_put_who_has_no_answer_last():
    assert files(order="unsure")[:2] == ["wrong", "right"]
    assert files(order="set")[:2] == ["wrong", "right"]
    assert files(order="sure")[:2] == ["right", "wrong"]


def test_everything_is_said_to_be_everything():
    assert Shown().everything
    assert Shown(order="sure").everything
    assert not Shown(only="wrong").everything
