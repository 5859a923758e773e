"""One sentence about two classifiers: who is better and by how much, or that it is not decided."""

from __future__ import annotations

from math import isnan

from raredx.learning.compare.comparison import Comparison
from raredx.learning.compare.measures import measure_of
from raredx.statistics.crossed import Crossed
from raredx.statistics.folds import CorrectedT


def verdict(found: Comparison) -> str:
    """Say what a comparison shows, and no more.

    Somebody is called better only where the interval leaves out 0 and the adjusted test is below
    0.05; otherwise the sentence says what failed, and what these data could have shown.

    Examples
    --------
    >>> from raredx.learning.compare.pairs import compare
    >>> from raredx.learning.predictions import example
    >>> verdict(compare(example(), example(truth=(0, 0, 1, 0))))
    'Not decisive: A and B do not differ in any image; these data could have shown 99.8 points.'
    """
    gain, unit = found.gain.estimate, measure_of(found.measure)
    first, second = found.names
    if found.subjects < 2:
        return f"Not decisive: one person cannot tell {first} and {second} apart."
    low, high = (gain.low, gain.high) if found.ahead == first else (-gain.high, -gain.low)
    size = f"{unit.words(abs(gain.value))} {unit.unit}"
    inside = f"95 % CI {unit.words(low)} to {unit.words(high)}"
    chance = f"{'Holm-adjusted p' if found.pairs > 1 else 'p'} {_p(found.adjusted)}"
    if found.winner:
        other = second if found.winner == first else first
        return (
            f"{found.winner} is better than {other} by {size}"
            f" ({inside}; paired over {found.subjects:,} people, {chance})."
        )
    apart = f"{first} and {second} differ by {size} ({inside})"
    shown = f"{unit.words(found.shown)} {unit.unit}" if found.shown < unit.most else "nothing"
    over = {CorrectedT: "folds", Crossed: "draws and people"}.get(type(found.folds), "people")
    could = "." if isnan(found.shown) else f"; these data could have shown {shown}."
    if gain.value == gain.low == gain.high == 0:
        return f"Not decisive: {first} and {second} do not differ in any image{could}"
    if found.significant:
        return f"Not decisive: {apart}, which includes 0, although {chance}{could}"
    if found.separate:
        return f"Not decisive: {apart}, and yet {chance} over {over}{could}"
    return f"Not decisive: {apart}{could}"


def _p(value: float) -> str:
    """A p-value, with its sign.

    >>> _p(0.0004), _p(0.0123), _p(0.412)
    ('< 0.001', '= 0.012', '= 0.41')
    """
    if value < 0.001:
        return "< 0.001"
    return f"= {value:.3f}" if value < 0.1 else f"= {value:.2f}"
