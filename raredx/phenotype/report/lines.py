"""Plain text taken apart line by line: entries of lists and rows of tables, or sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from raredx.phenotype.report.vocabulary import State, is_key, is_section, state_said

_LONGEST_ENTRY = 300  # characters; what is longer is read in sentences
_BULLET = re.compile(r"^(?:[-*+•‣–—]+\s+|\(?\d{1,3}[.)]\s+)")
_RULE = re.compile(r"^[\s|:=_*-]+$")
_HEADING = re.compile(r"^[#*_ ]*([A-Za-z][A-Za-z ,/&-]{1,40}?)[*_ ]*:[*_ ]*(.*)$")
_TAIL = re.compile(r"^(?P<name>.+?)\s*(?:[:=]|\s[-–—]|→|->)\s*(?P<state>[^:=]+)$")
_BRACKET = re.compile(r"^(?P<name>.+?)\s*[(\[](?P<state>[^()\[\]]+)[)\]]$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|;|\n")
_WRAPPING = "\"'`*_,{}[] "


@dataclass(frozen=True)
class Item:
    """An entry of a list: what stands there, and the state that is said of it, if one is."""

    text: str
    state: State | None = None


@dataclass(frozen=True)
class Sentence:
    """A part of a text that is no list."""

    text: str


def of_text(text: str) -> Iterator[Item | Sentence]:
    r"""What a text says, line by line.

    A state that stands alone as a heading is said of every entry below it.

    >>> for found in of_text("The mouth is wide.\nABSENT:\n- Ptosis\n| Synophrys | present |"):
    ...     print(found)
    Sentence(text='The mouth is wide.')
    Item(text='Ptosis', state='absent')
    Item(text='Synophrys', state='present')
    """
    over: State | None = None
    for line in map(str.strip, text.splitlines()):
        if not line or _RULE.match(line):
            continue
        if len(line) > _LONGEST_ENTRY:
            yield from sentences(line)
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.split("|") if cell.strip()]
            if not all(map(is_key, cells)):
                yield item(": ".join(cells), over)
        elif bullet := _BULLET.match(line):
            yield item(line[bullet.end() :], over)
        elif (heading := _HEADING.match(line.strip(_WRAPPING))) is None:
            yield from _of_line(line)
        elif is_section(heading[1]):
            over = None
            yield from sentences(heading[2])
        elif not heading[2].strip(_WRAPPING):
            over = state_said(heading[1])
        elif said := state_said(heading[1]):
            yield from (Item(part, said) for part in parts_of(heading[2]))
        else:
            yield item(line, None)


def item(text: str, over: State | None) -> Item:
    """An entry with the state that stands behind it, or else the one said of the whole list.

    >>> item("Ptosis (absent)", None), item("Ptosis", "present")
    (Item(text='Ptosis', state='absent'), Item(text='Ptosis', state='present'))
    """
    bare = text.strip("\"'`*_,{} ").rstrip(".")
    for form in (_TAIL, _BRACKET):
        found = form.match(bare[:_LONGEST_ENTRY])
        if found and (state := state_said(found["state"])):
            return Item(found["name"].strip("\"'`*_ "), state)
    return Item(bare, over)


def sentences(text: str) -> Iterator[Sentence]:
    """A text in its sentences."""
    for part in _SENTENCE.split(text):
        if part and part.strip():
            yield Sentence(part.strip())


def parts_of(text: str) -> list[str]:
    """What commas part."""
    return [part.strip(" .") for part in re.split(r"[,;]", text) if part.strip(" .")]


def _of_line(line: str) -> Iterator[Item | Sentence]:
    """An entry, if a state stands behind it; sentences, if not."""
    found = item(line, None)
    yield from [found] if found.state else sentences(line)
