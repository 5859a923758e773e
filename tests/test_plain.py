"""Results become what JSON and tables can hold."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pytest

from raredx.plain import as_dict, rows_of


@dataclass(frozen=True)
class Result:
    matrix: np.ndarray
    words: tuple[str, ...]
    name: np.str_
    hits: np.ndarray


def test_a_result_survives_json():
    result = Result(np.array([[1.5, np.inf]]), ("a", "b"), np.str_("K"), np.array([True]))
    told = json.loads(json.dumps(as_dict(result), allow_nan=False))
    assert told == {"matrix": [[1.5, None]], "words": ["a", "b"], "name": "K", "hits": [True]}


def test_columns_are_of_one_length():
    with pytest.raises(ValueError, match="shorter"):
        rows_of(one=[1, 2], other=[1])
