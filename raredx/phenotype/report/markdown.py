"""Strangers' text inside markdown: shown as it is, never as a link, an image or a tag."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~$]|:(?=\S))")


def escaped(text: str) -> str:
    r"""A text on one line in which nothing is markdown.

    >>> print(escaped("![x](http://example.org/a.png) <b>bold</b>"))
    \!\[x\](http\://example.org/a.png) \<b\>bold\</b\>
    """
    one_line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return _SPECIAL.sub(r"\\\1", one_line)
