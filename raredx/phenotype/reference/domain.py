"""Whether a face comes from the world that a reference was fitted on: its look is judged alone.

A frozen network's features of the cut-out face are compared with those of the reference's own
pictures: how far outside the directions in which these differ, and how far along them. The limits
are set so that a stated share of unseen pictures of the same world is turned away. How often
another world is let in cannot be known beforehand; docs/results.md says how often photographs were.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.encoders import get_encoder
from raredx.encoders.encode import load, run
from raredx.encoders.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image
    from torch import nn

Floats = npt.NDArray[Any]

ENCODER = "efficientnet-lite0"
SIDE = 224
TURNED_AWAY = 0.08
"""The share of pictures of the reference's own world that the limits turn away."""
_DIRECTIONS = 64
_UNSEEN = 4  # every so-manieth picture sets the limits, and is not learned from


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a face belongs to a reference's world."""

    belongs: bool
    strangeness: float
    """1 is the limit."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Domain:
    """What pictures of one world look like."""

    centre: Floats
    """(f,)"""
    directions: Floats
    """(f, d)"""
    spread: Floats
    """(d,) along each."""
    limits: Floats
    """(2,) of the distance outside the directions, and along them."""
    pictures: int

    @staticmethod
    def fit(features: Floats) -> Domain:
        """Learn from the features (n, f) of pictures of one world."""
        held = np.arange(len(features)) % _UNSEEN == 0
        known = features[~held].astype(np.float64)
        centre = known.mean(0)
        _, _, found = np.linalg.svd(known - centre, full_matrices=False)
        directions = found[: min(_DIRECTIONS, len(known) // 4)].T
        open_ended = Domain(
            centre=centre,
            directions=directions,
            spread=((known - centre) @ directions).std(0),
            limits=np.ones(2),
            pictures=len(features),
        )
        distances = open_ended.distances(features[held])  # (m, 2)
        limits = np.quantile(distances, 1 - TURNED_AWAY / 2, axis=0)  # half of it for each
        return Domain(
            centre=centre,
            directions=directions,
            spread=open_ended.spread,
            limits=limits,
            pictures=len(features),
        )

    def distances(self, features: Floats) -> Floats:
        """How far features lie outside the directions, and along them: (n, 2)."""
        apart = features - self.centre
        along = apart @ self.directions  # (n, d)
        outside = np.sqrt(np.maximum((apart**2).sum(1) - (along**2).sum(1), 0))
        inside = np.sqrt(((along / self.spread) ** 2).mean(1))
        return np.stack([outside, inside], 1)

    def strangeness(self, features: Floats) -> Floats:
        """How strange faces are, by the worse of the two: (n,); above 1 they do not belong."""
        return np.asarray((self.distances(features) / self.limits).max(1))

    def judge(self, features: Floats) -> list[Verdict]:
        """Whether each face belongs."""
        return [
            Verdict(belongs=bool(one <= 1), strangeness=float(one))
            for one in self.strangeness(features)
        ]


def domain_features(faces: Iterable[Image.Image]) -> Floats:
    """The features of cut-out faces (`SIDE` wide, `crops.FACE`) that worlds are told apart by."""
    encoder = get_encoder(ENCODER)
    return np.asarray(run(_network(encoder.space), encoder, faces))


@lru_cache(maxsize=1)
def _network(space: str) -> nn.Module:
    """The encoder's, as quick as it gets, until its weights are others."""
    return folded(load(ENCODER))
