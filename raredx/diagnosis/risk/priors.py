"""How likely conditions are before anything is known: alike, as somebody says, or by a table."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.diagnosis.risk.frequencies import Candidate
from raredx.errors import UserError

Floats = npt.NDArray[Any]

_COLUMNS = ("condition", "prevalence")
_MOST = 1_000_000  # bytes of a table


def uniform(candidates: Sequence[Candidate]) -> Floats:
    """All alike: (c,).

    >>> uniform([Candidate(name="A"), Candidate(name="B")]).tolist()
    [0.5, 0.5]
    """
    return np.full(len(candidates), 1 / len(candidates))


def given(candidates: Sequence[Candidate], numbers: Mapping[str, float]) -> Floats:
    """By numbers of any scale, for conditions by name or code; nobody else has any: (c,).

    >>> given([Candidate(name="A", code="ORPHA:1"), Candidate(name="B")], {"ORPHA:1": 3, "B": 1})
    array([0.75, 0.25])
    """
    place = {_key(one.name): row for row, one in enumerate(candidates)}
    place |= {_key(one.code): row for row, one in enumerate(candidates) if one.code}
    table = np.zeros(len(candidates))
    for name, number in numbers.items():
        if _key(name) not in place:
            raise UserError(
                f"{name!r} is none of the conditions",
                remedy="Name them as the model does, or by their ORPHA codes",
            )
        if not (np.isfinite(number) and number >= 0):
            raise UserError(
                f"{number} is no prevalence of {name!r}", remedy="Give a number of 0 or more"
            )
        table[place[_key(name)]] += number
    if not table.sum() > 0:
        raise UserError("The prior is 0 for all conditions", remedy="Give one of them some")
    return np.asarray(table / table.sum())


def by_table(candidates: Sequence[Candidate], text: str) -> Floats:
    r"""By a CSV with the columns condition (a name or code) and prevalence, of any scale: (c,).

    >>> table = "condition,prevalence\nA,1e-5\nORPHA:2,3e-5\n"
    >>> by_table([Candidate(name="A"), Candidate(name="B", code="ORPHA:2")], table)
    array([0.25, 0.75])
    """
    if len(text) > _MOST:
        raise UserError("The table is too large", remedy="It takes two columns and a few rows")
    rows = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        raise UserError(
            f"The table has no column {missing[0]!r}",
            remedy="Its first line has to be: condition,prevalence",
        )
    numbers: dict[str, float] = {}
    for row in rows:
        name = (row["condition"] or "").strip()
        try:
            number = float(row["prevalence"] or "")
        except ValueError:
            raise UserError(
                f"{row['prevalence']!r} is no prevalence of {name!r} (line {rows.line_num})",
                remedy="Write it as a number, such as 0.00002 or 2e-5",
            ) from None
        if name in numbers:
            raise UserError(f"{name!r} stands in the table twice", remedy="Leave one of them out")
        numbers[name] = number
    return given(candidates, numbers)


def _key(name: str | None) -> str:
    return " ".join((name or "").casefold().split())
