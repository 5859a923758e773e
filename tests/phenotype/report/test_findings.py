"""Findings: one per source and term, present, absent, undecided, and never seen."""

from __future__ import annotations

import math

import pytest

from raredx.errors import NotFoundError
from raredx.phenotype.report.findings import Finding, Findings, joined

WIDE, PTOSIS, SYNOPHRYS, SMALL_JAW = "HP:0000316", "HP:0000508", "HP:0000664", "HP:0000347"


def judged(term: str, confidence: float, source: str = "measure") -> Finding:
    return Finding(term, confidence, source, "because")  # type: ignore[arg-type]


def test_the_surest_source_speaks_for_a_term_and_the_others_are_kept():
    found = Findings((judged(WIDE, 0.1), judged(WIDE, 0.7, "picture"), judged(PTOSIS, 0.9)))
    assert [(one.term, one.confidence) for one in found.surest] == [(PTOSIS, 0.9), (WIDE, 0.7)]
    assert [one.source for one in found.about(WIDE)] == ["picture", "measure"]
    assert found.absent == ()


def test_present_undecided_and_absent_are_three_things():
    found = Findings((judged(WIDE, 0.5), judged(PTOSIS, 0.49), judged(SYNOPHRYS, 0.2)))
    assert [one.term for one in found.present()] == [WIDE]
    assert [one.term for one in found.present(0.4)] == [WIDE, PTOSIS]
    assert [one.term for one in found.absent] == [SYNOPHRYS]


def test_unseen_is_never_absent_nor_present():
    found = Findings((), unseen=(PTOSIS, WIDE, PTOSIS))
    assert found.unseen == (WIDE, PTOSIS)
    assert found.present(0.0) == found.absent == ()


def test_what_one_source_saw_is_not_unseen_of_all():
    measures = Findings((judged(WIDE, 0.8),), unseen=(SYNOPHRYS, SMALL_JAW))
    picture = Findings((judged(SYNOPHRYS, 0.05, "picture"),), unseen=(WIDE,))
    both = joined([measures, picture])
    assert both.unseen == (SMALL_JAW,)
    assert {one.term for one in both.judged} == {WIDE, SYNOPHRYS}


def test_an_alternative_id_is_the_same_term():
    with pytest.raises(ValueError, match="twice"):
        Findings((judged(WIDE, 0.8), judged("HP:0000578", 0.7)))
    with pytest.raises(ValueError, match="both judged and unseen"):
        Findings((judged(WIDE, 0.8),), unseen=("HP:0000578",))


@pytest.mark.parametrize("confidence", [-0.1, 1.1, math.nan])
def test_a_confidence_is_from_0_to_1(confidence):
    with pytest.raises(ValueError, match="no confidence"):
        judged(WIDE, confidence)


def test_an_unknown_term_or_source_is_refused():
    with pytest.raises(NotFoundError, match="HP:9999999"):
        judged("HP:9999999", 0.5)
    with pytest.raises(ValueError, match="'guess'"):
        judged(WIDE, 0.5, "guess")


def test_the_order_in_which_they_came_changes_nothing():
    some = (judged(WIDE, 0.7), judged(PTOSIS, 0.7), judged(WIDE, 0.7, "picture"))
    assert Findings(some).as_dict() == Findings(some[::-1]).as_dict()
    assert Findings(some).surest == Findings(some[::-1]).surest
