"""Whether a report of a synthetic face says what reports of people with its condition say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from raredx.errors import UserError
from raredx.phenotype.analyse import analyse
from raredx.phenotype.reference.reference import SIMULATED, open_reference
from raredx.phenotype.report.likeness import Told, by_terms
from raredx.statistics.estimate import Estimate
from raredx.synthesis.audit.measure import Measure, measured

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort
    from raredx.synthesis.curation.sight import Sight

MOST = 200
"""Images of a side that are reported on, as many of each condition as there can be."""


def reports(
    drawn: Sight,
    meant: Sequence[str],
    cohort: Cohort,
    others: Sight,
    labels: Sequence[str],
    source: Cohort,
) -> Measure:
    """How much liker reports are within a condition than between two: synthetic faces to people.

    People are those who were not learned from. The reference that says what signs a face has is
    the shipped one for simulated people; for others there is none, and so no measure.
    """
    rows, their = _some(meant), _some(labels)

    def found() -> Estimate:
        if {*source.counts("origin")} != {"simulated"}:
            raise UserError(
                "Reports need a reference that knows people of this origin",
                remedy="Compare reports on the page Face lab, by a reference of your own",
            )
        told = by_terms(
            _told(drawn.take(rows), [meant[row] for row in rows], cohort),
            _told(others.take(their), [labels[row] for row in their], source),
        )
        low, high = told.interval or (np.nan, np.nan)
        return Estimate(told.gap, low, high)

    return measured(
        found,
        group="phenotype",
        title="report similarity gap",
        wanted="higher; 0 is a report that says nothing of the condition",
        says="By how much a report of a synthetic face is liker to one of somebody with its"
        " condition than to one of somebody with another; interval by drawing conditions anew.",
        n={"synthetic": len(rows), "people": len(their)},
        beside={"chance": 0.0},
    )


def _told(sight: Sight, labels: Sequence[str], cohort: Cohort) -> list[Told]:
    """What is found in each face."""
    reference = open_reference(SIMULATED)
    assert sight.landmarks
    told = []
    for row, (one, label) in enumerate(zip(sight.ids, labels, strict=True)):
        seen = analyse(
            cohort.image(one),
            reference,
            origin="simulated",  # faces of their world, whoever made the picture
            landmarks=sight.landmarks.take([row]),
        )
        terms = tuple(finding.term for finding in seen.findings.present())
        told.append(Told(label, one, terms=terms))
    return told


def _some(labels: Sequence[str]) -> list[int]:
    """Rows of as many conditions as there are, in turn."""
    turn: dict[str, int] = {}
    order = []
    for row, label in enumerate(labels):
        order.append((turn.setdefault(label, 0), row))
        turn[label] += 1
    return sorted(row for _, row in sorted(order)[:MOST])
