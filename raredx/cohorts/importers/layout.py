"""What a layout is: a way in which people lay out images, recognised by its files, read as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from raredx.cohorts.importers.listing import Listing
from raredx.cohorts.importers.sources import Source

ROLES = (
    *("path", "label", "subject_id", "label_id", "origin", "source"),
    *("sex", "age", "phenotypes", "licence", "split"),
)
"""What a column of a table can mean; all others are only kept if that is asked for."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a person decides about an import; everything else is read from the files."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Which column of a table means what, by `ROLES`; what is not said is guessed."""
    keep: tuple[str, ...] = ()
    """Further columns to keep; `*` keeps all."""
    stage: str = ""
    """Of images that are there raw and refined: which ones."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An image to be: its file, and what its row will say."""

    file: str
    label: str | None = None
    subject: str | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    """Further columns of the manifest, by name."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a layout makes of the files: items, what is left out, and what to know about it."""

    items: tuple[Item, ...]
    refused: tuple[tuple[str, str], ...] = ()
    """Files that cannot come in, each with a code (see `raredx.cohorts.importers.faults`)."""
    notes: tuple[str, ...] = ()


class Layout(Protocol):
    """A way to lay out images."""

    name: str
    title: str
    looks_like: str
    """The layout in one line, as an example."""

    def recognise(self, source: Source, listing: Listing) -> str | None:
        """Why the files are laid out like this; None if they are not."""

    def read(self, source: Source, listing: Listing, choices: Choices) -> Reading:
        """What every file is."""
