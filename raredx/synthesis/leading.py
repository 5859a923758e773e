"""Generators that are led by words: a base model, and what each condition adds to it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.synthesis.bases import Base, open_base
from raredx.synthesis.drawing import Wish, draw
from raredx.synthesis.examples import Examples
from raredx.synthesis.finetuning import Turn
from raredx.synthesis.fitted import Drawn, FittedGenerator, examples_at_hand
from raredx.synthesis.generator import Order
from raredx.synthesis.options import Finetuned
from raredx.synthesis.sampling import Sampling
from raredx.synthesis.telling import prompt_of

TOGETHER = "together"
"""The name of what all conditions share."""
_SHOWN = 8  # faces of a preview
_QUICKLY = Sampling(steps=8)


@dataclass(frozen=True, kw_only=True, eq=False)
class Led(FittedGenerator):
    """A base model that was trained further."""

    @property
    def base(self) -> Base:
        """The base model that it was trained on; an error if it is another one by now."""
        assert self.learned.base is not None
        found = open_base(self.learned.base)
        if found.hash != self.learned.base_hash:
            raise UserError(
                f"The generator {self.folder.name!r} was trained on another base model than the"
                f" {self.learned.base!r} that is here",
                remedy="Bring that base model back, or train again",
            )
        return found

    def unknown_words(self, prompt: str) -> list[str]:
        """The words that its base model does not know."""
        return self.base.unknown_words(prompt)

    @classmethod
    def learn(
        cls,
        generator: Any,
        examples: Examples,
        folder: Path,
        *,
        base: str,
        seed: int,
        progress: Progress,
    ) -> Mapping[str, Any]:
        """Train once for all conditions, or once for each, always from the base on."""
        found, groups = open_base(base), groups_of(generator, examples)
        remarks: list[str] = []
        for number, (name, some) in enumerate(groups.items()):
            if number and progress.enough:
                break
            turn = Turn(
                seed=seed,
                scratch=progress.scratch / name,
                progress=progress,
                number=number,
                of=len(groups),
                name=", ".join(some.conditions) if len(groups) > 1 else "",
            )
            remarks += cls._teach(found, generator, some, folder / name, turn)
        return told(found, groups, folder, remarks)

    @classmethod
    @abstractmethod
    def _teach(
        cls, base: Base, options: Any, examples: Examples, folder: Path, turn: Turn
    ) -> list[str]:
        """Train on some examples and write what was learned; what had to be said on the way."""

    @abstractmethod
    def _wearing(self, base: Base, group: str | None) -> AbstractContextManager[Any]:
        """The pipeline with what one group of conditions has learned; None: as it was before."""

    def group_of(self, label: str | None) -> str | None:
        """Under which name that lies which a condition has learned."""
        if label is None:
            return None
        options = self.generator
        assert isinstance(options, Finetuned)
        if options.adapters == "together":
            return TOGETHER
        return _folder(self.conditions.index(label))

    def _draw(
        self,
        orders: Sequence[Order],
        how: Sampling,
        examples: Examples | None,
        progress: Progress,
    ) -> Iterator[Drawn]:
        """Orders of one group in a row are drawn together."""
        base, first = self.base, 0
        while first < len(orders):
            group = self.group_of(orders[first].label)
            last = first + 1
            while last < len(orders) and self.group_of(orders[last].label) == group:
                last += 1
            some = orders[first:last]
            starts = [_start(one, how, examples) for one in some]
            wishes = [
                Wish(prompt=prompt_of(one), seed=one.seed, start=start and start[1])
                for one, start in zip(some, starts, strict=True)
            ]
            with self._wearing(base, group) as pipeline:
                drawn = draw(pipeline, wishes, how, progress=progress)
                for order, wish, start, pixels in zip(some, wishes, starts, drawn, strict=True):
                    facts = {"prompt": wish.prompt, **how.model_dump(exclude={"batch"})}
                    facts["parent"] = start and start[0]
                    yield Drawn(order=order, pixels=pixels, facts=facts)
            first = last


def groups_of(options: Finetuned, examples: Examples) -> dict[str, Examples]:
    """Which examples are learned together, by the name under which it is kept."""
    if options.adapters == "together":
        return {TOGETHER: examples}
    return {_folder(n): examples.of(name) for n, name in enumerate(examples.conditions)}


def told(
    base: Base, groups: Mapping[str, Examples], folder: Path, remarks: Sequence[str]
) -> dict[str, Any]:
    """What is to be known of a generator: the conditions that it came to, among others."""
    learned = [some for name, some in groups.items() if (folder / name).exists()]
    conditions = {name: some.codes.get(name) for some in learned for name in some.conditions}
    left = [name for some in groups.values() for name in some.conditions if name not in conditions]
    if left:
        remarks = [*remarks, f"Finished early: {', '.join(left)} not learned"]
    return {
        "base": base.name,
        "base_hash": base.hash,
        "conditions": conditions,
        "remarks": tuple(remarks),
    }


def show_progress(base: Base, examples: Examples, progress: Progress) -> None:
    """A preview: some conditions as they are drawn by now."""
    from PIL import Image

    names = examples.conditions
    labels = [names[place % len(names)] for place in range(_SHOWN)]
    wishes = [
        Wish(prompt=prompt_of(Order(label=label, seed=seed)), seed=seed)
        for seed, label in enumerate(labels)
    ]
    faces = draw(base.pipeline, wishes, _QUICKLY, progress=Progress())
    shown = [np.zeros((base.side, base.side, 3), np.uint8) if one is None else one for one in faces]
    grid = np.concatenate([np.concatenate(shown[:4], 1), np.concatenate(shown[4:], 1)])
    progress.preview(Image.fromarray(grid), caption=", ".join(dict.fromkeys(labels)))


def _start(
    order: Order, how: Sampling, examples: Examples | None
) -> tuple[str, np.ndarray[Any, np.dtype[np.uint8]]] | None:
    """The example that an image begins with, by its id: which one, the seed says."""
    if how.strength is None:
        return None
    own = examples_at_hand(examples)
    own = own if order.label is None else own.of(order.label)
    row = order.seed % len(own.ids)
    return own.ids[row], own.faces[row]


def _folder(number: int) -> str:
    return f"condition-{number + 1}"
