"""Whether a written value can be a value of a metric, and what it is in the metric's unit."""

from __future__ import annotations

from dataclasses import dataclass

from raredx.evidence.performance.tokens import Token
from raredx.evidence.performance.vocabulary import Metric
from raredx.evidence.performance.written import Written

IMPOSSIBLE = "not a possible value of the metric"
WHOLE = "a whole number without % is no fraction"
UNIT = "its unit is no fraction's"
_LENGTHS = {"mm", "cm", "μm", "um", "px", "pixel", "pixels", "voxel", "voxels", "m", "nm", "npx"}
_LEAST_PERCENT = 20  # a smaller whole number counts something
_NOISE = 1e-9


@dataclass(frozen=True)
class Fitted:
    """A value in the unit of its metric; of a range, `value` is None and its ends are given."""

    value: float | None
    low: float | None
    high: float | None
    spread: float | None
    unit: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Unfit:
    """Why a written value is none of the metric."""

    why: str


def fit(metric: Metric, written: Written, *, direct: bool = False) -> Fitted | Unfit:
    """A written value in the unit of a metric.

    `direct` says that nothing stands between name and value: then a whole number may be meant as a
    percentage, which is flagged.

    >>> from raredx.evidence.performance.tokens import tokens
    >>> from raredx.evidence.performance.values import written_at
    >>> from raredx.evidence.performance.vocabulary import metrics
    >>> def fitted(text, **how):
    ...     return fit(metrics()["accuracy"], written_at(tokens(text), 0)[0], **how)
    >>> fitted("95.5%").value, fitted("95.5").flags
    (0.955, ('assumed percent',))
    >>> fitted("12"), fitted("3.1 mm")
    (Unfit(why='a whole number without % is no fraction'), Unfit(why="its unit is no fraction's"))
    """
    if metric.unit != "fraction":
        return _in_its_unit(metric, written)
    if written.unit:
        return Unfit(UNIT)
    number, flags = written.number, []
    percent = written.percent
    ends = [token.value for token in (number, written.to) if token is not None]
    if percent:
        flags.append("percent")
    elif max(ends) > 1:
        if number.whole and not (direct and number.value >= _LEAST_PERCENT):
            return Unfit(WHOLE)
        percent = True
        flags.append("assumed percent")
    elif number.whole and not direct:
        return Unfit(WHOLE)
    shared = written.to is not None and written.to.percent  # "0.5-1.9%"
    scaled = [end / 100 if shared else end for end in ends]
    if not shared:
        scaled = [_fraction(token, percent) for token in (number, written.to) if token is not None]
    if written.sign == "-":
        scaled = [-end for end in scaled]
    if not all(metric.low - _NOISE <= end <= metric.high + _NOISE for end in scaled):
        return Unfit(IMPOSSIBLE)
    if percent and metric.better == "higher" and any(0 < end < 0.01 for end in scaled):
        return Unfit("below one percent, which may be a fraction")
    return _with_ends(written, scaled, percent, "fraction", flags)


def _in_its_unit(metric: Metric, written: Written) -> Fitted | Unfit:
    if metric.unit == "distance" and (
        written.percent or (written.unit and written.unit not in _LENGTHS)
    ):
        return Unfit("its unit is no length's")
    sign = -1 if written.sign == "-" else 1
    ends = [sign * token.value for token in (written.number, written.to) if token is not None]
    if not all(metric.low <= end <= metric.high for end in ends):
        return Unfit(IMPOSSIBLE)
    return _with_ends(written, ends, False, "%" if written.percent else written.unit, [])


def _with_ends(
    written: Written, ends: list[float], percent: bool, unit: str, flags: list[str]
) -> Fitted:
    def scaled(token: Token | None) -> float | None:
        if token is None:
            return None
        return _fraction(token, percent) if unit == "fraction" else token.value

    spread = scaled(written.spread)
    if spread is not None and percent and written.spread is not None:
        spread = round(written.spread.value / 100, 9)
    low, high = scaled(written.low), scaled(written.high)
    if low is not None and low > 1 and written.high is not None and written.high.percent:
        low = round(low / 100, 9) if unit == "fraction" else low  # "94.28-97.48%"
    if len(ends) == 2:
        return Fitted(None, ends[0], ends[1], spread, unit, (*flags, "range"))
    if low is not None and high is not None and not low <= ends[0] <= high:
        flags.append("outside its interval")
    return Fitted(ends[0], low, high, spread, unit, tuple(flags))


def _fraction(token: Token, percent: bool) -> float:
    """A number as a fraction: a percentage, or one that the numbers beside it make a percentage."""
    if token.percent or (percent and token.value > 1):
        return round(token.value / 100, 9)
    return token.value
