"""What chance brings: two groups of people compared again and again with people permuted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.population.people import Floats

_AT_ONCE = 500  # permutations: what they need fits into a few megabytes
_FREE = 3  # residual degrees of freedom that are left at least
_FLOOR = 1e-9  # of a point's mean variance: keeps a direction without any from being divided by


@dataclass(frozen=True, kw_only=True, eq=False)
class Contrast:
    """One group minus another, at every point, with covariates held still."""

    weights: Floats
    """(n,): the difference of the groups is the sum of so much of each person."""
    residuals: Floats
    """(n, p, 3): people as covariates do not explain them."""
    free: int
    """Degrees of freedom of the spread within groups."""

    @classmethod
    def of(cls, shapes: Floats, chosen: npt.NDArray[np.bool_], nuisance: Floats) -> Contrast:
        """Of shapes (n, p, 3), a group (n,), and an intercept with covariates (n, 1 + k)."""
        basis, _ = np.linalg.qr(nuisance)  # (n, 1 + k)
        group = chosen - basis @ (basis.T @ chosen)  # (n,)
        free = len(shapes) - nuisance.shape[1] - 1
        if free < _FREE:
            raise UserError(
                f"{len(shapes)} people are too few for {nuisance.shape[1] - 1} covariates",
                remedy="Add images of more people, or adjust for less",
            )
        if (group @ group) < 1e-6 * len(shapes):
            raise UserError(
                "The covariates alone tell the two groups apart, so nothing is left to test",
                remedy="Leave out a covariate, or compare with people of the same age and sex",
            )
        flat = shapes.reshape(len(shapes), -1)  # (n, p * 3)
        residuals = (flat - basis @ (basis.T @ flat)).reshape(shapes.shape)
        return cls(weights=group / (group @ group), residuals=residuals, free=free)

    @property
    def displacement(self) -> Floats:
        """By how much each point differs: (p, 3)."""
        return np.asarray(np.einsum("n,npd->pd", self.weights, self.residuals))

    @property
    def effect(self) -> Floats:
        """Mahalanobis' distance between the groups, its bias taken off: (p,)."""
        moved = self.displacement
        one = self.weights / (self.weights @ self.weights)  # (n,): the group itself
        within = self.residuals - one[:, None, None] * moved  # (n, p, 3)
        spread = np.einsum("npd,npe->pde", within, within) / self.free  # (p, 3, 3)
        squared = np.einsum("pd,pd->p", moved, _divided(spread, moved))
        unbiased = squared * (self.free - 4) / self.free if self.free > 4 else 0 * squared
        return np.asarray(np.sqrt(np.maximum(unbiased - 3 * (self.weights @ self.weights), 0)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Chance:
    """How often permuted people differ as much as the real groups do."""

    p: Floats
    """(p,)"""
    p_family: Floats
    """(p,)"""
    q: Floats
    """(p,)"""
    distance_by_chance: float
    distance_p: float


def permute(contrast: Contrast, *, permutations: int, seed: int) -> Chance:
    """Compare a contrast with those of permuted people.

    The total spread of people stays the same in every permutation, and for one point Hotelling's
    statistic rises and falls with the difference measured in units of that spread. So points are
    whitened once, and a permutation costs one product of matrices.
    """
    from scipy.stats import false_discovery_control

    people, points, _ = contrast.residuals.shape
    total = np.einsum("npd,npe->pde", contrast.residuals, contrast.residuals)  # (p, 3, 3)
    flat = contrast.residuals.reshape(people, -1)  # (n, p * 3)
    rng = np.random.default_rng(seed)
    moved = contrast.displacement  # (p, 3)
    real = _statistic(moved[None], total)[0]  # (p,)
    length = np.linalg.norm(moved)
    falling = np.argsort(-real, kind="stable")  # (p,)
    reached, topped = np.zeros(points), np.zeros(points)
    lengths = np.empty(permutations)
    for first in range(0, permutations, _AT_ONCE):
        last = min(first + _AT_ONCE, permutations)
        weights = rng.permuted(np.tile(contrast.weights, (last - first, 1)), axis=1)  # (m, n)
        drawn = (weights @ flat).reshape(-1, points, 3)  # (m, p, 3)
        lengths[first:last] = np.linalg.norm(drawn, axis=(1, 2))
        chance = _statistic(drawn, total)[:, falling]  # (m, p), where the real one falls
        reached += _reach(chance, real[falling]).sum(0)
        highest = np.maximum.accumulate(chance[:, ::-1], axis=1)[:, ::-1]  # (m, p)
        topped += _reach(highest, real[falling]).sum(0)
    back = np.argsort(falling)  # (p,)
    single = ((1 + reached) / (1 + permutations))[back]
    return Chance(
        p=single,
        p_family=np.maximum.accumulate((1 + topped) / (1 + permutations))[back],
        q=np.asarray(false_discovery_control(single)),
        distance_by_chance=float(lengths.mean()),
        distance_p=float((1 + _reach(lengths, length).sum()) / (1 + permutations)),
    )


def _statistic(moved: Floats, total: Floats) -> Floats:
    """Displacements (m, p, 3) in units of the spread (p, 3, 3): (m, p)."""
    inverse = _divided(total, np.broadcast_to(np.eye(3), total.shape))  # (p, 3, 3)
    return np.asarray(np.einsum("mpd,pde,mpe->mp", moved, inverse, moved, optimize=True))


def _divided(spread: Floats, by: Floats) -> Floats:
    """Solve spread (p, 3, 3) x = (p, 3) or (p, 3, k), where a direction may have no spread."""
    floor = _FLOOR * np.trace(spread, axis1=1, axis2=2) + np.finfo(np.float64).tiny  # (p,)
    firm = spread + floor[:, None, None] * np.eye(3)
    vectors = by[..., None] if by.ndim == 2 else by
    found = np.linalg.solve(firm, vectors)
    return np.asarray(found[..., 0] if by.ndim == 2 else found)


def _reach(chance: Floats, real: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Where chance brings as much, rounding aside."""
    return np.asarray(chance >= np.asarray(real) * (1 - 1e-9))
