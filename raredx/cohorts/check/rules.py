"""The rules that a cohort is checked by: what each means, where it begins, what to do.

Their words are in rules.toml; a finder is written beside its kind (`find_images`, `find_copies`,
`find_labels`, `find_people`) and registered under the rule's name.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from raredx.cohorts.check.examined import Examined

Severity = Literal["note", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""From what is good to know to what must be mended."""

_FINDERS = ("images", "copies", "labels", "people")


class Finding(BaseModel):
    """What a rule has found: one sentence, and the rows of the cohort that it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    says: str
    rows: tuple[int, ...] = ()
    """None if it is about the cohort as a whole."""


Finder = Callable[["Examined", float], Iterable[Finding]]

_finders: dict[str, Finder] = {}


class Rule(BaseModel):
    """One thing to check a cohort for."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    topic: str
    title: str
    severity: Severity
    meaning: str
    remedy: str
    threshold: float = 0
    unit: str = ""

    def find(self, examined: Examined) -> list[Finding]:
        """All that it has to say about a cohort."""
        return list(_finders[self.name](examined, self.threshold))


def finds(name: str) -> Callable[[Finder], Finder]:
    """Register the function below as what finds the rule of that name."""

    def register(finder: Finder) -> Finder:
        _finders[name] = finder
        return finder

    return register


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by name, in the order of the report."""
    for kind in _FINDERS:
        importlib.import_module(f"raredx.cohorts.check.find_{kind}")
    listed = tomllib.loads(Path(__file__).with_name("rules.toml").read_text())["rule"]
    rules = {entry["name"]: Rule.model_validate(entry) for entry in listed}
    if rules.keys() != _finders.keys():
        raise ValueError(f"rules and finders differ: {sorted(rules.keys() ^ _finders.keys())}")
    return rules


def gravest(severities: Iterable[Severity]) -> Severity | None:
    """The gravest of some severities.

    >>> gravest(["note", "error", "warning"]), gravest([])
    ('error', None)
    """
    return max(severities, key=SEVERITIES.index, default=None)
