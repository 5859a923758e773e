"""How episodes are answered: by frozen features as they are, or by what other classes taught."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from raredx.errors import NotFoundError
from raredx.jobs.fields import option
from raredx.jobs.meaning import written

TOGETHER = 8
"""Episodes in a step of a training."""

Distance = Literal["cosine", "euclidean"]
_NEARNESS = "How nearness to the mean of a class's support is measured"


class PrototypeOptions(BaseModel):
    """The nearest class mean of frozen features: the baseline, of which nothing is trained."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    distance: Distance = option("cosine", _NEARNESS)
    scaling: Literal["none", "centre", "standardise"] = option(
        "none", "What is done to features first, by the images of other classes alone"
    )

    @property
    def learns(self) -> bool:
        """Whether it takes anything from other classes."""
        return self.scaling != "none"


class ProtoNetOptions(BaseModel):
    """A projection of frozen features, trained by episodes of other classes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    layers: int = option(1, "1: linear, from the principal components; 2: with a bend", ge=1, le=2)
    width: int = option(64, "Numbers that an image becomes", ge=2, le=512)
    distance: Distance = option("cosine", _NEARNESS)
    ways: int = option(15, "Classes in an episode of the training", ge=2, le=100)
    shots: int = option(1, "Patients of each who are shown", ge=1, le=20)
    queries: int = option(2, "Patients of each who are asked about", ge=1, le=20)
    steps: int = option(150, f"Steps of {TOGETHER} episodes each", ge=1, le=5000)
    rate: float = option(1e-3, "Learning rate", gt=0, le=1, advanced=True)
    decay: float = option(1e-2, "Weight decay", ge=0, le=10, advanced=True)

    @property
    def learns(self) -> bool:
        """Whether it takes anything from other classes."""
        return True


Method = PrototypeOptions | ProtoNetOptions

METHODS: dict[str, type[PrototypeOptions] | type[ProtoNetOptions]] = {
    "prototype": PrototypeOptions,
    "protonet": ProtoNetOptions,
}


def parse_method(text: str) -> Method:
    """A method from how it is written: a name, and options after a colon.

    >>> parse_method("prototype:distance=euclidean")
    PrototypeOptions(distance='euclidean', scaling='none')
    >>> parse_method("protonet:layers=2,steps=300").steps
    300
    """
    return written(text, _method, what="method")


def _method(name: str) -> type[Method]:
    if name not in METHODS:
        raise NotFoundError(
            f"There is no method {name!r}", remedy=f"Choose one of: {', '.join(METHODS)}"
        )
    return METHODS[name]
