"""What the words around a value say about it: on which part of the data, whose, of which class."""

from __future__ import annotations

import re
from collections.abc import Iterable

from raredx.evidence.performance.frames import Draft
from raredx.evidence.performance.vocabulary import word_map, words

_WORD = re.compile(r"[^\s/()]+")
_MOST_WORDS = 4
_MOST_CHARACTERS = 40


def subset_of(draft: Draft) -> str:
    """The part of the data, or "comparator" or "human" for results that are not the method's."""
    around = [*draft.after, draft.before, draft.heading, draft.intro]
    if draft.comparator:
        near = [*draft.after, draft.before, draft.intro]
        human = any(set(_words(text)) & words("human") for text in near) or _is_human(draft.heading)
        return "human" if human else "comparator"
    if any(_is_human(text) for text in (draft.before, draft.heading)):
        return "human"
    return next((subset for text in around if (subset := _subset(text))), "")


def _subset(text: str) -> str:
    said = " " + " ".join(_words(text)) + " "
    for name, telling in word_map("subset").items():
        if any(f" {phrase} " in said for phrase in telling):
            return name
    return ""


def _is_human(text: str) -> bool:
    said = set(_words(text))
    return bool(said & words("human")) and not said & words("agreeing")


def label_of(draft: Draft) -> str:
    """A short label such as a class or a method, from the nearest words that are one; else ""."""
    around = (draft.before, *draft.after, draft.heading, draft.intro)
    if not draft.comparator:
        around = tuple(text for text in around if not set(_words(text)) & words("comparator"))
    labels = [label for text in around if (label := _label(text.split()))]
    return next((label for label in labels if not _subset(label)), "") or "".join(labels[:1])


def _label(text: Iterable[str]) -> str:
    kept = list(text)
    while len(kept) > 1 and _fills(kept[0]):
        kept = kept[1:]
    while kept and _fills(kept[-1]) and not kept[-1].isupper():
        kept = kept[:-1]
    label = " ".join(kept)
    if (
        not re.search(r"[^\W\d]", label)
        or label.casefold() in words("empty")
        or re.search("[@%]", label)
        or len(kept) > _MOST_WORDS
        or len(label) > _MOST_CHARACTERS
        or any(word.casefold() in words("prose") and not word.isupper() for word in kept)
    ):
        return ""
    return label


def _fills(word: str) -> bool:
    """Whether a word at the edge of a label says nothing; "TO" is an abbreviation."""
    plain = word.casefold()
    return (plain in words("filling") | words("comparator") | words("change")) and not (
        word.isupper() and len(word) > 1
    )


def _words(text: str) -> list[str]:
    return [word.strip("'\u2019.,") for word in _WORD.findall(text.casefold())]
