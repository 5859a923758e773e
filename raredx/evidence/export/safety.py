"""Text that no spreadsheet takes for a formula, and that every file can hold."""

from __future__ import annotations

import re
import unicodedata

_RUNS = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?%?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def safe_cell(text: str) -> str:
    """A text for a cell: what a spreadsheet would run gets an apostrophe before it.

    >>> safe_cell("=1+1"), safe_cell(" @SUM(A1)"), safe_cell("-3.5"), safe_cell("a=b")
    ("'=1+1", "' @SUM(A1)", '-3.5', 'a=b')
    """
    plain = _CONTROL.sub("", text)
    start = unicodedata.normalize("NFKC", plain).lstrip()[:1]
    starts_odd = plain[:1] in ("\t", "\r", "\n")
    runs = starts_odd or (start in _RUNS and not _NUMBER.fullmatch(plain.strip()))
    return f"'{plain}" if runs else plain


def one_line(text: str) -> str:
    r"""A text for a format whose records are lines.

    >>> one_line("two\r\nER  - lines")
    'two ER - lines'
    """
    return " ".join(_CONTROL.sub("", text).split())
