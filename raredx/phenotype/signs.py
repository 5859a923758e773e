"""The signs of faces: by measures where these can tell, by the picture where it tells better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.report.findings import Finding, Findings, Source
from raredx.phenotype.traits.picture import PictureModel
from raredx.phenotype.traits.rules import Rules

Floats = npt.NDArray[Any]
Pixels = npt.NDArray[np.uint8]

_WORTH_A_REASON = 0.02
"""So much may the area of a rule lie below the picture's: a rule says why."""


def sources_of(rules: Rules | None, picture: PictureModel | None) -> dict[str, Source]:
    """Which source judges each term: one alone, so that two chances to see it do not add up."""
    by_rule = {term: rule.auc.value for term, rule in rules.rules.items()} if rules else {}
    by_picture = {term: one.auc.value for term, one in picture.answers.items()} if picture else {}
    found: dict[str, Source] = dict.fromkeys(by_rule, "measure")
    for term, area in by_picture.items():
        if area - _WORTH_A_REASON > by_rule.get(term, 0.0):
            found[term] = "picture"
    return dict(sorted(found.items()))


def confidences_of(
    z: Floats, faces: Sequence[Pixels], *, rules: Rules | None, picture: PictureModel | None
) -> tuple[tuple[str, ...], Floats, Floats]:
    """What is said of n faces.

    Parameters
    ----------
    z
        (n, measures) as `Norms.z` gives them.
    faces
        Cut-outs of the n faces for each view, as `PictureModel.cut` gives them.

    Returns
    -------
    terms, confidences, thresholds
        The t terms that can be judged; (n, t), NaN for faces that cannot; and (t,) the confidences
        above which terms are named, at which 95 % of those without are not.
    """
    sources = sources_of(rules, picture)
    columns: dict[str, Floats] = {}
    thresholds: dict[str, float] = {}
    if rules:
        columns |= dict(zip(rules.terms, rules.confidence(z).T, strict=True))
        thresholds |= {term: rule.threshold for term, rule in rules.rules.items()}
    if picture:
        said = dict(zip(picture.terms, picture.confidence(faces).T, strict=True))
        chosen = [term for term in said if sources[term] == "picture"]
        columns |= {term: said[term] for term in chosen}
        thresholds |= {term: picture.answers[term].threshold for term in chosen}
    table = [columns[term] for term in sources]
    confidences = np.stack(table, 1) if table else np.empty((len(z), 0))
    return tuple(sources), confidences, np.array([thresholds[term] for term in sources])


def findings_of(
    z: Floats, faces: Sequence[Pixels], *, rules: Rules | None, picture: PictureModel | None
) -> list[Findings]:
    """The findings of n faces: each term that can be judged, and those that cannot."""
    terms, confidences, _ = confidences_of(z, faces, rules=rules, picture=picture)
    sources = sources_of(rules, picture)
    unseen = {*(rules.undecided if rules else ()), *(picture.undecided if picture else ())}
    found = []
    for row, confidence in zip(z, confidences, strict=True):
        judged = tuple(
            Finding(term, float(value), sources[term], _why(sources[term], rules, row, term))
            for term, value in zip(terms, confidence, strict=True)
            if np.isfinite(value)
        )
        left = (unseen | set(terms)) - {one.term for one in judged}
        found.append(Findings(judged, tuple(sorted(left))))
    return found


def _why(source: Source, rules: Rules | None, z: Floats, term: str) -> str:
    if source == "picture" or rules is None:
        return ""
    return ", ".join(rules.why(z, term)) or "no measure stands out"
