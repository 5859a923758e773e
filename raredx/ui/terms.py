"""Phenotype terms on a page, whatever ids a stranger's table holds, and how often they are seen."""

from __future__ import annotations

from raredx.errors import UserError
from raredx.ontology import facts
from raredx.ontology.frequency import Frequency

HPO_PAGE = "https://hpo.jax.org/browse/term/"
_RANGES = {
    "obligate": "100 %",
    "very frequent": "80–99 %",
    "frequent": "30–79 %",
    "occasional": "5–29 %",
    "very rare": "1–4 %",
}


def term_name(id: str) -> str:
    """The name of a term; of one that this release does not have, its id.

    >>> term_name("HP:0000316"), term_name("wide eyes")
    ('Hypertelorism', 'wide eyes')
    """
    try:
        return facts.term(id).name
    except UserError:
        return id


def how_often(frequency: Frequency) -> str:
    """How often patients have a sign, as published: counted where they were, else HPO's class.

    >>> how_often(Frequency(0.545, "frequent")), how_often(Frequency(46 / 49, "", 46, 49))
    ('frequent (30–79 %)', 'in 46 of 49 patients')
    """
    if frequency.seen is not None:
        return f"in {frequency.seen:,} of {frequency.of:,} patients"
    return f"{frequency.name} ({_RANGES[frequency.name]})"
