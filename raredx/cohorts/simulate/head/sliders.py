"""Sliders: named shifts of vertices, one column of a sparse table for each direction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError

STEP = 2e-6
"""Metres: the file holds shifts in whole steps of two thousandths of a millimetre."""

ACTION, BUMP = "fa:", "x:"
_SIDES = ("l-", "r-")
_ACTION_SIDES = ("Left", "Right")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sliders:
    """Which vertices each column moves, and by how much at an amount of 1.

    A slider of the source has two columns, "name+" and "name-", which are drawn apart; a facial
    action and a bump have one. A name without its side stands for both.
    """

    spans: Mapping[str, tuple[int, int]]  # column -> where its vertices start and end
    index: npt.NDArray[np.int32]  # (n,)
    delta: Floats  # (n, 3)

    @staticmethod
    def unpack(
        names: Sequence[str],
        *,
        starts: npt.NDArray[np.int64],  # (columns + 1,)
        index: npt.NDArray[np.int32],  # (n,)
        steps: Floats,  # (n, 3)
    ) -> Sliders:
        """The sliders as `pack.py` wrote them."""
        ends = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
        return Sliders(dict(zip(names, ends, strict=True)), index, steps * np.float32(STEP))

    def with_bumps(self, bumps: Mapping[str, Floats]) -> Sliders:
        """These and further columns, given as a shift of every vertex."""
        spans, index, delta = dict(self.spans), [self.index], [self.delta]
        end = len(self.index)
        for name, shift in bumps.items():  # (v, 3)
            moved = np.flatnonzero(np.abs(shift).max(1) > STEP)
            spans[BUMP + name] = (end, end + len(moved))
            end += len(moved)
            index.append(moved.astype(np.int32))
            delta.append(shift[moved])
        return Sliders(spans, np.concatenate(index), np.concatenate(delta))

    @property
    def names(self) -> list[str]:
        """Every name that `columns` understands, one-sided ones included."""
        plain = [name.rstrip("+-") if ":" not in name else name for name in self.spans]
        both = [name[2:] for name in plain if name.startswith(_SIDES)]
        both += [name[: -len("Left")] for name in plain if name.endswith("Left") and ":" in name]
        return sorted({*plain, *both} - {""})

    def sides(self, name: str) -> list[str]:
        """The sliders that a name stands for: itself, or its left and right one."""
        if name in self.spans or f"{name}+" in self.spans:
            return [name]
        pairs = [side + name for side in _SIDES]
        if name.startswith(ACTION):
            pairs = [name + side for side in _ACTION_SIDES]
        if all(pair in self.spans or f"{pair}+" in self.spans for pair in pairs):
            return pairs
        near = get_close_matches(name, self.names, n=3)
        raise UserError(
            f"The head has no slider {name!r}",
            remedy=f"Did you mean {' or '.join(near)}?" if near else "See docs/simulator.md",
        )

    def reach(self, slider: str, among: Collection[int]) -> float:
        """How far in metres the farthest of some vertices moves at an amount of 1."""
        farthest = 0.0
        for column in (slider, slider + "+", slider + "-"):
            start, end = self.spans.get(column, (0, 0))
            moved = self.delta[start:end][np.isin(self.index[start:end], list(among))]  # (n, 3)
            farthest = max(farthest, float(np.linalg.norm(moved, axis=1).max(initial=0)))
        return farthest

    def columns(self, changes: Mapping[str, float]) -> tuple[npt.NDArray[np.int64], Floats]:
        """The columns (c, 2) that changes need, and the amount (c,) of each."""
        amounts: dict[str, float] = {}
        for name, amount in changes.items():
            for slider in self.sides(name):
                amounts[slider] = amounts.get(slider, 0.0) + amount
        spans, values = [], []
        for slider, amount in amounts.items():
            if amount and slider in self.spans:
                spans.append(self.spans[slider])
                values.append(amount)
            elif amount:
                spans.append(self.spans[slider + ("+" if amount > 0 else "-")])
                values.append(abs(amount))
        return np.array(spans, np.int64).reshape(-1, 2), np.array(values, np.float32)
