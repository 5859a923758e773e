"""Work that does not fit in memory is done in smaller parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

AnyPart = TypeVar("AnyPart")


@dataclass(kw_only=True)
class InParts:
    """A batch, worked on some at a time; half as many from then on where they do not fit.

    >>> def weigh(rows):
    ...     if rows.stop - rows.start > 2:
    ...         raise RuntimeError("can't allocate memory")
    ...     return rows.stop - rows.start
    >>> parts = InParts(at_once=8, say=print)
    >>> parts.sum(8, weigh)
    The batch does not fit in memory: 4 images at a time now
    The batch does not fit in memory: 2 images at a time now
    8
    """

    at_once: int
    say: Callable[[str], Any]
    """Hears of every halving."""

    def sum(
        self,
        whole: int,
        part: Callable[[slice], Any],
        *,
        anew: Callable[[], Any] = lambda: None,
    ) -> Any:
        """What the parts of so many images come to.

        Parameters
        ----------
        part : callable
            What one part comes to.
        anew : callable
            Called before the first part, each time that all of them are begun.
        """
        while True:
            try:
                anew()
                return sum(
                    part(slice(first, min(first + self.at_once, whole)))
                    for first in range(0, whole, self.at_once)
                )
            except RuntimeError as error:
                self._halve(error, whole)

    def each(self, whole: int, part: Callable[[slice], AnyPart]) -> Iterator[AnyPart]:
        """What each part of so many images comes to, in order; what is done is not begun again."""
        first = 0
        while first < whole:
            rows = slice(first, min(first + self.at_once, whole))
            try:
                found = part(rows)
            except RuntimeError as error:
                self._halve(error, rows.stop - first)
                continue
            yield found
            first = rows.stop

    def _halve(self, error: RuntimeError, tried: int) -> None:
        if not _too_large(error) or self.at_once == 1:
            raise error
        self.at_once = max(1, min(self.at_once, tried) // 2)
        images = "image" if self.at_once == 1 else "images"
        self.say(f"The batch does not fit in memory: {self.at_once} {images} at a time now")


def _too_large(error: RuntimeError) -> bool:
    """Whether memory ran out, on a GPU or on a processor."""
    import torch

    return isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error)
