"""Whose image a file is, from its name, by a pattern that a person gives.

A pattern can ask for years of work, so it runs in a child process with bounds on time and memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from raredx.cohorts import isolation
from raredx.cohorts.importers.values import text
from raredx.errors import UserError

GROUP = "subject"
_LONGEST = 200
_EXAMPLE = r"(?P<subject>[^/_]+)_\d+\.png"
_SECONDS, _MEMORY, _MOST = 20.0, 1 << 30, 1 << 28


def subjects_by_pattern(pattern: str, files: Sequence[str]) -> list[str | None]:
    """What the group `subject` of a pattern finds in each path; None where it does not fit.

    >>> subjects_by_pattern(r"(?P<subject>p[0-9]+)_", ["noonan/p07_1.png", "noonan/x.png"])
    ['p07', None]
    """
    check_pattern(pattern)
    try:
        answer, found = isolation.ask(
            __name__,
            {"pattern": pattern},
            json.dumps(list(files)).encode(),
            seconds=_SECONDS,
            memory=_MEMORY,
            most=_MOST,
        )
    except isolation.ChildFailedError as failure:
        raise UserError(
            f"The pattern for subjects {failure}", remedy=f"Give a simpler one, such as {_EXAMPLE}"
        ) from None
    subjects = json.loads(found) if answer.get("found") == len(files) else []
    if len(subjects) != len(files):
        raise UserError("The pattern for subjects fits too much", remedy="Give a narrower one")
    return [text(subject) if subject else None for subject in subjects]


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that is too long, is none, or has no group `subject`."""
    try:
        groups = re.compile(pattern).groupindex if len(pattern) <= _LONGEST else {}
    except (re.error, RecursionError, OverflowError) as error:
        raise UserError(
            f"The pattern for subjects is none: {error}", remedy=f"Write it as in {_EXAMPLE}"
        ) from None
    if GROUP not in groups:
        raise UserError(
            f"The pattern for subjects has no group {GROUP!r}, or over {_LONGEST} characters",
            remedy=f"Write it as in {_EXAMPLE}",
        )


def _work(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The child's part."""
    pattern = re.compile(request["pattern"])
    found = [match[GROUP] if (match := pattern.search(path)) else None for path in json.loads(data)]
    return {"found": len(found)}, json.dumps(found).encode()


if __name__ == "__main__":
    isolation.answer(_work)
