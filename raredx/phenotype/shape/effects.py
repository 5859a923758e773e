"""What pose, expression and age do to an aligned face: learned from many faces, then taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]

_RIDGE = 1e-3  # of the mean variance of the causes: keeps rare expressions from running wild


@dataclass(frozen=True, kw_only=True, eq=False)
class Causes:
    """What besides a condition may have formed n faces. What is not known is NaN."""

    pose: Floats
    """(n, 6) of yaw, pitch and roll."""
    expression: Floats
    """(n, 51) of MediaPipe's blendshapes."""
    age: Floats
    """(n, 6) of age and sex."""

    def of(self, groups: Sequence[str]) -> Floats:
        """Some groups of causes side by side: (n, c)."""
        empty = np.empty((len(self.pose), 0))
        return np.concatenate([empty, *(getattr(self, name) for name in groups)], 1)

    @property
    def age_known(self) -> npt.NDArray[np.bool_]:
        """Of whom age and sex are known: (n,)."""
        return np.asarray(np.isfinite(self.age).all(1))


def causes_of(
    angles: Floats,
    expressions: Floats,
    *,
    years: Sequence[float | None] | None = None,
    sexes: Sequence[str | None] | None = None,
) -> Causes:
    """The causes that are looked at.

    Parameters
    ----------
    angles
        (n, 3) degrees of yaw, pitch and roll, as `align` gives them.
    expressions
        (n, 52) of MediaPipe's blendshapes; the first says nothing and is left out.
    """
    yaw, pitch, roll = np.sin(np.radians(angles)).T  # (n,) each
    return Causes(
        pose=np.stack([yaw, pitch, roll, yaw**2, pitch**2, yaw * pitch], 1),
        expression=expressions[:, 1:].astype(np.float64),
        age=_of_age(_or_none(years, len(angles)), _or_none(sexes, len(angles))),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Effects:
    """A linear effect of each cause (a turned head, a smile) on each coordinate."""

    centre: Floats
    """(c,) the causes of the mean face."""
    slopes: Floats
    """(c, p * 3) what one unit of each does."""

    @staticmethod
    def fit(shapes: Floats, causes: Floats) -> Effects:
        """Learn effects from faces (n, p, 3) and what may have caused their differences (n, c).

        >>> turn = np.array([[-1.0], [0], [1], [0]])
        >>> faces = np.ones((4, 2, 3)) + 0.1 * turn[:, :, None]
        >>> effects = Effects.fit(faces, turn)
        >>> np.allclose(effects.without(faces, turn), 1, atol=1e-3)
        True
        """
        flat = shapes.reshape(len(shapes), -1)
        centre = causes.mean(0)
        own = causes - centre
        within = own.T @ own  # (c, c)
        within += _RIDGE * (np.trace(within) / max(len(within), 1) + 1e-12) * np.eye(len(within))
        slopes = np.linalg.solve(within, own.T @ (flat - flat.mean(0)))
        return Effects(centre=centre, slopes=slopes)

    def without(self, shapes: Floats, causes: Floats) -> Floats:
        """Faces (n, p, 3) as they were if each had the causes of the mean face."""
        moved = (causes - self.centre) @ self.slopes  # (n, p * 3)
        return np.asarray(shapes - moved.reshape(shapes.shape))


def _or_none(values: Sequence[Any] | None, number: int) -> Sequence[Any]:
    return [None] * number if values is None else values


def _of_age(years: Sequence[float | None], sexes: Sequence[str | None]) -> Floats:
    """A curve in age for each sex: (n, 6), NaN where one of the two is not known."""
    age = np.log1p(np.array([np.nan if one is None else one for one in years], float))
    known = {"male": 1.0, "female": 0.0}
    male = np.array([known.get(one or "", np.nan) for one in sexes])
    both = np.where(np.isfinite(age + male), 1.0, np.nan)  # one alone says too little
    curve = np.stack([age, age**2, age**3, male, male * age, male * age**2], 1)
    return np.asarray(curve * both[:, None])
