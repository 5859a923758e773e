"""How alike two sets of signs are, by what the terms above them have in common.

The information content of a term is -ln(p), where p is the share of a list's diseases with signs
that have the term or one below it: what few diseases have says much. Two terms are as alike as the
most telling term above both (Resnik, 1995), or that in proportion to their own contents (Lin,
1998). Two sets are compared by the best match of each term in the other set, averaged within each
set and then over both (Schlicker et al., 2006; Robinson et al., 2008).

References
----------
Resnik P, IJCAI 1995: 448-453. Lin D, ICML 1998: 296-304. Schlicker A et al., BMC Bioinformatics
2006, 7: 302. Robinson PN et al., Am J Hum Genet 2008, 83: 610-615.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Literal

from raredx.errors import UserError
from raredx.ontology import store
from raredx.ontology.facts import ancestors, term

DiseaseList = Literal["ORPHA", "OMIM"]
Method = Literal["resnik", "lin"]
_ROOT = "HP:0000001"


def information_content(id: str, *, diseases: DiseaseList = "ORPHA") -> float:
    """How telling a term is: -ln of the share of the list's diseases that have it.

    From 0 for the root upwards. A term that no disease has counts as if one had it: it is rarer
    than any other, not without meaning.

    >>> with_term, of = 498, 4281  # hypertelorism, in Orphanet's list
    >>> math.isclose(information_content("HP:0000316"), -math.log(with_term / of))
    True
    """
    return _content(term(id).id, diseases)


def term_similarity(
    one: str, other: str, *, method: Method = "resnik", diseases: DiseaseList = "ORPHA"
) -> float:
    """How alike two terms are: from 0 upwards (Resnik), from 0 to 1 (Lin). Higher is more alike.

    Two terms that only the root is above have similarity 0.

    >>> term_similarity("HP:0000316", "HP:0000316", method="lin")  # hypertelorism with itself
    1.0
    """
    return _similarity(term(one).id, term(other).id, method, diseases)


def set_similarity(
    ones: Iterable[str],
    others: Iterable[str],
    *,
    method: Method = "resnik",
    diseases: DiseaseList = "ORPHA",
) -> float:
    """How alike two sets of terms are: the average of each term's best match in the other set.

    Each side is averaged by itself, then both; a term that stands twice counts once.

    Raises
    ------
    UserError
        If a set is empty: there is nothing to compare.

    Examples
    --------
    By hand, for {hypertelorism, ptosis} and {hypertelorism}: hypertelorism finds itself, ptosis
    finds hypertelorism, with which it shares only "abnormality of the eye".

    >>> wide, ptosis, eye = "HP:0000316", "HP:0000508", "HP:0000478"
    >>> telling = {id: information_content(id) for id in (wide, eye)}
    >>> left = (telling[wide] + telling[eye]) / 2
    >>> right = telling[wide]
    >>> math.isclose(set_similarity([wide, ptosis], [wide]), (left + right) / 2)
    True
    """
    left = sorted({term(id).id for id in ones})
    right = sorted({term(id).id for id in others})
    if not left or not right:
        raise UserError("A set of terms is empty", remedy="Give each set one term or more")
    matrix = [[_similarity(a, b, method, diseases) for b in right] for a in left]  # left x right
    return best_match_average(matrix)


def best_match_average(matrix: Sequence[Sequence[float]]) -> float:
    """The mean of the rows' best values and of the columns' best values, averaged.

    >>> best_match_average([[1.0, 0.0], [0.5, 0.2]])  # rows: 1 and .5, columns: 1 and .2
    0.675
    """
    rows = [max(row) for row in matrix]
    columns: list[float] = [max(column) for column in zip(*matrix, strict=True)]
    return (sum(rows) / len(rows) + sum(columns) / len(columns)) / 2


@lru_cache(maxsize=1 << 14)
def _content(id: str, diseases: DiseaseList) -> float:
    terms = store.term_rows()
    having = max(terms[id].diseases[diseases], 1)
    return math.log(terms[_ROOT].diseases[diseases] / having)


@lru_cache(maxsize=1 << 16)
def _similarity(one: str, other: str, method: Method, diseases: DiseaseList) -> float:
    above_both = (ancestors(one) | {one}) & (ancestors(other) | {other})
    shared = max(_content(id, diseases) for id in above_both)
    return _METHODS[method](shared, _content(one, diseases), _content(other, diseases))


def _lin(shared: float, one: float, other: float) -> float:
    return 2 * shared / (one + other) if one + other else 0.0


_METHODS: dict[Method, Callable[[float, float, float], float]] = {
    "resnik": lambda shared, one, other: shared,
    "lin": _lin,
}
