"""The files of a source: listed once, in an order that people expect, and found by their names."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

TABLES = frozenset({"csv", "tsv", "txt", "jsonl"})
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Entry:
    """A file: its path below the source with "/", its size, and a mark that changes with it."""

    path: str
    size: int
    mark: int

    @property
    def suffix(self) -> str:
        """What stands behind the last dot, in small letters."""
        return PurePosixPath(self.path).suffix[1:].casefold()

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders in which it lies, the outermost first."""
        return PurePosixPath(self.path).parts[:-1]


@dataclass(frozen=True)
class Listing:
    """The files of a source, but for those that operating systems put there."""

    entries: tuple[Entry, ...]
    refused: tuple[tuple[str, str], ...] = ()
    """Files that do not come in by their very names, each with the code of its refusal."""

    @cached_property
    def images(self) -> tuple[Entry, ...]:
        """The files that are meant as images, by their names."""
        return tuple(entry for entry in self.entries if entry.suffix in image_suffixes())

    @cached_property
    def others(self) -> Counter[str]:
        """How many other files there are, by suffix."""
        return Counter(
            f".{entry.suffix}" if entry.suffix else "no suffix"
            for entry in self.entries
            if entry.suffix not in image_suffixes()
        )

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all files."""
        return frozenset(entry.path for entry in self.entries)

    def named(self, *names: str) -> list[str]:
        """The files of one of these names that lie at most two folders deep, the highest first."""
        wanted = {name.casefold() for name in names}
        found = [
            entry
            for entry in self.entries
            if PurePosixPath(entry.path).name.casefold() in wanted and len(entry.folders) <= 2
        ]
        return [entry.path for entry in sorted(found, key=lambda entry: len(entry.folders))]

    def fingerprint(self) -> str:
        """A hash that changes when any file does."""
        digest = hashlib.sha256()
        for entry in self.entries:
            digest.update(f"{entry.path}\0{entry.size}\0{entry.mark}\n".encode(errors="replace"))
        return digest.hexdigest()


@cache
def image_suffixes() -> frozenset[str]:
    """The suffixes of files that are meant as images."""
    known = tomllib.loads(Path(__file__).with_name("suffixes.toml").read_text())
    return frozenset(known["read"] + known["refused"])


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Files as people count them.

    >>> [entry.path for entry in in_order(Entry(f"{n}.png", 1, 1) for n in (10, 9))]
    ['9.png', '10.png']
    """
    return tuple(sorted(entries, key=lambda entry: (_counting(entry.path), entry.path)))


def _counting(path: str) -> list[str]:
    """Text in small letters, numbers filled up with zeros."""
    parts = _DIGITS.split(path.casefold())
    return [part.zfill(20) if place % 2 else part for place, part in enumerate(parts)]


class Finder:
    """Files by whatever a table calls them: path, name, or name without its suffix."""

    def __init__(self, listing: Listing, *, below: str = "") -> None:
        self._found: dict[str, list[str]] = {}
        for entry in listing.images:
            if entry.path.startswith(below):
                inside = entry.path.removeprefix(below)
                name = PurePosixPath(inside).name
                for called in dict.fromkeys(
                    (inside, inside.rpartition(".")[0], name, name.rpartition(".")[0])
                ):
                    self._found.setdefault(called.casefold(), []).append(entry.path)

    def find(self, called: str) -> tuple[str, ...]:
        """The files that may be meant: one, if all is well."""
        plain = called.strip().replace("\\", "/").removeprefix("./").casefold()
        found = self._found.get(plain, ())
        exact = [path for path in found if path.casefold().endswith(plain)]
        return tuple(exact if len(exact) == 1 else found)
