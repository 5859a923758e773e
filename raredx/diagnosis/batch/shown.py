"""Which rows of a batch are meant: one state for the table, the pictures and every export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Only = Literal["all", "answered", "withheld", "wrong", "right", "refused"]
Order = Literal["asked", "sure", "unsure", "set"]
ONLY: tuple[Only, ...] = get_args(Only)
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is asked of rows; each must answer to all of it."""

    conditions: tuple[str, ...] = ()
    """One of them is the first answer or the truth; empty: any."""
    only: Only = "all"
    least: float = 0.0
    most: float = 1.0
    """Between them lies the probability of the first answer."""
    order: Order = "asked"

    @property
    def everything(self) -> bool:
        """Whether no row is left out."""
        return not self.conditions and self.only == "all" and (self.least, self.most) == (0, 1)

    def take(self, rows: pa.Table) -> pa.Table:
        """The rows that are meant, in their order.

        >>> rows = pa.table({"answer": ["A", "B", None], "truth": ["B", "B", "B"],
        ...                  "probability": [0.4, 0.9, None], "rank": [2, 1, None],
        ...                  "refused": ["", "", ""], "held": [["A", "B"], ["B"], None]})
        >>> Shown(only="wrong").take(rows)["answer"].to_pylist()
        ['A']
        >>> Shown(order="sure").take(rows)["answer"].to_pylist()
        ['B', 'A', None]
        """
        kept = rows.filter(self._mask(rows))
        if self.order == "asked":
            return kept
        return kept.take(pa.array(_ranked(kept, self.order)))

    def _mask(self, rows: pa.Table) -> pa.Array:
        mask = _kind(rows, self.only)
        if self.conditions:
            wanted = pa.array(self.conditions)
            either = pc.or_(pc.is_in(rows["answer"], wanted), pc.is_in(rows["truth"], wanted))
            mask = pc.and_(mask, either)
        if (self.least, self.most) != (0, 1):
            share = rows["probability"]
            inside = pc.and_(pc.greater_equal(share, self.least), pc.less_equal(share, self.most))
            mask = pc.and_(mask, pc.fill_null(inside, False))
        return mask

    def __str__(self) -> str:
        """In words, for what leaves.

        >>> print(Shown(only="withheld"), "|", Shown(conditions=("Noonan syndrome",), least=0.5))
        only withheld | Noonan syndrome; probability 50% to 100%
        """
        said = [] if self.only == "all" else [f"only {self.only}"]
        said += [", ".join(self.conditions)] if self.conditions else []
        if (self.least, self.most) != (0, 1):
            said.append(f"probability {self.least:.0%} to {self.most:.0%}")
        return "; ".join(said) or "everything"


def _kind(rows: pa.Table, only: Only) -> pa.Array:
    refused = pc.not_equal(rows["refused"], "")
    answered = pc.is_valid(rows["answer"])
    match only:
        case "refused":
            return refused
        case "answered":
            return answered
        case "withheld":
            return pc.invert(pc.or_(refused, answered))
        case "wrong":
            return pc.fill_null(pc.greater(rows["rank"], 1), False)
        case "right":
            return pc.fill_null(pc.equal(rows["rank"], 1), False)
        case "all":
            return pc.is_valid(rows["refused"])


def _ranked(rows: pa.Table, order: Order) -> npt.NDArray[np.intp]:
    """The places of rows in an order; those without an answer come last."""
    column = rows["probability"] if order != "set" else pc.list_value_length(rows["held"])
    values = np.asarray(column.to_numpy(zero_copy_only=False), np.float64)
    return np.argsort(values if order == "unsure" else -values, kind="stable")
