"""How alike reports are, by their terms or by their words, and never without the control.

Every report of a face follows the same template, so that two reports are alike whoever they are
about. RDFace (arXiv 2604.03454) gives 0.84 for the mean cosine of sentence embeddings between
reports of real and of synthetic images of the same condition. It has no negative control: what
reports of *different* conditions score by the same measure is not known, and most of the 0.84 may
be the template's. So here a likeness comes as a `Gap`, with reports of other conditions beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from raredx.ontology.similarity_matrix import set_similarities, term_sets
from raredx.phenotype.report.embedders import Embedder, OntologyEmbedder
from raredx.phenotype.report.gap import Gap, Table, gap

PUBLISHED = 0.84
PUBLISHED_NOTE = (
    "RDFace (arXiv 2604.03454) reports 0.84 between real and synthetic images of the same"
    " condition, without a negative control: a template alone scores high; compare gaps only"
)


@dataclass(frozen=True)
class Told:
    """A report, whom it is about, and what it found."""

    condition: str
    subject: str
    text: str = ""
    terms: tuple[str, ...] = ()


def by_terms(lefts: Sequence[Told], rights: Sequence[Told] | None = None) -> Gap:
    """The gap in Lin's best-match average of the reports' terms; from 0 to 1.

    Without `rights`, every report is compared with those of other people. A report that names no
    term is like none.

    >>> wide, small_jaw, smooth = "HP:0000316", "HP:0000347", "HP:0000319"
    >>> reports = [
    ...     Told("A", "a1", terms=(wide,)),
    ...     Told("A", "a2", terms=(wide, smooth)),
    ...     Told("B", "b1", terms=(small_jaw,)),
    ...     Told("B", "b2", terms=(small_jaw,)),
    ... ]
    >>> by_terms(reports).sentence[:58]
    '0.88 within a condition, 0.06 between conditions: a gap of'
    """
    others = lefts if rights is None else rights
    named = [at for at, one in enumerate(others) if one.terms]
    alike = np.zeros((len(lefts), len(others)))  # (lefts, rights)
    if named:
        sets = term_sets([others[at].terms for at in named])
        for row, one in zip(alike, lefts, strict=True):
            if one.terms:
                row[named] = set_similarities(one.terms, sets, method="lin")
    return _gap(alike, lefts, others)


def by_words(
    lefts: Sequence[Told],
    rights: Sequence[Told] | None = None,
    *,
    embedder: Embedder | None = None,
) -> Gap:
    """The gap in the cosine of the reports' texts, each as the vector of an embedder.

    Without `rights`, every report is compared with those of other people; without an embedder, by
    `OntologyEmbedder`, which needs no network.
    """
    others = lefts if rights is None else rights
    embedder = embedder or OntologyEmbedder()
    vectors = embedder.embed([one.text for one in [*lefts, *others]])  # (lefts + rights, width)
    return _gap(vectors[: len(lefts)] @ vectors[len(lefts) :].T, lefts, others)


def _gap(alike: Table, lefts: Sequence[Told], rights: Sequence[Told]) -> Gap:
    """The gap over pairs of different people."""
    return gap(
        alike,
        [one.condition for one in lefts],
        [one.condition for one in rights],
        comparable=np.array([[a.subject != b.subject for b in rights] for a in lefts]),
    )
