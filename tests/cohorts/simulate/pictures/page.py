"""docs/terms.md: every term in a table, what it moves, how often it is needed, and its plate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.knowledge.terms import Term
from raredx.settings import ROOT
from tests.cohorts.simulate.pictures.regions import Region, all_regions
from tests.cohorts.simulate.pictures.sheets import (
    CONDITIONS_SHEET,
    PATIENTS,
    UNAFFECTED,
    UNAFFECTED_SHEET,
    shown_conditions,
)

DOCUMENT = ROOT / "docs" / "terms.md"
_HPO = "https://hpo.jax.org/browse/term/"
_UP, _DOWN = "↑", "↓"

_OPENING = """\
# What each term looks like

Every sign that the [simulated face](simulator.md) can show, {terms} in all: the same person in the
same photograph without it (left) and with it at a severity of 1 (right). Signs of depth are shown
on a turned head. Nobody here exists; how a sign looks is our reading of its definition, not a
measurement of patients.

- **Shape** names the measures of the true landmarks that go up {up} or down {down}
  (`raredx/cohorts/simulate/head/measures.toml`); tests hold them to it on twenty people.
- **Surface** names what is painted, or grows otherwise; tests measure it in pictures of twenty
  people.
- **In** counts the conditions of simface-103, of {conditions}, that are annotated with the term.

`make plates` draws the pictures and writes this page.
"""
_SHEETS = """\
## Patients

Eight patients each of twelve conditions, as a cohort has them: any age, sex, skin, light and view;
each term as often as annotated, and as severe as it happens to be.

![{conditions}]({conditions_sheet})

## Unaffected people

The people of the first six rows above, in the same photographs, without a condition. A few have a
term by chance, as people do.

![{unaffected}]({unaffected_sheet})
"""


def page() -> str:
    """The whole document."""
    named = ", ".join(found.name for found in shown_conditions())
    regions = all_regions()
    parts = [
        _OPENING.format(
            terms=sum(len(region.terms) for region in regions),
            conditions=len(simface()),
            up=_UP,
            down=_DOWN,
        ),
        *(part for region in regions for part in _region(region)),
        _SHEETS.format(
            conditions=f"Portraits of {PATIENTS} simulated patients in a row for each of: {named}",
            conditions_sheet=f"pictures/{CONDITIONS_SHEET.name}",
            unaffected=f"Portraits of {UNAFFECTED} simulated people without a condition",
            unaffected_sheet=f"pictures/{UNAFFECTED_SHEET.name}",
        ),
    ]
    return "\n".join(parts)


def _region(region: Region) -> Iterator[str]:
    rows = [_row(term) for term in region.terms]
    head = ["| term | HPO | shape | surface | in |", "|---|---|---|---|---:|"]
    yield f"## {region.title}\n"
    yield "\n".join([*head, *rows]) + "\n"
    names = ", ".join(term.name for term in region.terms)
    alt = f"Pairs of simulated portraits without and with each of these, row by row: {names}"
    yield f"![{alt}](pictures/{region.path.name})\n"


def _row(term: Term) -> str:
    shape = _arrows(term.moves) or ", ".join(_plain(name) for name in term.changes)
    frequent = sum(term.id in found.frequencies for found in simface())
    link = f"[{term.id}]({_HPO}{term.id})"
    return f"| {term.name} | {link} | {shape} | {_arrows(term.traits)} | {frequent} |"


def _arrows(moved: Mapping[str, float]) -> str:
    """What goes up and what goes down, in words.

    >>> _arrows({"mouth_width": 1, "brow_density": -0.4})
    'mouth width ↑, brow density ↓'
    """
    return ", ".join(
        f"{_plain(name)} {_UP if amount > 0 else _DOWN}" for name, amount in moved.items()
    )


def _plain(name: str) -> str:
    return name.removesuffix("-incr").replace("_", " ").replace("-", " ")
