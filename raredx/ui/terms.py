"""Names of phenotype terms on a page, whatever ids a stranger's table holds."""

from __future__ import annotations

from raredx.errors import UserError
from raredx.ontology import facts

HPO_PAGE = "https://hpo.jax.org/browse/term/"


def term_name(id: str) -> str:
    """The name of a term; of one that this release does not have, its id.

    >>> term_name("HP:0000316"), term_name("wide eyes")
    ('Hypertelorism', 'wide eyes')
    """
    try:
        return facts.term(id).name
    except UserError:
        return id
