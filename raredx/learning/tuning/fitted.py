"""A network that has learned classes: pictures in, log-probabilities out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch

from raredx.encoders import get_encoder
from raredx.errors import UserError
from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import FittedHead, frequencies
from raredx.learning.heads.inner import FEWEST_JUDGED, inner_folds
from raredx.learning.heads.options import Logistic, Tuned
from raredx.learning.heads.rows import Rows, checked_pictures
from raredx.learning.tuning import training
from raredx.learning.tuning.network import Classifier

Floats = npt.NDArray[Any]
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedTuned(FittedHead):
    """A trained network; of its weights only those are kept that have changed."""

    encoder: str
    """What it was trained from."""
    changed: Mapping[str, Floats]
    """What training has changed of it, by name."""

    @classmethod
    def learn(cls, head: Tuned, rows: Rows, *, seed: int, around: Around) -> Self:
        """Train on rows that were checked, which are pictures."""
        if around.encoder is None:
            raise UserError(
                "A network is to be trained, and nobody said which",
                remedy="Choose a backbone that is an encoder; `raredx backbones` lists them",
            )
        torch.manual_seed(seed)
        made = Classifier(around.encoder, len(rows.trained), head)
        shown = training.Shown(pictures=rows.features, own=rows.own)
        frozen = training.features(made, shown.pictures)
        made.settle(frozen)
        if head.depth != "linear":
            _begin(made, frozen, rows, seed=seed)
        left_out = _left_out(rows, around, seed=seed) if head.patience else np.zeros(0, np.intp)
        if head.patience and not len(left_out):
            around.say("Too few people can be left out: it trains to its end")
        others = np.setdiff1d(np.arange(len(rows.own)), left_out)
        judges = shown.take(left_out) if len(left_out) else None
        training.train(made, shown.take(others), judges, head, seed=seed, around=around)
        return cls(
            head=head,
            classes=rows.classes,
            width=frozen.shape[1],
            trained=rows.trained,
            offset=frequencies(rows, 0.0),
            sharpness=np.array(1.0),
            encoder=around.encoder,
            changed=made.changed(),
        )

    def beside(self) -> dict[str, str]:
        """What there is to it beside arrays."""
        return {"encoder": self.encoder}

    def arrays(self) -> dict[str, Floats]:
        """What is kept of it."""
        return {
            **super().arrays(),
            **{f"changed.{name}": one for name, one in self.changed.items()},
        }

    @classmethod
    def restored(cls, arrays: Mapping[str, Any], **known: Any) -> Self:
        """From what was kept; a ValueError where it does not fit."""
        changed = {
            name.removeprefix("changed."): one
            for name, one in arrays.items()
            if name.startswith("changed.")
        }
        plain = {name: one for name, one in arrays.items() if not name.startswith("changed.")}
        fitted = super().restored(plain, changed=changed, **known)
        fitted.check()
        return fitted

    def check(self) -> None:
        """A ValueError where what has changed is not of its network."""
        try:
            self.network.train(False)
        except UserError as error:
            raise ValueError(str(error)) from None

    def checked(self, features: Any) -> Pixels:
        """Pictures as its network sees them, or one line that says what is wrong."""
        return checked_pictures(features, side=get_encoder(self.encoder).size)

    def logits(self, features: Floats) -> Floats:
        """What speaks for each trained class in pictures (m, side, side, 3): (m, t)."""
        return training.logits(self.network, features).astype(np.float64)

    def embedded(self, features: Any) -> Floats:
        """What the trained network makes of pictures: (m, w)."""
        return training.features(self.network, self.checked(features))

    def by_place(self, places: Floats) -> Floats:
        """What speaks for each trained class by features of the trained network (m, w): (m, t)."""
        top = {name: one.astype(np.float64) for name, one in self.network.on_top().items()}
        placed = (places - top["centre"]) / top["spread"]
        return np.asarray(placed @ top["weight"].T + top["bias"])

    @cached_property
    def network(self) -> Classifier:
        """The network with its layer of classes."""
        head: Any = self.head
        return Classifier.again(self.encoder, len(self.trained), head, self.changed)


def _begin(made: Classifier, frozen: Floats, rows: Rows, *, seed: int) -> None:
    """Begin with what logistic regression makes of the network as it is."""
    names = [f"{own:06d}" for own in rows.own]
    placed = (frozen - made.centre.cpu().numpy()) / made.spread.cpu().numpy()
    fitted: Any = Logistic(scaling="centre").fit(
        placed, names, rows.people.astype(str).tolist(), classes=sorted(set(names)), seed=seed
    )
    with torch.no_grad():
        made.top.weight.copy_(torch.from_numpy(fitted.weights.T).float())
        made.top.bias.copy_(torch.from_numpy(fitted.intercept).float())


def _left_out(rows: Rows, around: Around, *, seed: int) -> npt.NDArray[np.intp]:
    """Rows of people by whom it is judged when to end: never a generated image."""
    folds = inner_folds(rows, seed=seed)
    generated = np.array(around.generated, bool) if len(around.generated) else False
    of_generated = np.isin(rows.people, rows.people[generated]) if np.any(generated) else False
    chosen = np.flatnonzero((folds == 0) & ~np.asarray(of_generated))
    return chosen if len(chosen) >= FEWEST_JUDGED else chosen[:0]
