"""Which reference gives the space that a cohort's faces are placed in, if any does."""

from __future__ import annotations

from raredx.errors import UserError
from raredx.phenotype.overview.chosen import Chosen
from raredx.phenotype.reference.reference import (
    SIMULATED,
    Reference,
    open_reference,
)

AUTO, NONE = "auto", "none"
_INSTEAD = f"Choose {NONE!r}: then a space is fitted on the cohort itself, fold by fold"


def name_for(asked: str, origin: str) -> str | None:
    """The name of the reference that is meant; None for a space of the cohort's own.

    >>> name_for("auto", "simulated"), name_for("auto", "real"), name_for("mine", "real")
    ('simulated', None, 'mine')
    """
    if asked == AUTO:
        return SIMULATED if origin == "simulated" else None
    return None if asked == NONE else asked


def reference_for(asked: str, chosen: Chosen) -> tuple[str, Reference] | None:
    """The reference that is meant, if it may judge these people; None: a space of their own."""
    name = name_for(asked, chosen.origin)
    if name is None:
        return None
    reference = open_reference(name)
    if reference.origin != chosen.origin:
        raise UserError(
            f"The reference {name!r} was fitted on {reference.origin} people, and says nothing"
            f" about {chosen.origin} images",
            remedy=_INSTEAD,
        )
    return name, reference


def check_apart(name: str, reference: Reference, *hashes: str | None) -> None:
    """Refuse a reference that was fitted on the very people whom it is to judge.

    The space of the shipped one was fitted on people that no cohort has; its hash is that of the
    conditions it compares with, which do not matter here.
    """
    if name != SIMULATED and reference.data in hashes:
        raise UserError(
            f"The reference {name!r} was fitted on these very people: whatever it says of them"
            " would be too good",
            remedy=_INSTEAD,
        )
