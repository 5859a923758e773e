"""What belongs together because pairs of it do."""

from __future__ import annotations

from collections.abc import Iterable


class Groups:
    """Rows in groups that grow as pairs are joined.

    >>> groups = Groups([(5, 2), (0, 1), (2, 9)])
    >>> groups.lists(), groups.together(5, 9)
    ([[0, 1], [2, 5, 9]], True)
    """

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        self._above: dict[int, int] = {}
        for left, right in pairs:
            self.join(left, right)

    def join(self, left: int, right: int) -> None:
        """Put two rows, and whatever is with them, into one group."""
        low, high = sorted((self._top(left), self._top(right)))
        self._above[high] = low

    def together(self, left: int, right: int) -> bool:
        """Whether two rows are in one group."""
        return self._top(left) == self._top(right)

    def lists(self) -> list[list[int]]:
        """Each group's rows in order, the groups by their first rows."""
        found: dict[int, list[int]] = {}
        for row in sorted(self._above):
            found.setdefault(self._top(row), []).append(row)
        return list(found.values())

    def _top(self, row: int) -> int:
        above = self._above
        while above.setdefault(row, row) != row:
            above[row] = row = above[above[row]]
        return row
