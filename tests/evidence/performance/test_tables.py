"""The table of metrics and the report, from a workbook of invented studies."""

from __future__ import annotations

import re

import pytest

from raredx.evidence.performance import METRIC_COLUMNS, metrics_table, parse_report
from raredx.evidence.performance.vocabulary import metrics
from raredx.evidence.workbook import read_workbook
from tests.evidence import making

CELLS = (
    "Accuracy 90% (95% CI 80-95%), AUC 0.8-0.9; improved by 5%",
    "External test: Dice 0.91\u00b10.02; p<0.01",
    "None",
    "correlation r=0.7 with 30 teeth",
)


@pytest.fixture
def sheet(tmp_path):
    return read_workbook(making.studies(tmp_path, *({"performance": cell} for cell in CELLS)))


def test_every_value_is_a_row_in_the_order_of_the_sheet(sheet):
    table = metrics_table(sheet)
    assert all(tuple(row) == METRIC_COLUMNS for row in table)
    assert [(row["study_id"], row["metric"], row["value"]) for row in table] == [
        ("S002", "accuracy", "0.9"),
        ("S002", "AUC", ""),
        ("S003", "Dice", "0.91"),
    ]
    assert (table[0]["low"], table[0]["high"], table[0]["level"]) == ("0.8", "0.95", "0.95")
    assert (table[1]["low"], table[1]["high"], table[1]["flags"]) == ("0.8", "0.9", "range")
    assert (table[2]["spread"], table[2]["subset"]) == ("0.02", "external test")


def test_a_row_leads_to_its_words_in_the_cell(sheet):
    for row in metrics_table(sheet):
        column, number = re.fullmatch(r"([A-Z]+)(\d+)", row["cell"]).groups()
        assert column == sheet.letters["performance"]
        cell = CELLS[int(number) - 2]
        assert cell[int(row["start"]) : int(row["end"])].startswith(("90%", "0.8-0.9", "0.91"))


def test_the_report_counts_what_was_understood(sheet):
    report = parse_report(sheet)
    assert (report.cells, report.cells_with_a_pair, report.cells_with_quality) == (3, 3, 2)
    assert (report.quality_pairs, report.bound) == (3, 6)
    assert sum(report.unbound.values()) == 1
    assert report.as_counts()["metric_rows"] == 2
    assert report.as_counts()["metric_pairs"] == 3
    assert report.as_counts()["metric_rows_any"] == 3


def test_every_metric_declares_what_it_is():
    for metric in metrics().values():
        assert metric.low < metric.high, metric.name
        assert metric.unit in ("fraction", "distance", "error", "number"), metric.name
        assert metric.better in ("higher", "lower"), metric.name
