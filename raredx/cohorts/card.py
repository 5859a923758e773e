"""A cohort's card: what it is, where it comes from, what it is not, what it holds in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import ConfigDict, Field, ValidationError

from raredx.assets.cards import CARD, Card
from raredx.cohorts.manifest import ORIGINS, data_hash
from raredx.errors import NotFoundError, UserError

UNSTATED = "not stated"
_NEVER = "No sample of any population, and no basis for a diagnosis."
_IS_NOT = {
    "real": _NEVER,
    "simulated": "Rendered from a 3-D model: no patient, no clinical validity. " + _NEVER,
    "synthetic": "Sampled from a generator: no patient, no clinical validity. " + _NEVER,
}


class CohortCard(Card):
    """The card in a cohort's folder: the card of shipped files, and what only cohorts have."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    origin: tuple[Literal["real", "simulated", "synthetic"], ...]
    classes: dict[str, int] = Field(description="Images per label; those without one are left out")
    created: str
    source: str = Field(description="What was imported, rendered or merged")
    data_hash: str = Field(description="Hash over image ids, labels and subjects")
    is_not: str = Field(description="What it must not be taken for")


@dataclass(frozen=True, kw_only=True)
class About:
    """The part of a card that a person writes; the rest is counted."""

    title: str
    summary: str = ""
    licence: str = UNSTATED
    source: str = UNSTATED
    made_by: str = UNSTATED
    is_not: str = ""
    """Left empty, it is said for the origins that the cohort has."""

    def and_also(self, other: About) -> About:
        """What is said of two cohorts in one."""

        def both(one: str, two: str) -> str:
            return one if one == two or not two else two if not one else f"{one}; {two}"

        return replace(
            self,
            **{name: both(getattr(self, name), getattr(other, name)) for name in vars(self)},
        )


def card_of(about: About, rows: pa.Table) -> CohortCard:
    """The card of some rows of a manifest, everything countable counted."""
    origins = _counted(rows["origin"])
    classes = _counted(rows["label"])
    counts = {
        "images": len(rows),
        "subjects": len(rows["subject_id"].unique()),
        "classes": len(classes),
    }
    return CohortCard(
        title=about.title,
        summary=about.summary,
        licence=about.licence,
        made_by=about.made_by,
        counts=counts | {name: origins[name] for name in ORIGINS if name in origins},
        origin=tuple(name for name in ORIGINS if name in origins),
        classes=classes,
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        source=about.source,
        data_hash=data_hash(rows),
        is_not=about.is_not or is_not(origins),
    )


def is_not(origins: Iterable[str]) -> str:
    """What images of these origins must not be taken for.

    >>> is_not(["real"])
    'No sample of any population, and no basis for a diagnosis.'
    """
    said = [_IS_NOT[origin].removesuffix(_NEVER) for origin in ORIGINS if origin in set(origins)]
    return "".join(said) + _NEVER


def about_of(card: CohortCard) -> About:
    """What a card says in words."""
    said = {name: getattr(card, name) for name in About.__dataclass_fields__}
    return About(**said | {"is_not": "" if card.is_not == is_not(card.origin) else card.is_not})


def read_cohort_card(folder: Path) -> CohortCard:
    """The card in a cohort's folder, or an error that says what is wrong with it."""
    try:
        return CohortCard.model_validate_json((folder / CARD).read_text())
    except FileNotFoundError:
        raise NotFoundError(
            f"{folder} has no {CARD}",
            remedy="It is no cohort, or was moved or deleted in part: copy it again, whole",
        ) from None
    except (OSError, ValidationError, ValueError) as error:
        fault = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise UserError(
            f"The card of {folder} cannot be read ({fault.splitlines()[0]})",
            remedy="Copy the cohort again from where it came, or import again",
        ) from None


def _counted(column: pa.ChunkedArray) -> dict[str, int]:
    """How often each value stands there, in the order of the values."""
    found = column.drop_null().value_counts().to_pylist()
    return dict(sorted((one["values"], one["counts"]) for one in found))
