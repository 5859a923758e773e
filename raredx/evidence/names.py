"""Orphanet's diseases, found by the names that texts give them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from raredx.ontology.names import core_name, plain_name


@dataclass(frozen=True)
class Disease:
    """A disease as Orphanet names it."""

    name: str
    code: int | None
    category: str


class NameIndex:
    """Orphanet's names, found by what a text says."""

    def __init__(self, diseases: Iterable[Disease]) -> None:
        self.exact: dict[str, Disease] = {}
        self.plain: dict[str, Disease] = {}
        self.core: dict[str, Disease | None] = {}
        for disease in diseases:
            self.exact.setdefault(disease.name, disease)
            key = plain_name(disease.name)
            if key not in self.plain or (self.plain[key].code is None and disease.code):
                self.plain[key] = disease
            core = core_name(disease.name)
            if core in self.core and self.core[core] is not self.plain[key]:
                self.core[core] = None  # two diseases: neither is meant
            else:
                self.core[core] = self.plain[key]
        self._longest = max(len(key.split()) for key in self.plain)

    def add_synonym(self, synonym: str, name: str) -> None:
        """Let a text that says the synonym mean the disease of that name."""
        self.plain.setdefault(plain_name(synonym), self.exact[name])

    def find(self, name: str) -> tuple[Disease, str] | None:
        """The disease of that name, and by which step it was found."""
        if name in self.exact:
            return self.exact[name], "exact"
        if found := self.plain.get(plain_name(name)):
            return found, "normalised"
        core = core_name(name)
        if len(core) > 3 and (found_core := self.core.get(core)):
            return found_core, "core words"
        return None

    def within(self, text: str) -> list[Disease]:
        """The diseases that a text names, longest names first, in its order."""
        words = plain_name(text).split()
        found, at = [], 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                key = " ".join(words[at : at + length])
                disease = self.plain.get(key)
                if disease and (length > 1 or len(key) > 6):
                    found.append(disease)
                    at += length - 1
                    break
            at += 1
        return list(dict.fromkeys(found))
