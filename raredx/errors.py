"""The one kind of error a user meets: what happened, and what to do about it."""

from __future__ import annotations

import errno
from typing import Any


class UserError(Exception):
    """Something the person at the screen can put right.

    Every door shows it the same way: one line, no traceback; the command line exits with 2.

    >>> print(UserError("The folder is empty", remedy="Put images into it"))
    The folder is empty. Put images into it.
    """

    def __init__(self, problem: str, *, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)  # it may come out of a process pool

    def __str__(self) -> str:
        return " ".join(_sentence(part) for part in (self.problem, self.remedy) if part)


class NotFoundError(UserError):
    """What was asked for by name or number is not there."""


class DiskFullError(UserError):
    """There is no space left to write to."""

    def __init__(self) -> None:
        super().__init__("The disk is full", remedy="Free some space, then retry")


def explain(error: BaseException) -> str:
    """One line for any error: a `UserError` as it is, the usual system errors in plain words.

    >>> explain(OSError(errno.ENOSPC, "No space left on device"))
    'The disk is full. Free some space, then retry.'
    """
    if isinstance(error, UserError):
        return str(error)
    if is_disk_full(error):
        return str(DiskFullError())
    if isinstance(error, PermissionError):
        return (
            f"No permission for {error.filename}. Change its permissions or choose another place."
        )
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}. Check the path, or choose another place."
    if isinstance(error, MemoryError):
        return "The memory is full. Close other programs or choose smaller settings, then retry."
    first_line = (str(error).strip() or "no message").splitlines()[0]
    return f"{type(error).__name__}: {first_line[:300]}"


def is_disk_full(error: BaseException) -> bool:
    """Whether an error means that a disk or a quota is used up."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, DiskFullError)


def _revive(kind: type[UserError], args: tuple[Any, ...], state: dict[str, Any]) -> UserError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else text + "."
