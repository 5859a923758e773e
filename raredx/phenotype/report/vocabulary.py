"""The words with which people and models say that a sign is there, is not, or cannot be judged."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

State = Literal["present", "possible", "absent", "unseen"]

FILE = Path(__file__).with_name("phrases.toml")


def listed(kind: str, name: str) -> tuple[str, ...]:
    """A list of phrases.toml.

    >>> listed("words", "joins")
    ('and', 'or', 'nor')
    """
    return _lists()[kind][name]


def state_said(text: str) -> State | None:
    """The state that a few words stand for, if they stand for one.

    >>> state_said("Not seen."), state_said("blue")
    ('absent', None)
    """
    return _states().get(" ".join(re.findall(r"[a-z0-9]+", text.casefold())))


def is_section(heading: str) -> bool:
    """Whether a heading is one of a report's sections, not a sign.

    >>> is_section("EYES"), is_section("Ptosis")
    (True, False)
    """
    return heading.strip().casefold() in listed("words", "sections")


def is_key(text: str) -> bool:
    """Whether a text names a column or a member, such as "term" or "state".

    >>> is_key("Term"), is_key("Ptosis")
    (True, False)
    """
    return any(text.casefold() in names for names in _lists()["keys"].values())


@cache
def _lists() -> dict[str, dict[str, tuple[str, ...]]]:
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        kind: {name: tuple(some) for name, some in lists.items()} for kind, lists in read.items()
    }


@cache
def _states() -> dict[str, State]:
    said: Any = _lists()["states"].items()
    return {word: state for state, some in said for word in some}
