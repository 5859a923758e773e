"""Training a network on pictures: steps, the mean of the weights, and when it has had enough."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from torch.optim import AdamW
from torch.optim.lr_scheduler import OneCycleLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from raredx.checkpoints import CHECKPOINT, Part, keep, restore
from raredx.learning.heads.around import Around
from raredx.learning.heads.options import Tuned
from raredx.learning.tuning.augment import augmented
from raredx.learning.tuning.losses import loss_of
from raredx.learning.tuning.network import Classifier
from raredx.memory import InParts

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

RATES = {"linear": 1e-2, "partial": 3e-4, "full": 1e-4, "lora": 1e-3}
"""Of learning, by depth, where none is given."""
_TOP = 10.0  # times as fast as the network learns the layer on top of it
_DECAY = 1e-2
_AT_ONCE = 32  # pictures that are looked at together


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """Pictures with their classes."""

    pictures: Pixels
    """(n, side, side, 3)"""
    own: Whole
    """(n,) among the trained classes."""

    def take(self, rows: Whole) -> Shown:
        """Some of them."""
        return Shown(pictures=self.pictures[rows], own=self.own[rows])


def train(
    made: Classifier,
    shown: Shown,
    judges: Shown | None,
    head: Tuned,
    *,
    seed: int,
    around: Around,
) -> None:
    """Train a classifier in place.

    Parameters
    ----------
    judges : Shown, optional
        People who are not learned from: when they have not been told better for some epochs the
        training ends, and the weights are those that told them best.
    around : Around
        With a scratch folder it goes on, after an interruption, with the next epoch.
    """
    torch.manual_seed(seed)
    optimiser, schedule = _optimiser(made, head, images=len(shown.own))
    mean = get_ema_multi_avg_fn(head.average)  # type: ignore[no-untyped-call]
    kept = AveragedModel(made, multi_avg_fn=mean, use_buffers=True)
    counts = np.bincount(shown.own, minlength=made.top.out_features)
    parts_of = InParts(at_once=head.batch, say=around.say)
    fitting = Fitting(made=made, loss=loss_of(head.loss, counts), parts=parts_of)
    best = Best(patience=head.patience)
    parts: dict[str, Part] = {
        "made": made,
        "kept": kept,
        "optimiser": optimiser,
        "schedule": schedule,
        "best": best,
    }
    file = around.scratch / CHECKPOINT if around.scratch else None
    each, steps = _steps(head, images=len(shown.own))
    for epoch in range(restore(file, parts) if file else 0, -(-steps // each)):
        if best.enough:
            break
        torch.manual_seed(seed + epoch)  # what is dropped, interrupted or not
        made.train()
        missed = []
        batches = _batches(len(shown.own), head, [seed, epoch])
        for some in islice(batches, steps - epoch * each):
            chance = np.random.default_rng([seed, epoch, *some[:1]])
            pictures = augmented(shown.pictures[some], head, chance)
            missed.append(fitting.step(pictures, shown.own[some], optimiser))
            schedule.step()
            kept.update_parameters(made)
        around.curve("training loss", epoch + 1, float(np.mean(missed)))
        if judges is not None:
            found = log_loss(mean_of(kept), judges)
            around.curve("loss of those left out", epoch + 1, found)
            best.hear(found, mean_of(kept))
        if file:
            keep(file, parts, epoch + 1)
    made.load_state_dict(best.state or mean_of(kept).state_dict())
    made.train(False)
    if file:
        file.unlink(missing_ok=True)


def _optimiser(made: Classifier, head: Tuned, *, images: int) -> tuple[AdamW, OneCycleLR]:
    """What changes the weights, the layer on top faster than the network, and how fast when."""
    rate = head.rate or RATES[head.depth]
    inside = [one for one in made.network.parameters() if one.requires_grad]
    top = {"params": [*made.top.parameters()], "lr": rate * _TOP if inside else rate}
    groups = [{"params": inside, "lr": rate}, top] if inside else [top]
    optimiser = AdamW(groups, weight_decay=_DECAY)
    highest = [group["lr"] for group in optimiser.param_groups]
    _, steps = _steps(head, images=images)
    return optimiser, OneCycleLR(optimiser, highest, total_steps=steps)


def _steps(head: Tuned, *, images: int) -> tuple[int, int]:
    """Of an epoch, and altogether."""
    each = -(-images // head.batch)
    return each, head.steps or each * head.epochs


@dataclass(kw_only=True)
class Fitting:
    """Steps of a training, in as small parts as fit into memory."""

    made: Classifier
    loss: Callable[[Tensor, Tensor], Tensor]
    parts: InParts

    def step(self, pictures: Pixels, own: Whole, optimiser: Any) -> float:
        """Learn from some pictures; their mean loss. However small the parts, it is one step."""

        def part(rows: slice) -> float:
            return self._part(pictures[rows], own[rows], of=len(own))

        total: float = self.parts.sum(len(own), part, anew=optimiser.zero_grad)
        optimiser.step()
        return total / len(own)

    def _part(self, pictures: Pixels, own: Whole, *, of: int) -> float:
        where = self.made.mean.device
        with torch.autocast(where.type, torch.bfloat16, enabled=where.type == "cuda"):
            logits = self.made(self.made.features(pictures))
        missed = self.loss(logits.float(), torch.from_numpy(own).to(where)).sum()
        (missed / of).backward()  # type: ignore[no-untyped-call]
        return float(missed.detach())


class Best:
    """The weights that told those best who were left out, and whether it is worth to go on."""

    def __init__(self, *, patience: int) -> None:
        self.patience = patience
        self.lowest = float("inf")
        self.since = 0
        self.state: dict[str, Tensor] | None = None

    @property
    def enough(self) -> bool:
        """Whether nothing has become better for as long as was to be waited."""
        return self.state is not None and self.since >= self.patience

    def hear(self, loss: float, made: torch.nn.Module) -> None:
        """After an epoch."""
        self.since += 1
        if loss < self.lowest:
            self.lowest, self.since = loss, 0
            self.state = copy.deepcopy(made.state_dict())

    def state_dict(self) -> dict[str, Any]:
        """What it takes to go on."""
        return {"lowest": self.lowest, "since": self.since, "state": self.state}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from there."""
        self.lowest, self.since, self.state = state["lowest"], state["since"], state["state"]


def mean_of(kept: AveragedModel) -> Classifier:
    """The classifier with the mean of the weights so far."""
    found = kept.module
    assert isinstance(found, Classifier)
    return found


def log_loss(made: Classifier, shown: Shown) -> float:
    """The mean log loss of some pictures."""
    said = torch.from_numpy(logits(made, shown.pictures))
    return float(cross_entropy(said, torch.from_numpy(shown.own)))


def logits(made: Classifier, pictures: Pixels) -> Floats:
    """What speaks for each class in pictures (n, side, side, 3): (n, t)."""
    return _through(made, pictures, lambda some: made(made.features(some)))


def features(made: Classifier, pictures: Pixels) -> Floats:
    """What the trained network makes of pictures: (n, w)."""
    return _through(made, pictures, made.features)


def _through(made: Classifier, pictures: Pixels, ask: Callable[[Pixels], Tensor]) -> Floats:
    made.train(False)
    found = []
    with torch.inference_mode():
        for first in range(0, len(pictures), _AT_ONCE):
            found.append(ask(pictures[first : first + _AT_ONCE]).float().cpu().numpy())
    return np.concatenate(found)


def _batches(images: int, head: Tuned, seed: list[int]) -> Iterator[Whole]:
    order = np.random.default_rng(seed).permutation(images)
    for first in range(0, images, head.batch):
        yield order[first : first + head.batch]
