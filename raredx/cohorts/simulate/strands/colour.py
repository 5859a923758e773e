"""The colour of hair, from the two pigments that give it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_EUMELANIN = np.array([0.419, 0.697, 1.37])
_PHEOMELANIN = np.array([0.187, 0.4, 1.05])
_ROUGHNESS = 0.3
_SCATTER = 5.969 - 0.215 * _ROUGHNESS + 2.532 * _ROUGHNESS**2 - 10.73 * _ROUGHNESS**3
"""How the absorption of one hair shows in the colour of many, after Chiang et al. 2016."""
_DARKEST = np.array([0.016, 0.012, 0.010])

GREY = np.array([0.40, 0.396, 0.388], np.float32)
"""Hair without pigment, in linear light."""


def hair_colour(eumelanin: float, pheomelanin: float = 0.0) -> Floats:
    """Linear RGB of hair with so much pigment.

    Parameters
    ----------
    eumelanin : float
        Brown to black pigment: 0.1 is very fair, 0.5 dark blond, 1.3 brown, 4 and more black.
    pheomelanin : float
        Red pigment: 1 with little of the other is ginger.

    Examples
    --------
    >>> fair, black = hair_colour(0.15), hair_colour(6)
    >>> bool(fair.mean() > 8 * black.mean())
    True
    """
    absorption = eumelanin * _EUMELANIN + pheomelanin * _PHEOMELANIN
    seen: Floats = GREY * np.exp(-np.sqrt(absorption) * _SCATTER * 0.62) + _DARKEST
    return seen.astype(np.float32, copy=False)  # (3,)


def brow_eumelanin(hair: float) -> float:
    """Brows are darker than fair hair, and as dark as dark hair.

    >>> brow_eumelanin(0.1) > 0.4, brow_eumelanin(5.0)
    (True, 5.0)
    """
    return max(hair, 0.75 * math.sqrt(max(hair, 0.0)) + 0.2 * (hair > 0))
