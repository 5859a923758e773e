"""Text that no spreadsheet takes for a formula, and that every file can hold."""

from __future__ import annotations

import re

_RUNS = "=+@\uff1d\uff0b\uff0d\uff20-"  # and their full-width forms
_UNSEEN = r"(?:[^\S\t\r\n]|[\u200b-\u200d\u2060\ufeff])*"
_NUMBER = r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?%?"
_ENDS = ";\t\r\n"  # of a cell, where a program splits lines at semicolons and knows no quotes
_FORMULA = re.compile(
    rf"((?:\A|(?<=[{_ENDS}])){_UNSEEN})(?=[{_RUNS}])(?!{_NUMBER}\s*(?:\Z|[{_ENDS}]))"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def safe_cell(text: str) -> str:
    """A text for a cell: what a spreadsheet would run gets an apostrophe before it.

    So does what would run where cells end at semicolons, as they do in much of Europe.

    >>> safe_cell("=1+1"), safe_cell(" @SUM(A1)"), safe_cell("-3.5"), safe_cell("a=b")
    ("'=1+1", "' @SUM(A1)", '-3.5', 'a=b')
    >>> safe_cell("CT; =1+1"), safe_cell("CT; MRI; -3.5")
    ("CT;' =1+1", 'CT; MRI; -3.5')
    """
    plain = _FORMULA.sub(r"'\1", _CONTROL.sub("", text))
    return f"'{plain}" if plain[:1] in ("\t", "\r", "\n") else plain


def one_line(text: str) -> str:
    r"""A text for a format whose records are lines.

    >>> one_line("two\r\nER  - lines")
    'two ER - lines'
    """
    return " ".join(_CONTROL.sub("", text).split())
