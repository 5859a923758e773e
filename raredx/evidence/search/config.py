"""A search as a value: which diseases, which vision terms, which dates, in which form."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from raredx.errors import UserError
from raredx.evidence.search.lookup import find, nearest
from raredx.evidence.search.terms import Form, terms
from raredx.ontology.orphanet import (
    DiseaseName,
    Status,
    categories,
    disease_names,
)

FIRST_DAY, LAST_DAY = date(1781, 1, 1), date(2999, 12, 31)  # PubMed's oldest year, and no end
_LONGEST = 200  # characters of a synonym
_OPERATORS = re.compile(r'["\[\]*~]')


class Search(BaseModel):
    """A PubMed search for computer vision in some rare diseases.

    Without any choice it asks for what the published search asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Form = Field("published", description="As it was published, or with its faults mended")
    categories: tuple[str, ...] = Field((), description="Orphanet categories; none means all")
    diseases: tuple[str, ...] = Field((), description="Disease names or ORPHA codes")
    statuses: tuple[Status, ...] = Field(
        (),
        description="Kinds of names; none means all, in the corrected form all that are rare",
    )
    synonyms: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="More names for a disease, by its name or ORPHA code"
    )
    since: date = Field(
        default_factory=lambda: terms().since, ge=FIRST_DAY, le=LAST_DAY, description="First day"
    )
    until: date | None = Field(
        default_factory=lambda: terms().until,
        ge=FIRST_DAY,
        le=LAST_DAY,
        description="Last day; none means open",
    )
    date_of: Literal["publication", "entry"] = Field(
        "publication", description="The day of publication, or the day it came into PubMed"
    )
    vision: tuple[str, ...] = Field(
        default_factory=lambda: tuple(group.name for group in terms().groups),
        description="Groups of vision terms",
    )
    exclude: tuple[str, ...] = Field(
        default_factory=lambda: tuple(exclusion.text for exclusion in terms().exclusions),
        description="Kinds of publications to leave out",
    )

    @classmethod
    def of(cls, **values: Any) -> Search:
        """A search from what a person gave; what is wrong with it is said in one line."""
        try:
            return cls(**values)
        except ValidationError as error:
            faults = [_in_words(detail) for detail in error.errors()]
            raise UserError(
                f"The search cannot be made: {'; '.join(faults)}",
                remedy="Change that, and leave out what is not needed",
            ) from None

    @field_validator("vision")
    @classmethod
    def _known_groups(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not names:
            raise ValueError("at least one group is needed")
        return _known(names, [group.name for group in terms().groups])

    @field_validator("exclude")
    @classmethod
    def _known_exclusions(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, [exclusion.text for exclusion in terms().exclusions])

    @field_validator("categories")
    @classmethod
    def _known_categories(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, categories())

    @field_validator("diseases")
    @classmethod
    def _names(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(find(name).name for name in given))

    @field_validator("synonyms")
    @classmethod
    def _plain_synonyms(cls, given: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, synonyms in given.items():
            for synonym in synonyms:
                if not re.search(r"[^\W_]", synonym) or _OPERATORS.search(synonym):
                    raise ValueError(f"{synonym!r} is not a plain name (no quotes, [, ], * or ~)")
                if len(synonym) > _LONGEST:
                    raise ValueError(f"{synonym[:30]!r}… is longer than {_LONGEST} characters")
            disease = find(name).name
            found[disease] = tuple(dict.fromkeys((*found.get(disease, ()), *synonyms)))
        return found

    @model_validator(mode="after")
    def _with_vision_terms(self) -> Search:
        chosen = [group for group in terms().groups if group.name in self.vision]
        if self.form == "published" and not any(group.published for group in chosen):
            raise ValueError(f"the published search has no terms for {' and '.join(self.vision)}")
        return self

    @model_validator(mode="after")
    def _forward_in_time(self) -> Search:
        if self.until and self.until < self.since:
            raise ValueError(f"it ends ({self.until}) before it begins ({self.since})")
        return self


def selected(search: Search) -> tuple[DiseaseName, ...]:
    """The names that a search asks for, in the published order.

    What is named is taken as it is; a status narrows only what a category, or nothing, chose.

    >>> [found.name for found in selected(Search(diseases=("ORPHA:58", "alpha-mannosidosis")))]
    ['Alexander disease', 'Alpha-mannosidosis']
    """
    named = {*search.diseases, *search.synonyms}
    narrow = search.categories or search.diseases or search.synonyms
    found = tuple(
        one
        for one in disease_names()
        if one.name in named
        or (_of_status(one, search) and (not narrow or one.category in search.categories))
    )
    if not found:
        raise UserError(
            "No disease is left to search for", remedy="Choose other categories or statuses"
        )
    return found


def _of_status(one: DiseaseName, search: Search) -> bool:
    if search.statuses:
        return one.status in search.statuses
    # A common disease, or the head of a branch, would drown what a corrected search is for.
    return search.form == "published" or not (one.status == "non_rare" or one.is_head)


def _known(given: tuple[str, ...], known: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """What was given, as it is spelt where it is known, each once and in the known order."""
    spelt = {name.casefold(): name for name in known}
    for name in given:
        if name.casefold() not in spelt:
            hint = nearest(name, list(known)) or f"there are: {', '.join(known)}"
            raise ValueError(f"{name!r} is not known; {hint}")
    chosen = {spelt[name.casefold()] for name in given}
    return tuple(name for name in known if name in chosen)


def _in_words(detail: Any) -> str:
    place = ".".join(str(part) for part in detail["loc"])
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
