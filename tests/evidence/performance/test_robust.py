"""Whatever a cell holds, it is parsed, and what is bound stands in the cell and nowhere twice."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from raredx.evidence.performance import parse

SCRAPS = st.sampled_from(
    [
        *("accuracy", "AUC", "Dice", "sensitivity/specificity", "F1-score", "kappa", "HD95", "MAE"),
        *("p", "top-1", "ROC-AUC", "mAP@0.5", "\u03ba", "0.9", "95%", "92", "1", ".85", "0,93"),
        *("1,234", "98/100", "0.8-0.9", "0.8\u00b10.1", "6e-11", "100%", "3", "2019", "(", ")"),
        *("[", "]", ",", ";", ".", ":", "=", "<", ">", "\u2265", "~", "\u00b1", "-", "\u2013"),
        *("\u2192", "/", "%", "+", "&", "<br>", "\u2022", "95% CI", "vs.", "and", "of", "from"),
        *("to", "improved", "by", "than", "baseline", "both", "grade", "test", "at", "training"),
        *("external", "radiologists", "not reported", "mm", "s", "1)", "2.", "*", "\u00bd"),
        *("\ufb01", "\u200c", "\uff1a"),
    ]
)
CELLS = st.lists(SCRAPS, max_size=25).map(" ".join) | st.text(max_size=60)


@settings(max_examples=400, deadline=None)
@given(CELLS)
def test_every_cell_is_parsed_and_every_span_stands_in_it_once(cell):
    parsed = parse(cell)
    spans = sorted({(binding.start, binding.end) for binding in parsed.bindings})
    spans += [(token.start, token.end) for token in parsed.unbound]
    assert all(0 <= start < end <= len(cell) for start, end in spans)
    spans.sort()
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@settings(max_examples=200, deadline=None)
@given(CELLS)
def test_a_fraction_lies_between_its_bounds_and_an_end_is_a_number(cell):
    for binding in parse(cell).bindings:
        stated = [binding.value, binding.change, *([] if binding.value else [binding.low])]
        assert any(number is not None for number in stated)
        assert all(math.isfinite(number) for number in stated if number is not None)
        if binding.unit == "fraction" and binding.value is not None:
            assert -1 <= binding.value <= 1


@given(CELLS)
def test_a_cell_is_parsed_the_same_every_time(cell):
    assert parse(cell) == parse(cell)
