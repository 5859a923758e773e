"""Weights files: hashed once, and opened only where they hold nothing but tensors."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from raredx.errors import UserError
from raredx.files import sha256_of

SUFFIX = ".safetensors"
"""What files end in that hold tensors alone: nothing in them can run."""


def hash_of(file: Path) -> str:
    """The SHA-256 of a file; worked out anew when its size or its time of change is another.

    >>> hash_of(Path(__file__)) == sha256_of(Path(__file__))
    True
    """
    now = file.stat()
    return _hash(file, now.st_size, now.st_mtime_ns)


def check_whole(file: Path) -> None:
    """Refuse a file that is no safetensors file, or not all of one."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, "pt"):
            return
    except SafetensorError as error:
        cut = "not fully covered" in str(error)
    raise UserError(
        f"{file} is {'not all of a' if cut else 'no'} safetensors file",
        remedy="Remove it, then fetch it again",
    )


def misfit(file: Path, architecture: str) -> UserError:
    """What to say of tensors that are another network's."""
    return UserError(
        f"The tensors in {file} do not fit the architecture {architecture}",
        remedy="Put the file there that belongs to it",
    )


@lru_cache(maxsize=64)
def _hash(file: Path, size: int, changed: int) -> str:
    return sha256_of(file)
