"""How well terms are told, and whether reports of one condition are more alike than others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.phenotype.people import Looked
from raredx.phenotype.reference.reference import Reference
from raredx.phenotype.report.basis import Basis
from raredx.phenotype.report.closest import closest
from raredx.phenotype.report.findings import Findings
from raredx.phenotype.report.likeness import Told
from raredx.phenotype.report.words import write_report
from raredx.phenotype.shape.model import faces_of
from raredx.phenotype.signs import confidences_of, findings_of
from raredx.phenotype.traits.disturbances import disturbances_of
from raredx.phenotype.traits.evaluate import Evaluation, evaluate_confidences
from raredx.phenotype.traits.measures import measure

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Said:
    """What is said of n faces."""

    z: Floats
    cuts: list[Any]
    findings: list[Findings]
    terms: tuple[str, ...]
    confidences: Floats
    thresholds: Floats


def said_of(looked: Looked, reference: Reference) -> Said:
    """Z-scores, cut-outs and findings of faces, as the page has them."""
    people = looked.people
    assert reference.norms
    assert reference.picture
    faces = faces_of(people, reference.shape.mean)
    z = reference.norms.z(
        measure(faces.shapes),
        years=np.array([np.nan if one is None else one for one in people.years], float),
        sexes=people.sexes,
        disturbances=disturbances_of(faces.aligned.angles, people.landmarks.expressions),
    )
    each = [
        reference.picture.cut(looked.cohort.image(image_id), people.landmarks.points[row])
        for row, image_id in enumerate(looked.ids)
    ]
    cuts = [np.concatenate(view) for view in zip(*each, strict=True)]
    own = {"rules": reference.rules, "picture": reference.picture}
    terms, confidences, thresholds = confidences_of(z, cuts, **own)
    return Said(
        z=z,
        cuts=cuts,
        findings=findings_of(z, cuts, **own),
        terms=terms,
        confidences=confidences,
        thresholds=thresholds,
    )


def evaluated(looked: Looked, said: Said) -> Evaluation:
    """Every term against the truth, on people with and without conditions."""
    present = np.array([[term in own for term in said.terms] for own in looked.signs])
    return evaluate_confidences(
        said.confidences, present, terms=said.terms, thresholds=said.thresholds
    )


def reports_of(looked: Looked, said: Said, reference: Reference) -> list[Told]:
    """A report of each patient."""
    people = looked.people
    basis = Basis("simulated", "simulated", detail=reference.title)
    return [
        Told(
            people.labels[row] or "",
            people.subjects[row],
            text=write_report(said.findings[row], basis=basis).text,
            terms=tuple(one.term for one in said.findings[row].present()),
        )
        for row in looked.patient_rows
    ]


def ranks_by_signs(term_sets: list[set[str]], truth: list[str], *, method: str) -> Floats:
    """Where the own condition stands by the meaning of signs: (n,); of no sign, the middle."""
    names = sorted(set(truth))
    found = []
    for terms, own in zip(term_sets, truth, strict=True):
        ranked = closest(terms, n=len(names), among=names, method=method)  # type: ignore[arg-type]
        order = [one.disease_id for one in ranked]
        found.append(order.index(own) if own in order else len(names) // 2)
    return np.array(found)
