"""Names inside archives: kept as labels, never used as places on the disk."""

from __future__ import annotations

import re
import unicodedata

_LONGEST, _LONGEST_PART, _DEEPEST = 512, 200, 16
_DRIVE = re.compile(r"[A-Za-z]:")
_JOINERS = "\u200c\u200d"  # invisible, and part of correct Persian, Hindi and emoji
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "__macosx"})


def safe_name(name: str) -> str:
    r"""A relative path with "/", or "" for a name that leads elsewhere or plays tricks.

    >>> safe_name("faces\\a\\01.png")
    'faces/a/01.png'
    >>> safe_name("../../etc/passwd"), safe_name("C:/x.png"), safe_name("/x.png")
    ('', '', '')
    """
    path = name.replace("\\", "/")
    parts = path.rstrip("/").split("/")
    if len(path) > _LONGEST or len(parts) > _DEEPEST or _DRIVE.match(path):
        return ""
    if any(part.strip() in ("", ".", "..") or len(part) > _LONGEST_PART for part in parts):
        return ""
    if any(_misleads(letter) for letter in path):
        return ""
    return "/".join(parts)


def is_system_file(name: str) -> bool:
    """Whether an operating system put the file there: `.DS_Store`, `__MACOSX`, hidden ones.

    >>> is_system_file("__MACOSX/._face.png"), is_system_file("a/face.png")
    (True, False)
    """
    return any(part.startswith(".") or part.casefold() in _SYSTEM_FILES for part in name.split("/"))


def _misleads(letter: str) -> bool:
    """Control characters, line ends, and those that turn the direction of writing."""
    return letter not in _JOINERS and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
