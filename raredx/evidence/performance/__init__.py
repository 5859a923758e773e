"""The performance that studies report, read from one cell of prose: metrics, values, intervals."""

from raredx.evidence.performance.grammar import Binding, Parsed, parse
from raredx.evidence.performance.tables import (
    METRIC_COLUMNS,
    Report,
    metrics_table,
    parse_report,
)

__all__ = [
    "METRIC_COLUMNS",
    "Binding",
    "Parsed",
    "Report",
    "metrics_table",
    "parse",
    "parse_report",
]
