"""What must be so before a model is judged elsewhere: other people, and images of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from raredx.errors import UserError
from raredx.learning.bundle.bundle import Bundle
from raredx.words import count

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort

_NOUNS = {"image_id": "picture", "sha256": "file", "subject_id": "person"}


def refuse_shared(bundle: Bundle, name: str, cohort: Cohort) -> None:
    """Refuse a cohort that has a picture or a person of a cohort that the model comes from.

    Also whoever was kept for calibration or a test counts: all of them are of one place.
    """
    shared = bundle.gallery.shared(cohort)
    if shared:
        told = ", ".join(_many(number, _NOUNS[column]) for column, number in shared.items())
        raise UserError(
            f"The cohort {name!r} shares {told} with what the model {bundle.name!r} comes from:"
            " that would be no other place",
            remedy="Choose a cohort of other people; if they are others under the same ids, give"
            " them ids of their own",
        )


def refuse_other_origins(bundle: Bundle, name: str, cohort: Cohort, *, allowed: bool) -> None:
    """Refuse images of an origin that a model has not learned from, and generated ones always."""
    origins = [origin for origin in cohort.counts("origin") if origin]
    if "synthetic" in origins:
        raise UserError(
            f"The cohort {name!r} has synthetic images, and nothing is judged by those",
            remedy="Choose a cohort of real or simulated images",
        )
    other = [origin for origin in origins if origin not in bundle.card.origins]
    if other and not allowed:
        raise UserError(
            f"The cohort {name!r} is {' and '.join(other)}, and the model {bundle.name!r} learned"
            f" from {' and '.join(bundle.card.origins)} images: one says nothing about the other",
            remedy="Choose a cohort of its kind, or ask for just that (`--across-origins`)",
        )


def _many(number: int, noun: str) -> str:
    return f"{number:,} people" if noun == "person" and number > 1 else count(number, noun)
