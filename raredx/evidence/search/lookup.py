"""A disease by its name or ORPHA code, in whatever way a person writes them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cache

from raredx.errors import UserError
from raredx.ontology.orphanet import DiseaseName, disease_names

_CODE = re.compile(r"(?:orpha(?:net)?[:\s]*)?(\d+)", re.IGNORECASE)


def find(text: str) -> DiseaseName:
    """The disease of that name or ORPHA code, whatever its case and with or without a prefix.

    >>> find("ORPHA:58") is find("alexander disease")
    True
    """
    wanted = text.strip().casefold()
    code = _CODE.fullmatch(wanted)
    if found := _by_key().get(code[1] if code else wanted):
        return found
    near = nearest(wanted, [one.name for one in disease_names()])
    raise UserError(
        f"Orphanet's list has no disease {text[:60]!r}", remedy=near or "Check its spelling"
    )


@cache
def _by_key() -> dict[str, DiseaseName]:
    """The diseases by name, by plain name and by code; the first of a name is meant."""
    found: dict[str, DiseaseName] = {}
    for one in disease_names():
        code = [str(one.orpha_code)] if one.orpha_code else []
        for key in (one.name.casefold(), one.plain.casefold(), *code):
            found.setdefault(key, one)
    return found


def nearest(text: str, names: Iterable[str]) -> str:
    """A question that names what may have been meant, or "" where nothing is near.

    >>> nearest("Rare bone diseases", ["Rare bone disease", "Rare skin disease"])
    "did you mean 'Rare bone disease' or 'Rare skin disease'?"
    """
    spelt = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(text.casefold(), spelt, n=3, cutoff=0.75)
    return f"did you mean {' or '.join(repr(spelt[name]) for name in near)}?" if near else ""
