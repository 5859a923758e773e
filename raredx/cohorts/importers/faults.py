"""Why a file of an import has no row in the cohort, where intake is not the one that says so."""

from __future__ import annotations

from raredx.cohorts.refusals import REASONS

FAULTS = {
    "no-file": "The table names it, but there is no such file",
    "several-files": "The table's name for it fits several files: write its path there",
    "row-twice": "An earlier row of the table names the same file",
    "no-origin": "Its origin is not known: it must be real, simulated or synthetic",
    "repeated": "The same picture came in from an earlier file, with the same label and subject",
    "contradicted": "The same picture came in from an earlier file, with another label or subject",
}
"""By code, in one sentence."""


def sentence(code: str) -> str:
    """What a code means, of these or of intake's.

    >>> sentence("empty"), sentence("no-file")
    ('The file is empty', 'The table names it, but there is no such file')
    """
    return FAULTS[code] if code in FAULTS else REASONS[code][0]
