"""Heads as they are written in a config: a name, and options after a colon."""

from __future__ import annotations

from pydantic import ValidationError

from raredx.errors import UserError
from raredx.jobs.kinds import field_errors
from raredx.learning.heads import Head, get_head


def parse_head(text: str) -> Head:
    """A head from how it is written.

    >>> parse_head("nearest:neighbours=3")
    Nearest(neighbours=3, scaling='standardise')
    """
    name, _, rest = text.partition(":")
    head = get_head(name.strip())
    pairs = [one.partition("=") for one in rest.split(",") if one.strip()]
    try:
        return head.model_validate({key.strip(): value.strip() for key, _, value in pairs})
    except ValidationError as error:
        wrong = "; ".join(f"{field}: {says}" for field, says in field_errors(error).items())
        raise UserError(
            f"The head {text!r} has options that do not fit ({wrong})",
            remedy=f"Its options are: {', '.join(head.model_fields)}",
        ) from None
