"""The performance of all studies as one table, and how much of the cells was understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from raredx.evidence.performance.grammar import Binding, parse
from raredx.evidence.study_tables import study_id
from raredx.evidence.vocabulary import is_reported
from raredx.evidence.workbook import Sheet

METRIC_COLUMNS = (
    *("study_id", "metric", "value", "unit", "relation", "spread", "low", "high", "level"),
    *("subset", "context", "flags", "cell", "start", "end"),
)


@dataclass(frozen=True)
class Report:
    """How much of the cells was understood; `unbound` counts numbers by the reason."""

    cells: int
    cells_with_a_pair: int
    cells_with_quality: int
    quality_pairs: int
    bound: int
    unbound: dict[str, int]

    def as_counts(self) -> dict[str, int]:
        """The numbers that the catalogue's statistics show."""
        return {
            "metric_rows": self.cells_with_quality,
            "metric_pairs": self.quality_pairs,
            "metric_rows_any": self.cells_with_a_pair,
            "metric_values_bound": self.bound,
            "metric_numbers_unbound": sum(self.unbound.values()),
        }


def metrics_table(sheet: Sheet) -> list[dict[str, str]]:
    """Every value of a metric of quality that a study reports, with its place in the cell.

    Changes ("improved by 4 %") are no values and are left out. A range has no value, only its two
    ends. The rows must not be ranked: which of them are comparable is not known.
    """
    return [
        _row(binding, study_id(row), sheet.address(row, "performance"))
        for row in sheet.rows
        for binding in parse(row.text("performance")).bindings
        if binding.quality and binding.change is None
    ]


def parse_report(sheet: Sheet) -> Report:
    """Count what `parse` made of the cells of a sheet."""
    cells = [row.text("performance") for row in sheet.rows if is_reported(row.text("performance"))]
    parsed = [parse(cell) for cell in cells]
    quality = [
        [binding for binding in one.bindings if binding.quality and binding.change is None]
        for one in parsed
    ]
    reasons = Counter(token.why for one in parsed for token in one.unbound)
    return Report(
        cells=len(cells),
        cells_with_a_pair=sum(bool(one.bindings) for one in parsed),
        cells_with_quality=sum(map(bool, quality)),
        quality_pairs=sum(map(len, quality)),
        bound=sum(len(one.bindings) for one in parsed),
        unbound=dict(reasons.most_common()),
    )


def _row(binding: Binding, study: str, cell: str) -> dict[str, str]:
    return {
        "study_id": study,
        "metric": binding.metric,
        "value": _number(binding.value),
        "unit": binding.unit,
        "relation": binding.relation,
        "spread": _number(binding.spread),
        "low": _number(binding.low),
        "high": _number(binding.high),
        "level": _number(binding.level),
        "subset": binding.subset,
        "context": binding.context,
        "flags": "; ".join(binding.flags),
        "cell": cell,
        "start": str(binding.start),
        "end": str(binding.end),
    }


def _number(value: float | None) -> str:
    """A number in as many digits as it has, the same on every system.

    >>> _number(0.9), _number(1.0), _number(None)
    ('0.9', '1', '')
    """
    return "" if value is None else f"{value:.9f}".rstrip("0").rstrip(".")
