"""How far a model reaches: what people who were not trained on say about its answers.

Their own conditions say how many answers it takes to hold the truth as often as is promised; how
they look, and how far they lie from who was trained on, says when an image is of another kind.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from math import floor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.folders import damaged, read_arrays
from raredx.learning.bundle.card import AGAIN
from raredx.learning.calibration import FEWEST
from raredx.phenotype.reference.domain import Domain
from raredx.statistics import conformal

Floats = npt.NDArray[Any]

FILE = "reach.safetensors"
FALSE_ALARMS = 0.05
"""The share of people like those that it learned from whom it takes for something else."""
_TO_LOOK = 40  # pictures from which a look can be learned
_TINY = 1e-12


@dataclass(frozen=True, kw_only=True)
class Apart:
    """How far an image is from what a model knows."""

    far: float
    """The share of people who were not trained on that lie as far from who was, or farther."""
    odd: float | None
    """The share of them that look as strange, or stranger; None where no look was learned."""
    strange: bool
    """Whether it is so far or so strange that it is taken for something else."""

    @property
    def least(self) -> float:
        """The smaller share: by it the image is judged."""
        return self.far if self.odd is None else min(self.far, self.odd)

    @property
    def why(self) -> str:
        """In words; empty if it is not strange."""
        if not self.strange:
            return ""
        if self.odd is not None and self.odd < self.far:
            return f"it looks unlike what the model learned from ({_rarely(self.odd)})"
        return f"nobody whom the model learned from is like it ({_rarely(self.far)})"


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """What n people who were not trained on say about a model."""

    known: Floats
    """(n,) how strange their true conditions were to it, see `statistics.conformal`."""
    far: Floats
    """(n,) how far they lie from the nearest image that it was fitted on."""
    odd: Floats
    """(n,) how strange they look; empty where no look was learned."""
    domain: Domain | None
    """How the images look that it was fitted on."""

    @staticmethod
    def of(
        shares: Floats, truth: npt.ArrayLike, far: Floats, looks: Floats, learned: Floats
    ) -> Reach | None:
        """What is found of n people by calibrated probabilities (n, c); None if they are too few.

        Parameters
        ----------
        truth : array_like
            (n,) places of their conditions.
        far : ndarray
            (n,), see `distances`.
        looks, learned : ndarray
            (n, f) and (m, f): how they look, and those that were trained on; NaN where nothing is
            seen.
        """
        if len(shares) < FEWEST:
            return None
        own = np.asarray(truth, np.intp)
        seen = learned[np.isfinite(learned).all(1)]
        domain = _single(Domain.fit(seen)) if len(seen) >= _TO_LOOK else None
        return Reach(
            known=conformal.strangeness(shares)[np.arange(len(own)), own],
            far=np.asarray(far),
            odd=np.zeros(0) if domain is None else domain.strangeness(looks),
            domain=domain,
        )

    def held(self, shares: Floats, coverage: float) -> npt.NDArray[np.bool_]:
        """Which answers are in the set, by probabilities (m, c): (m, c)."""
        return conformal.held(shares, self.known, coverage)

    def promised(self, coverage: float) -> tuple[float, float]:
        """Between what the share of sets that hold the truth will lie."""
        return conformal.promised(len(self.known), coverage)

    def apart(self, far: float, look: Floats | None) -> Apart:
        """How far one image is from what the model knows, by its distance and its look (1, f)."""
        away = _share(self.far, far)
        odd = None
        if self.domain is not None and look is not None:
            odd = _share(self.odd, float(self.domain.strangeness(look)[0]))
        least = away if odd is None else min(away, odd)
        return Apart(far=away, odd=odd, strange=least <= self._limit)

    @cached_property
    def _limit(self) -> float:
        """The share up to which an image is strange, so that no more of a kind are than is said."""
        away = _shares(self.far)
        least = np.minimum(away, _shares(self.odd)) if len(self.odd) else away
        strange = floor(FALSE_ALARMS * (len(least) + 1))
        return float(np.sort(least)[strange - 1]) if strange else 0.0

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        from safetensors.numpy import save_file

        arrays = {"known": self.known, "far": self.far, "odd": self.odd}
        if self.domain is not None:
            arrays |= {
                f"domain.{one.name}": np.asarray(getattr(self.domain, one.name))
                for one in fields(Domain)
            }
        save_file({name: np.array(one, order="C") for name, one in arrays.items()}, folder / FILE)

    @staticmethod
    def open(folder: Path) -> Reach:
        """What a folder holds of it."""
        arrays = read_arrays(folder / FILE, what="model", again=AGAIN)
        domain: dict[str, Any] = {
            name.removeprefix("domain."): one
            for name, one in arrays.items()
            if name.startswith("domain.")
        }
        try:
            if domain:
                domain["pictures"] = int(domain["pictures"])
            found = Reach(
                **{name: arrays[name] for name in ("known", "far", "odd")},
                domain=Domain(**domain) if domain else None,
            )
        except (KeyError, TypeError):
            found = None
        if found is None or not found._is_whole():
            raise damaged(folder, f"{FILE} is of no model like this", what="model", again=AGAIN)
        return found

    def _is_whole(self) -> bool:
        many, domain = self.known.size, self.domain
        shapes = {self.known.shape, self.far.shape, (many,)}
        shapes |= {self.odd.shape} if domain else set()
        if domain is not None:
            width, along = (*domain.centre.shape, *domain.spread.shape, 0, 0)[:2]
            if domain.directions.shape != (width, along) or domain.limits.shape != (2,):
                return False
        return len(shapes) == 1 and many > 0


def distances(places: Floats, gallery: Floats) -> Floats:
    """How far images (m, w) are from the nearest of a gallery (n, w), seen from its middle: (m,).

    0 is in the same direction, 1 at a right angle, 2 opposite.

    >>> distances(np.array([[3.0, 1], [1, 3]]), np.array([[2.0, 1], [0, 1]])).round(2).tolist()
    [0.0, 1.0]
    """
    return np.asarray(1 - likeness(places, gallery).max(1))


def likeness(places: Floats, gallery: Floats) -> Floats:
    """How like images (m, w) are to each of a gallery (n, w), seen from its middle: (m, n)."""
    middle = gallery.mean(0)
    one, other = places - middle, gallery - middle
    return np.asarray(_unit(one) @ _unit(other).T)


def _single(domain: Domain) -> Domain:
    """The same with half as many digits, so that it is as small, and the same, when it is kept."""
    arrays = {one.name: np.asarray(getattr(domain, one.name)) for one in fields(Domain)}
    single: dict[str, Any] = {
        name: array.astype(np.float32) for name, array in arrays.items() if array.ndim
    }
    return replace(domain, **single)


def _unit(points: Floats) -> Floats:
    return np.asarray(points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), _TINY))


def _share(known: Floats, value: float) -> float:
    """The share of those known who have as much or more; nobody is rarer than one in n + 1."""
    return float((1 + (known >= value).sum()) / (len(known) + 1))


def _shares(known: Floats) -> Floats:
    """The same of each of them among the others."""
    above = len(known) - np.searchsorted(np.sort(known), known, side="left")  # itself included
    return np.asarray(above / len(known))


def _rarely(share: float) -> str:
    return f"fewer than {max(share, 0.001):.1%} of the people that it was tried on are so"
