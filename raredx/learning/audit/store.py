"""Audits on disk: a folder for each curation, with a page for people and figures for programs."""

from __future__ import annotations

from pathlib import Path

from raredx.errors import NotFoundError
from raredx.folders import read_card
from raredx.settings import settings
from raredx.synthesis.audit.audit import FORMAT, Audit
from raredx.synthesis.audit.writing import JSON

_MAKE = "Make one: `raredx audit`"


def audits_folder() -> Path:
    """Where audits lie."""
    return settings().workspace / "audits"


def list_audits() -> list[str]:
    """The curations that were audited."""
    return sorted(file.parent.name for file in audits_folder().glob(f"*/{JSON}"))


def open_audit(name: str) -> Audit:
    """The audit of a curation, or one line that says which there are."""
    if not name or Path(name).name != name or name not in list_audits():
        known = ", ".join(list_audits())
        raise NotFoundError(
            f"There is no audit of {name!r}",
            remedy=f"Choose one of: {known}" if known else _MAKE,
        )
    return read_card(
        audits_folder() / name / JSON,
        Audit,
        newest=FORMAT,
        what="audit",
        make=_MAKE,
        again="Make it again: `raredx audit`",
    )
