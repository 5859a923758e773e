"""Texts of a config that mean something: a thing by its name, and its options after a colon."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError

from raredx.errors import UserError
from raredx.jobs.kinds import field_errors

Options = TypeVar("Options", bound=BaseModel)


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


def written(text: str, find: Callable[[str], type[Options]], *, what: str) -> Options:
    """A thing from how it is written: its name, and its options after a colon.

    Parameters
    ----------
    find : callable
        Gives what holds the options of a name; a UserError if there is no such name.
    what : str
        What it is, such as "head".

    Examples
    --------
    >>> class Nearest(BaseModel):
    ...     neighbours: int = 1
    >>> written("nearest: neighbours=3", {"nearest": Nearest}.__getitem__, what="head")
    Nearest(neighbours=3)
    """
    name, _, rest = text.partition(":")
    kind = find(name.strip())
    pairs = [one.partition("=") for one in rest.split(",") if one.strip()]
    try:
        return kind.model_validate({key.strip(): value.strip() for key, _, value in pairs})
    except ValidationError as error:
        wrong = "; ".join(f"{field}: {says}" for field, says in field_errors(error).items())
        raise UserError(
            f"The {what} {text!r} has options that do not fit ({wrong})",
            remedy=f"Its options are: {', '.join(kind.model_fields)}",
        ) from None
