"""Labels and the diseases they mean: suggested by the ontology, applied when a person confirms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from raredx.errors import UserError
from raredx.ontology.facts import disease
from raredx.ontology.ids import disease_ids
from raredx.ontology.labels import Suggestion, says_unaffected, suggest
from raredx.ontology.store import disease_rows, leading, term_rows


def suggested(labels: Iterable[str]) -> dict[str, tuple[Suggestion, ...]]:
    """For each label the diseases with an ORPHA code that it may mean, the surest first.

    >>> found = suggested(["CdLS", "normal"])
    >>> found["CdLS"][0].id, found["normal"]
    ('ORPHA:199', ())
    """
    return {
        label: tuple(one for one in suggest(label) if one.id.startswith("ORPHA:"))
        for label in labels
    }


def confirmed(codes: Sequence[str], labels: Iterable[str]) -> dict[str, str]:
    """What a person said as `label=ORPHA:199`, by label; every label and code must be known."""
    known = list(labels)
    found: dict[str, str] = {}
    for said in codes:
        label, equals, code = (part.strip() for part in said.rpartition("="))
        if not equals or label not in known:
            raise UserError(
                f"{said!r} gives no label of this import a code",
                remedy=f"Write LABEL=ORPHA:199, with one of: {_some(known)}",
            )
        orpha = orpha_code(code)
        if orpha is None:
            raise UserError(f"{code!r} is no ORPHA code", remedy="Write it as ORPHA:199")
        found[label] = disease(orpha).id  # or an error that names what may be meant
    return found


def orpha_code(text: str) -> str | None:
    """An ORPHA code as it is kept, whether Orphanet has it or not; None for anything else.

    >>> orpha_code("199"), orpha_code("Orphanet: 199"), orpha_code("OMIM:122470")
    ('ORPHA:199', 'ORPHA:199', None)
    """
    return next((id for id in disease_ids(text) if id.startswith("ORPHA:")), None)


def checked(codes: Mapping[str, int]) -> tuple[dict[str, str], list[str]]:
    """Codes of a table: the known ones by how they are written there, and the others."""
    orpha = {text: orpha_code(text) for text in codes}
    known = {text: id for text, id in orpha.items() if id is not None and id in disease_rows()}
    return known, [text for text in codes if text not in known]


def unknown_terms(ids: Iterable[str]) -> list[str]:
    """The HPO ids that are not among the terms of the face, nor were once."""
    return sorted(id for id in set(ids) if id not in term_rows() and id not in leading())


def unaffected(labels: Iterable[str]) -> list[str]:
    """The labels that say that there is no disease."""
    return [label for label in labels if says_unaffected(label)]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
