"""How well faces are measured, compared and put into words; with `speed`, how fast.

python -m benchmarks.phenotype develop     on the calibration part, as often as one likes
python -m benchmarks.phenotype test        on the test part, which is written down
python -m benchmarks.phenotype worlds      simulated or photographed
python -m benchmarks.phenotype speed
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.phenotype.people import parts, reference_people
from benchmarks.phenotype.ranking import Way, ways
from benchmarks.phenotype.summary import SUMMARY, Rows, summary
from benchmarks.phenotype.telling import evaluated, said_of
from benchmarks.phenotype.wording import estimated, plain
from benchmarks.tables import keep, markdown
from raredx.ontology import facts
from raredx.phenotype.reference.reference import Reference, open_reference
from raredx.phenotype.reference.simulated import COHORT
from raredx.phenotype.signs import sources_of
from raredx.phenotype.traits.evaluate import Evaluation
from raredx.settings import settings

RANKING = ["way", "top-1, %", "top-5, %", "top-10, %", "AUC own against other"]
TERMS = ["term", "judged by", "with it", "AUC", "sensitivity, %", "specificity, %"]


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.phenotype")
    parser.add_argument("what", choices=("develop", "test", "worlds", "speed"))
    parser.add_argument("--people", type=Path, default=settings().workspace / "cohorts" / COHORT)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    if given.what == "speed":
        from benchmarks.phenotype.speed import measured

        measured()
        return
    if given.what == "worlds":
        from benchmarks.phenotype.worlds import told_apart

        told_apart()
        return
    test = given.what == "test"
    reference, chosen = open_reference(), parts(test=test, workers=given.workers)
    found = list(
        ways(chosen, reference_people(given.people, workers=given.workers), reference.shape)
    )
    said = said_of(chosen.judged, reference)
    judged = evaluated(chosen.judged, said)
    tables = {
        "phenotype-ranking": (RANKING, ranking_rows(found), [_as_data(one) for one in found]),
        "phenotype-terms": (TERMS, term_rows(judged, reference), judged.rows()),
        "phenotype": (SUMMARY, *summary(chosen, reference, found, said, judged)),
    }
    for name, (headings, rows, figures) in tables.items():
        if test:
            keep(name, figures, headings=headings, rows=rows)
        else:
            print(name, markdown(headings, rows), sep="\n")


def ranking_rows(found: Sequence[Way]) -> Rows:
    """A row for each way."""
    return [
        [one.what, *(str(one.top(most)) for most in (1, 5, 10)), plain(one.area)] for one in found
    ]


def term_rows(judged: Evaluation, reference: Reference) -> Rows:
    """A row for each term, those that are told best first."""
    sources = sources_of(reference.rules, reference.picture)
    ranked = sorted(judged.terms, key=lambda one: -one.auc.value)
    return [
        [
            f"{facts.term(one.term).name} ({one.term})",
            sources[one.term],
            f"{one.cases:,}",
            estimated(one.auc),
            estimated(one.sensitivity, 100),
            estimated(one.specificity, 100),
        ]
        for one in ranked
    ]


def _as_data(one: Way) -> dict[str, object]:
    tops = {f"top_{most}": asdict(one.top(most)) for most in (1, 5, 10)}
    return {"way": one.what, **tops, "auc": asdict(one.area)}


if __name__ == "__main__":
    main()
