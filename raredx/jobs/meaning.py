"""Texts of a config that must mean something: the field says which of them does not."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import AfterValidator

from raredx.errors import UserError


def means(known: Callable[[str], object]) -> AfterValidator:
    """A text for which `known` raises no UserError.

    >>> from typing import Annotated
    >>> from pydantic import TypeAdapter
    >>> def colour(text: str) -> str:
    ...     if text in ("red", "blue"):
    ...         return text
    ...     raise UserError(f"{text!r} is no colour", remedy="Write red or blue")
    >>> TypeAdapter(Annotated[str, means(colour)]).validate_python("red")
    'red'
    """

    def check(text: str) -> str:
        try:
            known(text)
        except UserError as error:
            raise ValueError(str(error)) from None
        return text

    return AfterValidator(check)


def each_means(known: Callable[[str], object]) -> AfterValidator:
    """Texts of which each is known, as `means` says; one that comes twice counts once."""
    one = means(known)

    def check(texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            one.func(text)  # type: ignore[call-arg]
        return tuple(dict.fromkeys(texts))

    return AfterValidator(check)
