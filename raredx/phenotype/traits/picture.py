"""Small networks with their calibration: what they say of a face that was cut out.

Each network sees the face from its own distance: one the head with hair and ears, one the face from
near. A term is left undecided where they do not tell who has it among people whom they have not
seen. Their confidences are calibrated on those people, and so are their thresholds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.traits.crops import cut_out
from raredx.phenotype.traits.learning import as_input
from raredx.phenotype.traits.logistic import fit_weights, probability
from raredx.phenotype.traits.network import network
from raredx.phenotype.traits.rule import CLEAR, SPECIFICITY
from raredx.statistics.areas import area
from raredx.statistics.estimate import Estimate
from raredx.words import count

if TYPE_CHECKING:
    from PIL import Image
    from torch import nn

Floats = npt.NDArray[Any]
Pixels = npt.NDArray[np.uint8]

FEWEST = 8
"""Unseen faces with a term, below which nobody knows how well it is told."""
_BATCH = 64


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How well one term is told, and where it is named."""

    column: int
    """Of the networks' answers."""
    threshold: float
    """The confidence above which the term is named."""
    auc: Estimate
    """On unseen people."""
    people: int
    """Unseen faces with the term."""


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """A trained network, and how near it sees a face."""

    spans: float
    """As `crops.cut_out` takes it."""
    side: int
    """Pixels of the cut-out, each way."""
    columns: int
    """Its answers."""
    weights: Mapping[str, Floats]
    """In half precision."""

    @staticmethod
    def of(weights: Mapping[str, Any], *, spans: float, side: int) -> View:
        """A network as `learning.train` gives it."""
        kept = {name: _halved(np.asarray(one)) for name, one in weights.items()}
        return View(spans=spans, side=side, columns=len(list(kept.values())[-1]), weights=kept)

    def logits(self, faces: Pixels) -> Floats:
        """What it answers for faces (n, side, side, 3): (n, columns)."""
        import torch

        found = [np.empty((0, self.columns))]
        for first in range(0, len(faces), _BATCH):
            with torch.inference_mode():
                answered = self._network(as_input(faces[first : first + _BATCH]))
            found.append(answered.double().numpy())
        return np.concatenate(found)

    @cached_property
    def _network(self) -> nn.Module:
        import torch

        ready = network(self.columns, side=self.side)
        ready.load_state_dict(
            {name: torch.from_numpy(_whole(one)) for name, one in self.weights.items()}
        )
        return ready.eval()


@dataclass(frozen=True, kw_only=True, eq=False)
class PictureModel:
    """Trained networks that answer for some terms together."""

    views: tuple[View, ...]
    start: float
    slopes: Floats
    """(v,) from the views' logits to a calibrated one, the same for all terms."""
    answers: Mapping[str, Answer]
    undecided: Mapping[str, str]

    @staticmethod
    def calibrate(
        views: Sequence[View], terms: Sequence[str], faces: Sequence[Pixels], present: Floats
    ) -> PictureModel:
        """Judge and calibrate networks on faces that they have not seen.

        Parameters
        ----------
        terms
            (t,) what their answers stand for.
        faces
            For each view the cut-outs of the same n faces.
        present
            (n, t) whether each term is there.
        """
        there = np.asarray(present, bool)
        said_by = [view.logits(some) for view, some in zip(views, faces, strict=True)]
        evidence = np.stack([one.ravel() for one in said_by], 1)  # (n * t, v)
        start, *slopes = fit_weights(evidence, there.ravel(), ridge=0.0)
        logits = start + np.tensordot(np.stack(said_by, 2), slopes, 1)  # (n, t)
        said = probability(logits)
        answers, undecided = {}, {}
        for column, term in enumerate(terms):
            own, people = there[:, column], int(there[:, column].sum())
            found = area(logits[:, column], own)
            if people < FEWEST:
                undecided[term] = f"only {count(people, 'face')} to judge the image model by"
            elif not found.low > CLEAR:
                undecided[term] = (
                    "the image model hardly tells who has it"
                    f" (area {found.value:.2f}, {found.low:.2f} to {found.high:.2f})"
                )
            else:
                threshold = float(np.quantile(said[~own, column], SPECIFICITY))
                answers[term] = Answer(column=column, threshold=threshold, auc=found, people=people)
        return PictureModel(
            views=tuple(views),
            start=float(start),
            slopes=np.array(slopes),
            answers=MappingProxyType(answers),
            undecided=MappingProxyType(undecided),
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms in the order of the columns of `confidence`."""
        return tuple(self.answers)

    def cut(self, image: Image.Image, points: Floats) -> list[Pixels]:
        """The face of a picture as each view sees it: (1, side, side, 3) each."""
        return [
            cut_out(image, points, side=view.side, spans=view.spans)[None] for view in self.views
        ]

    def confidence(self, faces: Sequence[Pixels]) -> Floats:
        """How likely each decided term is there, from each view's cut-outs: (n, terms)."""
        columns = [answer.column for answer in self.answers.values()]
        logits = [
            slope * view.logits(some)
            for slope, view, some in zip(self.slopes, self.views, faces, strict=True)
        ]
        return probability(self.start + np.sum(logits, axis=0)[:, columns])


def _halved(weights: Floats) -> Floats:
    return np.asarray(weights, np.float16 if weights.dtype.kind == "f" else np.int64)


def _whole(weights: Floats) -> Floats:
    return np.array(weights, np.float32 if weights.dtype.kind == "f" else np.int64)
