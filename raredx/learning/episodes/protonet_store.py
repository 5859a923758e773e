"""A trained projection on disk: its numbers in a safetensors file, what they are beside it in JSON.

Its classes go with it, so that it refuses to be judged by those it was trained on wherever it is.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from raredx.errors import UserError
from raredx.files import build_folder
from raredx.folders import damaged, read_arrays, read_card
from raredx.learning.episodes.methods import Distance
from raredx.learning.episodes.protonet import ProtoNet
from raredx.learning.heads.arrays import misfit

FORMAT = 1
"""To be raised whenever a file of this version could be misread by another."""
CARD, ARRAYS = "protonet.json", "protonet.safetensors"
_WHAT = "trained projection"
_AGAIN = "Bring the folder back from a copy, or train again"
_SHAPES = {"centre": "w", "weights-1": "wa", "bias-1": "a", "weights-2": "ab", "bias-2": "b"}


class Card(BaseModel):
    """What is known of a projection beside its arrays."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int
    classes: tuple[str, ...]
    """Those it was trained on."""
    distance: Distance
    width: int
    layers: int = Field(ge=1, le=2)


def save(net: ProtoNet, folder: Path) -> None:
    """Write a projection into a folder of its own, which is replaced if it is there."""
    from safetensors.numpy import save_file

    arrays = {"centre": net.centre}
    for number, (weights, bias) in enumerate(net.layers, 1):
        arrays |= {f"weights-{number}": weights, f"bias-{number}": bias}
    card = Card(
        format=FORMAT,
        classes=net.classes,
        distance=net.distance,
        width=len(net.centre),
        layers=len(net.layers),
    )
    with build_folder(folder) as place:
        save_file(
            {name: np.array(array, order="C") for name, array in arrays.items()}, place / ARRAYS
        )
        (place / CARD).write_text(card.model_dump_json(indent=2) + "\n")


def load(folder: Path) -> ProtoNet:
    """The projection of a folder; what it makes of features is the same as before, bit for bit.

    >>> import tempfile
    >>> net = ProtoNet(classes=("a", "b"), distance="cosine", centre=np.zeros(3),
    ...                layers=((np.eye(3)[:, :2], np.ones(2)),))
    >>> with tempfile.TemporaryDirectory() as place:
    ...     save(net, Path(place, "net"))
    ...     again = load(Path(place, "net"))
    >>> again.embed([[1.0, 2, 3]]).tolist(), again.classes
    ([[2.0, 3.0]], ('a', 'b'))
    """
    card = read_card(
        folder / CARD,
        Card,
        newest=FORMAT,
        what=_WHAT,
        make="Train one, or check the name",
        again=_AGAIN,
    )
    arrays = read_arrays(folder / ARRAYS, what=_WHAT, again=_AGAIN)
    shapes = dict(list(_SHAPES.items())[: 1 + 2 * card.layers])
    if wrong := misfit(arrays, shapes, {"w": card.width}, len(card.classes)):
        raise _damaged(folder, f"in {ARRAYS} {wrong}")
    return ProtoNet(
        classes=card.classes,
        distance=card.distance,
        centre=arrays["centre"],
        layers=tuple(
            (arrays[f"weights-{number}"], arrays[f"bias-{number}"])
            for number in range(1, card.layers + 1)
        ),
    )


def _damaged(folder: Path, fault: str) -> UserError:
    return damaged(folder, fault, what=_WHAT, again=_AGAIN)
