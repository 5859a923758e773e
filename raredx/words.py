"""Numbers as people read them."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """A time span in at most two units.

    >>> [duration(s) for s in (0.04, 4.2, 75, 3600 * 5 + 60 * 3)]
    ['0.04 s', '4.2 s', '1 min 15 s', '5 h 3 min']
    """
    if seconds < 60:
        return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def count(number: float, noun: str) -> str:
    """So many of something; bytes in the unit that suits.

    >>> count(1, "file"), count(1200, "image"), count(3_758_596, "byte"), count(2, "study")
    ('1 file', '1,200 images', '3.8 MB', '2 studies')
    >>> count(3, "class")
    '3 classes'
    """
    if noun == "byte":
        return size(number)
    if noun.endswith("y") and noun[-2] not in "aeiou":
        plural = noun[:-1] + "ies"
    else:
        plural = noun + ("es" if noun.endswith("s") else "s")
    return f"{number:,.0f} {noun if number == 1 else plural}"


def size(number: float) -> str:
    """A number of bytes.

    >>> [size(n) for n in (0, 999, 3_758_596, 80e9)]
    ['0 bytes', '999 bytes', '3.8 MB', '80 GB']
    """
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if number < 1000 or unit == "TB":
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == "bytes" or number >= 100 else f"{number:.2g} {unit}"
