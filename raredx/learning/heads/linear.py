"""Heads that are a weight for each feature and class once they are fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from raredx.learning.heads.fitted import FittedHead

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedLinear(FittedHead):
    """Weights for features as they are: scaling and turning are folded into them."""

    shapes: ClassVar[Mapping[str, str]] = {**FittedHead.shapes, "weights": "wt", "intercept": "t"}

    weights: Floats
    """(w, t)"""
    intercept: Floats
    """(t,)"""

    def logits(self, features: Floats) -> Floats:
        """The weighted sum of features: (m, t)."""
        return np.asarray(features @ self.weights + self.intercept)
