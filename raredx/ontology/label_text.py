"""The words of a label: tidied, read in parts, and those that say that there is no disease."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PART = 0.9  # how sure a part of a label is, compared with the whole
_NUMBERING = re.compile(r"^\d{1,3}[\s.-]+(?=[A-Za-z]{3})")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DASHES = re.compile(r"[\u2010-\u2015]")
_BRACKETS = re.compile(r"^(.*?)[(\[]([^()\[\]]+)[)\]]\s*$")


def tidied(text: str) -> str:
    """A label as a person would write it, without underscores, odd dashes and spare space.

    >>> tidied(" Coffin\u2013Siris__syndrome ")
    'Coffin-Siris syndrome'
    """
    return re.sub(r"[\s_]+", " ", _DASHES.sub("-", text)).strip()


def says_unaffected(text: str) -> bool:
    """Whether a label says that there is no disease.

    >>> [says_unaffected(text) for text in ("Normal", "healthy_controls", "Noonan syndrome")]
    [True, True, False]
    """
    return bool({" ".join(_said(text)), " ".join(_telling(text))} & _words("unaffected"))


def says_nothing(text: str) -> bool:
    """Whether a label names nothing: no disease, or only what surrounds labels.

    >>> [says_nothing(text) for text in ("train images", "7", "control", "Noonan")]
    [True, True, True, False]
    """
    return not _telling(text) or says_unaffected(text)


def readings(text: str) -> Iterator[tuple[str, float]]:
    """What of a label may be a name, and how sure that is: no part leaves a number out.

    >>> list(readings("Noonan (NS)"))[-2:]
    [('Noonan', 0.9), ('NS', 0.9)]
    """
    yield text, 1.0
    yield _CAMEL.sub(" ", text), 1.0
    yield _NUMBERING.sub("", text), _PART
    words = [word for word in text.split() if word.casefold() not in _words("fillers")]
    yield " ".join(words), _PART
    if brackets := _BRACKETS.match(text):
        for part, other in (brackets.groups(), brackets.groups()[::-1]):
            if not re.search(r"\d", other):
                yield part.strip(), _PART


def _said(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.casefold())


def _telling(text: str) -> list[str]:
    """The words of a label that do not just surround labels."""
    return [word for word in _said(text) if word not in _words("fillers")]


@cache
def _words(kind: str) -> frozenset[str]:
    file = Path(__file__).with_name("labels.toml")
    return frozenset(tomllib.loads(file.read_text(encoding="utf-8"))[kind])
