"""A measure of an audit: a value beside what it has to be held against, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from raredx.errors import UserError
from raredx.statistics.estimate import Estimate

Group = Literal["fidelity", "diversity", "phenotype", "privacy", "use"]


class Measure(BaseModel):
    """One line of an audit."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    group: Group
    title: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    beside: dict[str, float] = {}
    """What it has to be held against, by what that is."""
    wanted: str
    """Which way is better."""
    n: dict[str, int] = {}
    says: str
    """What it means, in a sentence."""
    refused: str = ""
    """Why there is no value."""

    @property
    def told(self) -> str:
        """The value in words.

        >>> one = Measure(group="fidelity", title="recall", value=0.5, wanted="higher", says="")
        >>> one.told, one.model_copy(update={"low": 0.25, "high": 1}).told
        ('0.5', '0.5 (0.25 to 1)')
        """
        if self.value is None:
            return self.refused
        between = "" if self.low is None else f" ({self.low:.3g} to {self.high:.3g})"
        return f"{self.value:.3g}{between}"


def measured(
    found: Callable[[], Estimate | float],
    *,
    group: Group,
    title: str,
    wanted: str,
    says: str,
    n: dict[str, int],
    beside: dict[str, float] | None = None,
) -> Measure:
    """A measure of what is found; an error in a line becomes the reason why there is none."""
    bare = Measure(group=group, title=title, wanted=wanted, says=says, n=n)
    try:
        value = found()
    except UserError as error:
        return bare.model_copy(update={"refused": f"{error.problem}. {error.remedy}."})
    every = [*value] if isinstance(value, Estimate) else [value, math.nan, math.nan]
    told = {
        name: None if math.isnan(one) else float(one)
        for name, one in zip(("value", "low", "high"), every, strict=True)
    }
    if told["value"] is None:
        return bare.model_copy(update={"refused": "There is too little to say anything"})
    held = {name: float(one) for name, one in (beside or {}).items()}
    return bare.model_copy(update={**told, "beside": held})
