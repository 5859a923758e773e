"""150 cells, drawn at random from rows that the grammar was not made on, bound by hand unseen."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from raredx.evidence.performance import parse
from raredx.evidence.performance.audit import score, stated
from raredx.evidence.performance.vocabulary import metrics
from raredx.evidence.workbook import read_workbook
from raredx.settings import ROOT

FIXTURE = Path(__file__).parents[1] / "audits" / "performance.csv"
WORKBOOK = ROOT.parent / "shared" / "data" / "review" / "Table-CV Models.xlsx"


@pytest.fixture(scope="module")
def by_hand():
    read = defaultdict(list)
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = read[int(row["row"])]
            if row["metric"]:
                values.append((row["metric"], float(row["value"])))
    return read


def test_the_audit_is_large_and_keeps_away_from_the_rows_the_grammar_was_made_on(by_hand):
    assert len(by_hand) == 150
    assert all(row % 2 for row in by_hand)
    assert sum(map(len, by_hand.values())) > 450
    unknown = {metric for values in by_hand.values() for metric, _ in values} - set(metrics())
    assert unknown == {"average Euclidean distance", "detection error", "scoring error"}


@pytest.mark.skipif(not WORKBOOK.exists(), reason="the authors' workbook is not at hand")
def test_what_is_bound_is_right(by_hand):
    rows = {row.number: row for row in read_workbook(WORKBOOK).rows}
    bound = {row: stated(parse(rows[row].text("performance")).bindings) for row in by_hand}
    result = score(bound, by_hand)
    assert result.precision >= 0.95
    assert result.precision_low >= 0.95
    assert result.recall >= 0.9


def test_a_score_counts_every_value_once():
    read = {3: [("AUC", 0.9), ("AUC", 0.9)], 5: [("Dice", 0.8)], 7: []}
    result = score({3: [("AUC", 0.9)], 5: [("Dice", 0.8)], 7: [("F1", 0.5)]}, read)
    assert (result.cells, result.bound, result.by_hand, result.right) == (3, 3, 3, 2)
    assert result.precision == result.recall == pytest.approx(2 / 3)
    assert result.precision_low <= result.precision <= result.precision_high
    assert result.recall_low <= result.recall <= result.recall_high


def test_a_perfect_score_has_no_doubt_left_and_an_empty_one_no_claim():
    assert score({1: [("AUC", 0.9)]}, {1: [("AUC", 0.9)]}).precision_low == 1
    assert score({}, {1: []}).precision == 0
