"""Texts of a spreadsheet: in runs, with hints for pronouncing them, with letters as numbers."""

from __future__ import annotations

import re

from raredx.evidence.spreadsheet.parts import Part

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Text:
    """The text of a cell, put together from its runs, without the hints for pronouncing it."""

    def __init__(self) -> None:
        self._runs: list[str] = []
        self._within = self._hint = False

    def start(self, name: str) -> None:
        """An element begins."""
        self._within = name == "t" and not self._hint
        self._hint = self._hint or name == "rPh"

    def end(self, name: str) -> None:
        """An element ends."""
        self._within = False
        self._hint = self._hint and name != "rPh"

    def add(self, text: str) -> None:
        """Text stands there."""
        if self._within:
            self._runs.append(text)

    def take(self) -> str:
        """All of it, and begin anew."""
        whole = "".join(self._runs)
        self._runs = []
        return unescaped(whole)


class Strings(Part):
    """The texts that cells share."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text = Text()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a text."""
        self._text.start(name)

    def end(self, name: str) -> None:
        """Keep a text that is at its end."""
        self._text.end(name)
        if name == "si":
            self.found.append(self._text.take())

    def text(self, text: str) -> None:
        """Add to the text."""
        self._text.add(text)


def unescaped(text: str) -> str:
    """A text with the letters that the format writes as numbers; control characters stay numbers.

    >>> unescaped("a_x0020_b_x0007_")
    'a b_x0007_'
    """
    return _ESCAPED.sub(_letter, text)


def _letter(escaped: re.Match[str]) -> str:
    letter = chr(int(escaped.group(1), 16))
    return letter if letter.isprintable() or letter in "\t\n\r" else escaped.group()
