"""What is said of all faces together, in a line each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.phenotype.people import Parts
from benchmarks.phenotype.ranking import Way, better, mean
from benchmarks.phenotype.telling import Said, ranks_by_signs, reports_of
from benchmarks.phenotype.wording import estimated, faces
from raredx.phenotype.reference.reference import Reference
from raredx.phenotype.report.likeness import by_terms, by_words
from raredx.phenotype.shape.model import faces_of
from raredx.phenotype.shape.space import WHOLE
from raredx.phenotype.traits.evaluate import Evaluation

SUMMARY = ["what", "value (95 % CI)", "of", "beside"]

Rows = list[list[str]]


def summary(
    chosen: Parts, reference: Reference, found: Sequence[Way], said: Said, judged: Evaluation
) -> tuple[Rows, list[dict[str, object]]]:
    """What is said in a line each."""
    rows: Rows = []
    looked = chosen.judged
    published = found[0]
    shipped = next(one for one in found if one.what.startswith("**as shipped**"))
    for most in (1, 5, 10):
        gain = better(shipped, published, most)
        rows.append(
            [f"top-{most}: as shipped, less five-point cosine", str(gain), faces(gain), "0"]
        )
    rows += _of_terms(judged, reference)
    rows += _of_likeness(chosen, reference)
    rows += _of_signs(chosen, said)
    rows += _of_reports(chosen, said, reference)
    rows.append(["images without one face", f"{looked.lost}", f"{len(looked.cohort):,}", ""])
    return rows, [dict(zip(SUMMARY, row, strict=True)) for row in rows]


def _of_terms(judged: Evaluation, reference: Reference) -> Rows:
    assert reference.rules
    areas = [one.auc.value for one in judged.terms if np.isfinite(one.auc.value)]
    clear = sum(one.auc.low > 0.5 for one in judged.terms)
    known = {*reference.rules.undecided, *(one.term for one in judged.terms)}
    those = f"{judged.faces:,} faces"
    seen = [one for one in judged.terms if one.cases]
    hits = float(np.median([one.sensitivity.value for one in seen]))
    passed = float(np.median([one.specificity.value for one in seen]))
    rows = [
        [
            "terms that are judged",
            f"{len(judged.terms)}",
            f"{len(known)} terms",
            "others: unseen",
        ],
        ["of these, AUC clearly above chance", f"{clear}", f"{len(judged.terms)} terms", ""],
        ["median AUC of a term", f"{np.median(areas):.3f}", those, "0.5"],
        ["median sensitivity of a term, %", f"{100 * hits:.1f}", those, ""],
        ["median specificity of a term, %", f"{100 * passed:.1f}", those, "95 intended"],
        [
            "confidence less frequency, mean distance",
            f"{judged.calibration_error:.3f}",
            those,
            "0",
        ],
    ]
    return rows + [
        [
            f"confidence {one.said:.2f}: how often it was so, %",
            estimated(one.there, 100),
            f"{one.cases:,} statements",
            f"{100 * one.said:.0f}",
        ]
        for one in judged.reliability
    ]


def _of_likeness(chosen: Parts, reference: Reference) -> Rows:
    patients = chosen.judged.patients
    compared = reference.shape.compare(faces_of(patients, reference.shape.mean))
    column = [compared.names.index(label or "") for label in patients.labels]
    likeness = compared.likeness[WHOLE]
    own = likeness[np.arange(len(column)), column]
    other = np.delete(likeness.ravel(), np.arange(len(column)) * likeness.shape[1] + column)
    return [
        [
            f"likeness to {whose} below {share:.2f}, %",
            str(mean((values < share).astype(float), tuple(subjects))),
            f"{len(values):,}",
            beside.format(100 * share),
        ]
        for share in (0.1, 0.25, 0.5, 0.75, 0.9)
        for whose, values, subjects, beside in (
            ("the own condition", own, patients.subjects, "{:.0f}"),
            ("another condition", other, np.arange(len(other)).astype(str), ""),
        )
    ]


def _of_signs(chosen: Parts, said: Said) -> Rows:
    """How high the own condition stands by the meaning of signs alone."""
    looked = chosen.judged
    rows_of = looked.patient_rows
    truth = [looked.people.labels[row] or "" for row in rows_of]
    found = [{one.term for one in said.findings[row].present()} for row in rows_of]
    real = [looked.signs[row] for row in rows_of]
    subjects = tuple(looked.patients.subjects)
    rows: Rows = []
    for what, sets in (("signs that were seen", found), ("the true signs", real)):
        for method in ("resnik", "lin"):
            ranks = ranks_by_signs(sets, truth, method=method)
            for most in (1, 10):
                figure = mean((ranks < most).astype(float), subjects)
                title = f"own condition among the first {most} of 103 by {what}, {method}, %"
                rows.append([title, str(figure), faces(figure), f"{100 * most / 103:.1f}"])
    return rows


def _of_reports(chosen: Parts, said: Said, reference: Reference) -> Rows:
    told = reports_of(chosen.judged, said, reference)
    rows: Rows = []
    for what, gap in (("terms (Lin)", by_terms(told)), ("words (cosine)", by_words(told))):
        low, high = gap.interval or (float("nan"), float("nan"))
        beside = f"{gap.own:.3f} within, {gap.other:.3f} between conditions"
        pairs = f"{gap.own_pairs:,} pairs within"
        rows.append(
            [f"report gap by {what}", f"{gap.gap:.3f} ({low:.3f} to {high:.3f})", pairs, beside]
        )
        rows.append([f"report AUC by {what}", f"{gap.auc:.3f}", pairs, "0.5"])
    return rows
